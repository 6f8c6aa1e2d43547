package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.util.List;
import java.util.stream.Collectors;
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

  /** Which of the functions has written keys can be told from their versions. */
  @Test
  void manyAreWrittenWithOneVersion() {
    boolean alike = arraysAreLookedUp();
    client.call("SET", "a", "0");
    client.call("MSET", "a", "1", "b", "2");
    assertThat(versions("a", "b")).isEqualTo(alike ? 1 : 2);
    client.call("MSET", "a", "3", "b", "4");
    assertThat(versions("a", "b")).isEqualTo(alike ? 1 : 2);
    client.call(mset(BatchLimits.LOCKED_KEYS, "x"));
    assertThat(versions("key:0", "key:" + (BatchLimits.LOCKED_KEYS - 1))).isEqualTo(alike ? 1 : 2);
    client.call("SET", "a", "5");
    assertThat(versions("a", "b")).isEqualTo(2);
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
    Reply done = Reply.array(new Simple("PONG"));
    Reply refused = Reply.Nil.ARRAY;
    client.call("MSET", "a", "1", "b", "2", "c", "3");
    // The other instance learns what FLUSHALL has done before: after that it writes blindly.
    other.call("SET", "b", "1");
    assertThat(execAfter("a", "MSET", "b", "4", "c", "5")).isEqualTo(done);
    assertThat(execAfter("a", "MSET", "a", "1", "c", "5")).isEqualTo(refused);
    assertThat(execAfter("c", "MSET", "a", "1", "c", "5")).isEqualTo(refused);
    assertThat(execAfter("new", "MSET", "new", "1", "c", "5")).isEqualTo(refused);
  }

  /** What a transaction answers that has watched a key while the other instance wrote. */
  private Reply execAfter(String watched, String... write) {
    client.call("WATCH", watched);
    assertThat(other.call(write)).isEqualTo(OK);
    client.call("MULTI");
    client.call("PING");
    return client.call("EXEC");
  }

  private long versions(String... keys) {
    String names = Stream.of(keys).map("'%s'"::formatted).collect(Collectors.joining(", "));
    return servers
        .database()
        .count(
            """
            select count(distinct version) from pgredis.key join pgredis.database using (keyspace)
            where number = 0 and convert_from(name, 'utf8') in (%s)"""
                .formatted(names));
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
