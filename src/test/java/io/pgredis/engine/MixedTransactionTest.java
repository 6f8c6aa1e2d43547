package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that write keys, look at the whole keyspace and write again. */
class MixedTransactionTest {
  private static final Simple OK = new Simple("OK");

  private final TestDatabase database = TestPostgres.newDatabase();
  private TestServer server;
  private RespClient client;

  @BeforeEach
  void start() {
    server = TestServer.start(database);
    client = server.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    TestPostgres.drop(database);
  }

  @Test
  void overwritesAnExistingKeyAfterLookingAtTheKeyspace() {
    client.call("SET", "b", "old");
    assertThat(
            exec(
                List.of("SET", "a", "1"),
                List.of("DBSIZE"),
                List.of("SET", "b", "new"),
                List.of("KEYS", "b")))
        .containsExactly(OK, new Int(2), OK, Reply.array(new Bulk("b")));
    assertThat(client.call("MGET", "a", "b"))
        .isEqualTo(Reply.array(new Bulk("1"), new Bulk("new")));
    assertThat(client.call("DBSIZE")).isEqualTo(new Int(2));
  }

  @Test
  void deletesAndCreatesAroundAFlush() {
    client.call("SET", "a", "old");
    assertThat(
            exec(
                List.of("SET", "a", "1"),
                List.of("DEL", "a"),
                List.of("DBSIZE"),
                List.of("INCR", "a"),
                List.of("FLUSHDB"),
                List.of("EXISTS", "a"),
                List.of("INCR", "a"),
                List.of("DBSIZE"),
                List.of("SWAPDB", "0", "1"),
                List.of("EXISTS", "a"),
                List.of("SELECT", "1"),
                List.of("INCR", "a")))
        .containsExactly(
            OK,
            new Int(1),
            new Int(0),
            new Int(1),
            OK,
            new Int(0),
            new Int(1),
            new Int(1),
            OK,
            new Int(0),
            OK,
            new Int(2));
    assertThat(client.call("GET", "a")).isEqualTo(new Bulk("2"));
    assertThat(client.call("DBSIZE")).isEqualTo(new Int(1));
    assertThat(client.call("SELECT", "0")).isEqualTo(OK);
    assertThat(client.call("DBSIZE")).isEqualTo(new Int(0));
  }

  @Test
  void expiredKeysDoNotComeBack() throws InterruptedException {
    client.call("SET", "gone", "1", "PX", "30");
    client.call("SET", "stays", "1", "PX", "100000");
    Thread.sleep(60);
    assertThat(
            exec(
                List.of("INCR", "other"),
                List.of("EXISTS", "gone", "stays"),
                List.of("KEYS", "*"),
                List.of("SET", "gone", "2", "KEEPTTL"),
                List.of("TTL", "gone"),
                List.of("PERSIST", "stays")))
        .startsWith(new Int(1), new Int(1))
        .endsWith(OK, new Int(-1), new Int(1));
    assertThat(client.call("DBSIZE")).isEqualTo(new Int(3));
  }

  private List<Reply> exec(List<?>... commands) {
    var pipeline = new ArrayList<List<String>>();
    pipeline.add(List.of("MULTI"));
    for (List<?> command : commands) {
      pipeline.add(command.stream().map(String.class::cast).toList());
    }
    pipeline.add(List.of("EXEC"));
    return client.pipeline(pipeline).getLast().items();
  }
}
