package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Nil;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Elements that are put into large collections without being looked at: commands answer as they
 * would if they were, whatever has become of the key meanwhile.
 */
class UnseenTest {
  private static final int FILLED = 1_500;
  private static final Int ZERO = new Int(0);
  private static final Int ONE = new Int(1);
  private static final Simple OK = new Simple("OK");

  @RegisterExtension static final TwoServers servers = new TwoServers();

  private RespClient client;
  private RespClient other;

  private enum Kind {
    SET("SADD", "SCARD", name -> List.of("m" + name)),
    HASH("HSET", "HLEN", name -> List.of("m" + name, "v")),
    ZSET("ZADD", "ZCARD", name -> List.of(String.valueOf(name), "m" + name));

    private final String add;
    private final String size;
    private final IntFunction<List<String>> element;

    Kind(String add, String size, IntFunction<List<String>> element) {
      this.add = add;
      this.size = size;
      this.element = element;
    }

    List<String> put(int... names) {
      return putAt("big", names);
    }

    List<String> putAt(String key, int... names) {
      var command = new ArrayList<>(List.of(add, key));
      IntStream.of(names).forEach(name -> command.addAll(element.apply(name)));
      return command;
    }
  }

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

  /** Makes a large collection, and lets the first instance know of it. */
  private void fill(Kind kind) {
    client.call(kind.put(IntStream.range(0, FILLED).toArray()));
    assertThat(client.call(kind.size, "big")).isEqualTo(new Int(FILLED));
  }

  /** How many batches so far have found new elements in this way. */
  private static long unseen() throws SQLException {
    try (Connection connection = servers.database().connect();
        Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery(
                "select coalesce(sum(n) filter (where created is not null), 0) from pgredis.worker")) {
      row.next();
      return row.getLong(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersHowManyAreNew(Kind kind) throws SQLException {
    fill(kind);
    long before = unseen();
    assertThat(client.call(kind.put(1, FILLED, FILLED, 2, FILLED + 1))).isEqualTo(new Int(2));
    assertThat(unseen()).as("batches that did not look").isGreaterThan(before);
    assertThat(client.call(kind.put(1, FILLED))).isEqualTo(ZERO);
    assertThat(
            client.pipeline(
                List.of(kind.put(FILLED + 2), kind.put(FILLED + 2), List.of(kind.size, "big"))))
        .containsExactly(ONE, ZERO, new Int(FILLED + 3));
    assertThat(other.call(kind.size, "big")).isEqualTo(new Int(FILLED + 3));
  }

  @ParameterizedTest
  @EnumSource
  void inTransactions(Kind kind) {
    fill(kind);
    client.call("MULTI");
    client.call(kind.put(FILLED, 3));
    client.call(kind.put(FILLED));
    assertThat(client.call("EXEC")).isEqualTo(Reply.array(ONE, ZERO));
    client.call("MULTI");
    client.call(kind.put(FILLED + 1));
    client.call(kind.size, "big");
    assertThat(client.call("EXEC")).isEqualTo(Reply.array(ONE, new Int(FILLED + 2)));
  }

  /** Each member is added by every client, and is new for one of them. */
  @ParameterizedTest
  @EnumSource
  void manyClientsOfTwoInstances(Kind kind) {
    fill(kind);
    int members = 300;
    List<Long> counts =
        Crowd.ask(
            20,
            servers.both(),
            (index, own) -> {
              long sum = 0;
              for (int i = 0; i < members; i++) {
                int name = FILLED + (i * 7 + index * 13) % members;
                sum += own.call(kind.put(name, index)).number();
              }
              return sum;
            });
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(members);
    assertThat(client.call(kind.size, "big")).isEqualTo(new Int(FILLED + members));
  }

  /** A few keys of a batch are gone through one by one; of many, all are looked at together. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5, 9})
  void severalKeysOfOneBatch(int keys) {
    for (Kind kind : Kind.values()) {
      var transaction = new ArrayList<List<String>>(List.of(List.of("MULTI")));
      for (int key = 0; key < keys; key++) {
        client.call(kind.putAt("big" + key, IntStream.range(0, FILLED).toArray()));
        client.call(kind.size, "big" + key);
        transaction.add(kind.putAt("big" + key, key, FILLED, FILLED + key));
      }
      transaction.add(kind.putAt("big0", FILLED, FILLED + 100));
      transaction.add(List.of("EXEC"));
      List<Reply> added = client.pipeline(transaction).getLast().items();
      assertThat(added.getFirst()).isEqualTo(ONE);
      assertThat(added.subList(1, keys)).containsOnly(new Int(2));
      assertThat(added.getLast()).isEqualTo(ONE);
      for (int key = 0; key < keys; key++) {
        assertThat(other.call(kind.size, "big" + key)).isEqualTo(new Int(FILLED + 2));
      }
      client.call("FLUSHALL");
    }
  }

  @Test
  void scoresMoveTheirMembers() {
    fill(Kind.ZSET);
    assertThat(client.call("ZADD", "big", "-1", "m1000", "2000", "m0", "700", "new"))
        .isEqualTo(ONE);
    assertThat(client.call("ZRANK", "big", "m1000")).isEqualTo(ZERO);
    assertThat(client.call("ZREVRANK", "big", "m0")).isEqualTo(ZERO);
    assertThat(client.call("ZCOUNT", "big", "-inf", "500")).isEqualTo(new Int(501));
    assertThat(client.call("ZCOUNT", "big", "500", "+inf")).isEqualTo(new Int(FILLED + 1 - 500));
    assertThat(client.call("ZRANGE", "big", "700", "702"))
        .isEqualTo(Reply.array(new Bulk("m700"), new Bulk("new"), new Bulk("m701")));
    assertThat(client.call("ZADD", "big", "CH", "701", "new")).isEqualTo(ONE);
  }

  @Test
  void fieldsGetTheirLastValue() {
    fill(Kind.HASH);
    assertThat(client.call("HSET", "big", "m1", "a", "new", "b", "m1", "c")).isEqualTo(ONE);
    assertThat(client.call("HMSET", "big", "m2", "d", "m3", "e")).isEqualTo(OK);
    assertThat(other.call("HMGET", "big", "m1", "new", "m2", "m3", "m4"))
        .isEqualTo(
            Reply.array(new Bulk("c"), new Bulk("b"), new Bulk("d"), new Bulk("e"), new Bulk("v")));
  }

  /** The first instance does not know yet what the second one has done to the key. */
  @ParameterizedTest
  @EnumSource
  void aKeyThatHasChangedMeanwhile(Kind kind) {
    fill(kind);
    other.call("DEL", "big");
    assertThat(client.call(kind.put(1))).isEqualTo(ONE);
    assertThat(client.call(kind.size, "big")).isEqualTo(ONE);
    other.call("DEL", "big");

    fill(kind);
    other.call("SET", "big", "string");
    assertThat(client.call(kind.put(1)).toString()).contains("WRONGTYPE");
    other.call("DEL", "big");

    fill(kind);
    other.call("PEXPIRE", "big", "1");
    while (other.call("EXISTS", "big").equals(ONE)) {
      Thread.onSpinWait();
    }
    assertThat(client.call(kind.put(1))).isEqualTo(ONE);
    assertThat(client.call("TTL", "big")).isEqualTo(new Int(-1));
    other.call("DEL", "big");

    fill(kind);
    other.call("EXPIRE", "big", "1000");
    assertThat(client.call(kind.put(1))).isEqualTo(ZERO);
    assertThat(client.call("TTL", "big").number()).isPositive();
    other.call("DEL", "big");

    fill(kind);
    other.call("RENAME", "big", "large");
    assertThat(client.call(kind.put(1))).isEqualTo(ONE);
    assertThat(client.call(kind.size, "large")).isEqualTo(new Int(FILLED));
    other.call("DEL", "big");

    fill(kind);
    other.call("FLUSHALL");
    assertThat(client.call(kind.put(1))).isEqualTo(ONE);
    assertThat(client.call("DBSIZE")).isEqualTo(ONE);
  }

  @Test
  void aFieldThatHasGotAnExpiryMeanwhile() {
    fill(Kind.HASH);
    other.call("HEXPIRE", "big", "1000", "FIELDS", "1", "m1");
    assertThat(client.call("HSET", "big", "m1", "v")).isEqualTo(ZERO);
    assertThat(client.call("HTTL", "big", "FIELDS", "1", "m1")).isEqualTo(Reply.array(new Int(-1)));
  }

  /** As in Redis: only what changes something is noticed by who watches. */
  @Test
  void whoWatchesNoticesChangesOnly() {
    for (Kind kind : List.of(Kind.SET, Kind.ZSET)) {
      fill(kind);
      other.call("WATCH", "big");
      assertThat(client.call(kind.put(1, 2))).isEqualTo(ZERO);
      assertThat(exec()).isEqualTo(Reply.array(OK));
      other.call("WATCH", "big");
      assertThat(client.call(kind.put(1, FILLED))).isEqualTo(ONE);
      assertThat(exec()).isEqualTo(Nil.ARRAY);
      client.call("DEL", "big");
    }
    fill(Kind.ZSET);
    other.call("WATCH", "big");
    assertThat(client.call("ZADD", "big", "5", "m1")).isEqualTo(ZERO);
    assertThat(exec()).isEqualTo(Nil.ARRAY);
    client.call("DEL", "big");
    fill(Kind.HASH);
    other.call("WATCH", "big");
    assertThat(client.call("HSET", "big", "m1", "v")).isEqualTo(ZERO);
    assertThat(exec()).isEqualTo(Nil.ARRAY);
  }

  private Reply exec() {
    other.call("MULTI");
    other.call("SET", "k", "v");
    return other.call("EXEC");
  }

  /** A command of more elements than fit looks at them. */
  @ParameterizedTest
  @EnumSource
  void veryManyAtOnce(Kind kind) {
    fill(kind);
    assertThat(client.call(kind.put(IntStream.range(500, 4_000).toArray())))
        .isEqualTo(new Int(4_000 - FILLED));
    assertThat(client.call(kind.size, "big")).isEqualTo(new Int(4_000));
  }

  /** The plan of a pipeline takes the database to be another one than it is. */
  @ParameterizedTest
  @EnumSource
  void whatThePlanDidNotKnow(Kind kind) {
    fill(kind);
    client.call("SET", "string", "x");
    client.sendAll(
        List.of(
            List.of("MULTI"),
            List.of("SELECT", "not a number"),
            List.of("EXEC"),
            kind.put(FILLED),
            List.of("SELECT", "1"),
            kind.put(1, 2),
            List.of("SELECT", "0"),
            kind.put(FILLED, FILLED + 1)));
    for (int i = 0; i < 3; i++) {
      client.read();
    }
    assertThat(client.read()).isEqualTo(ONE);
    assertThat(client.read()).isEqualTo(OK);
    assertThat(client.read()).isEqualTo(new Int(2));
    assertThat(client.read()).isEqualTo(OK);
    assertThat(client.read()).isEqualTo(ONE);
  }

  @Test
  void aSyntaxErrorFailsAlone() {
    fill(Kind.ZSET);
    List<Reply> replies =
        client.pipeline(
            List.of(
                List.of("ZADD", "big", "x", "m1"),
                List.of("ZADD", "big", "1", "new"),
                List.of("ZADD", "big", "nan", "m1"),
                List.of("ZADD", "big", "1", "m1", "2")));
    assertThat(replies.get(0).toString()).contains("ERR value is not a valid float");
    assertThat(replies.get(1)).isEqualTo(ONE);
    assertThat(replies.get(2).toString()).contains("ERR value is not a valid float");
    assertThat(replies.get(3).toString()).contains("ERR syntax error");
  }
}
