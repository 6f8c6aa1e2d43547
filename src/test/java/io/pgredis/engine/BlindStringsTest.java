package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings that are written without being looked at, by whichever function of the schema. */
class BlindStringsTest {
  private static final Simple OK = new Simple("OK");

  @RegisterExtension static final TwoServers servers = new TwoServers();

  private RespClient client;
  private RespClient other;

  @BeforeEach
  void connect() {
    client = servers.first().connect();
    other = servers.second().connect();
  }

  @AfterEach
  void close() {
    client.close();
    other.close();
  }

  @Test
  void eachKindHasItsFunction() {
    String alike = arraysAreLookedUp() ? "write_blind_alike(" : "write_blind(";
    assertThat(functionOf("MSET", "a", "1", "b", "2")).isEqualTo(alike);
    assertThat(functionOf("MSET", "a", "3", "b", "4")).isEqualTo(alike);
    assertThat(functionOf(mset(BatchLimits.LOCKED_KEYS, "x"))).isEqualTo(alike);
    assertThat(functionOf("SET", "a", "5")).isEqualTo("write_blind_one(");
    assertThat(functionOf("SET", "a", "6", "EX", "100")).isEqualTo("write_blind(");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, BatchLimits.LOCKED_KEYS, BatchLimits.LOCKED_KEYS + 1})
  void whateverWasThereIsReplaced(int size) {
    List<String> all = mset(size, "new");
    assertThat(client.call("SET", "key:0", "old", "EX", "1000")).isEqualTo(OK);
    assertThat(client.call("HSET", "key:1", "f", "v")).isEqualTo(new Int(1));
    assertThat(client.call(all)).isEqualTo(OK);
    assertThat(client.call(mset(size, "12"))).isEqualTo(OK);
    assertThat(client.call("PTTL", "key:0")).isEqualTo(new Int(-1));
    assertThat(client.call("OBJECT", "ENCODING", "key:1")).isEqualTo(new Bulk("embstr"));
    assertThat(client.call("DBSIZE")).isEqualTo(new Int(size));
    for (int i = 0; i < size; i++) {
      assertThat(other.call("GET", "key:" + i)).isEqualTo(new Bulk("12-" + i));
    }
  }

  @Test
  void databasesAreKeptApart() {
    client.send("SET", "k", "zero");
    client.send("SELECT", "1");
    client.send("SET", "k", "one");
    client.send("SET", "l", "one");
    client.send("SELECT", "0");
    client.send("SET", "l", "zero");
    for (int i = 0; i < 6; i++) {
      assertThat(client.read()).isEqualTo(OK);
    }
    assertThat(other.call("MGET", "k", "l"))
        .isEqualTo(Reply.array(new Bulk("zero"), new Bulk("zero")));
    other.call("SELECT", "1");
    assertThat(other.call("MGET", "k", "l"))
        .isEqualTo(Reply.array(new Bulk("one"), new Bulk("one")));
    assertThat(other.call("FLUSHDB")).isEqualTo(OK);
    other.call("SELECT", "0");
  }

  @Test
  void whoWatchesNotices() {
    client.call("MSET", "a", "1", "b", "2", "c", "3");
    assertThat(execAfter("a", "MSET", "b", "4", "c", "5")).isTrue();
    assertThat(execAfter("a", "MSET", "a", "1", "c", "5")).isFalse();
    assertThat(execAfter("c", "MSET", "a", "1", "c", "5")).isFalse();
    assertThat(execAfter("new", "MSET", "new", "1", "c", "5")).isFalse();
  }

  /** Whether a transaction takes place that has watched a key which the other instance writes. */
  private boolean execAfter(String watched, String... write) {
    client.call("WATCH", watched);
    assertThat(other.call(write)).isEqualTo(OK);
    client.call("MULTI");
    client.call("PING");
    return client.call("EXEC") instanceof Aggregate;
  }

  private String functionOf(String... command) {
    return functionOf(List.of(command));
  }

  /** Which function a command has called: what stands in an idle connection is what it did last. */
  private String functionOf(List<String> command) {
    assertThat(client.call(command)).isEqualTo(OK);
    return Stream.of("write_blind(", "write_blind_one(", "write_blind_alike(")
        .filter(function -> calls(function) > 0)
        .findFirst()
        .orElseThrow();
  }

  private long calls(String function) {
    return servers
        .database()
        .count(
            """
            select count(*) from (
              select query from pg_stat_activity
              where datname = current_database() and query like 'select write_blind%%'
              order by query_start desc limit 1) a
            where starts_with(query, 'select %s')"""
                .formatted(function));
  }

  private static List<String> mset(int size, String value) {
    return Stream.concat(
            Stream.of("MSET"),
            IntStream.range(0, size).boxed().flatMap(i -> Stream.of("key:" + i, value + "-" + i)))
        .toList();
  }

  private boolean arraysAreLookedUp() {
    return servers.database().count("select current_setting('server_version_num')::integer / 10000")
        >= 17;
  }
}
