package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.keyspace.UnitOfWork;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A read of a large collection is set aside as it runs, and nothing of its pipeline is lost. */
class LongReadTest {
  private static final int FIELDS = UnitOfWork.LONG_READ_ELEMENTS + 1;

  private static TestDatabase database;
  private static TestServer server;

  @BeforeAll
  static void start() {
    database = TestPostgres.newDatabase();
    server = TestServer.start(database);
    try (RespClient client = server.connect()) {
      List<String> command = new ArrayList<>(List.of("HSET", "large"));
      for (int i = 0; i < FIELDS; i++) {
        command.add("field" + i);
        command.add("value" + i);
      }
      assertThat(client.call(command)).isEqualTo(new Reply.Int(FIELDS));
      client.call("SET", "string", "s");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    TestPostgres.drop(database);
  }

  @Test
  void amongOtherCommandsOfAPipeline() {
    try (RespClient client = server.connect()) {
      List<Reply> replies =
          client.pipeline(
              List.of(
                  List.of("GET", "string"),
                  List.of("HGETALL", "large"),
                  List.of("PING"),
                  List.of("HKEYS", "large"),
                  List.of("HGET", "large", "field7"),
                  List.of("SET", "string", "t"),
                  List.of("HVALS", "large"),
                  List.of("GET", "string")));
      assertThat(replies.get(0)).isEqualTo(new Reply.Bulk("s"));
      assertThat(size(replies.get(1))).isEqualTo(2 * FIELDS);
      assertThat(replies.get(2)).isEqualTo(new Reply.Simple("PONG"));
      assertThat(size(replies.get(3))).isEqualTo(FIELDS);
      assertThat(replies.get(4)).isEqualTo(new Reply.Bulk("value7"));
      assertThat(size(replies.get(6))).isEqualTo(FIELDS);
      assertThat(replies.get(7)).isEqualTo(new Reply.Bulk("t"));
      client.call("SET", "string", "s");
    }
  }

  @Test
  void insideATransaction() {
    try (RespClient client = server.connect()) {
      client.call("MULTI");
      client.call("HGETALL", "large");
      client.call("GET", "string");
      List<Reply> replies = client.call("EXEC").items();
      assertThat(size(replies.getFirst())).isEqualTo(2 * FIELDS);
      client.call("MULTI");
      client.call("SET", "other", "1");
      client.call("HGETALL", "large");
      replies = client.call("EXEC").items();
      assertThat(size(replies.getLast())).isEqualTo(2 * FIELDS);
    }
  }

  private static int size(Reply reply) {
    return reply.items().size();
  }
}
