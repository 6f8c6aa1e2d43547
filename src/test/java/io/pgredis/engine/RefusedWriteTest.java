package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What PostgreSQL refuses to write fails alone, whatever shares its batch. */
class RefusedWriteTest {
  private static final Simple OK = new Simple("OK");

  @RegisterExtension static final TwoServers servers = new TwoServers();

  @BeforeAll
  static void start() throws SQLException {
    try (Connection connection = servers.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create function refuse() returns trigger language plpgsql as $$
          begin
            if new.name like 'bad%'::bytea then
              raise exception 'this key is not wanted here';
            end if;
            if new.name like 'odd%'::bytea then
              raise warning 'this key is odd';
            end if;
            return new;
          end $$;
          create trigger refuse before insert or update on pgredis.key
          for each row execute function refuse();
          alter table pgredis.key add check (octet_length(value) < 100000)""");
    }
  }

  @Test
  void othersOfTheSamePipelineSucceedOnce() {
    try (RespClient client = servers.first().connect()) {
      var pipeline = new ArrayList<List<String>>();
      for (int i = 0; i < 50; i++) {
        pipeline.add(List.of("INCR", "good"));
      }
      pipeline.add(List.of("SET", "bad", "1"));
      for (int i = 0; i < 50; i++) {
        pipeline.add(List.of("INCR", "good"));
      }
      List<Reply> replies = client.pipeline(pipeline);
      for (int i = 0; i < 50; i++) {
        assertThat(replies.get(i)).isEqualTo(new Int(i + 1));
        assertThat(replies.get(i + 51)).isEqualTo(new Int(i + 51));
      }
      assertThat(replies.get(50))
          .isEqualTo(
              new Reply.Error(
                  "ERR PostgreSQL refused this command: ERROR: this key is not wanted here"));
      assertThat(client.call("GET", "good")).isEqualTo(new Bulk("100"));
      assertThat(client.call("EXISTS", "bad")).isEqualTo(new Int(0));
      assertThat(client.call("DBSIZE")).isEqualTo(new Int(1));
      assertThat(client.hasUnread()).isFalse();
    }
  }

  @Test
  void commandsCountOnceAndRefusedOnesAsFailed() {
    try (RespClient client = servers.first().connect()) {
      client.call("CONFIG", "RESETSTAT");
      client.pipeline(
          List.of(List.of("INCR", "good"), List.of("SET", "bad", "1"), List.of("INCR", "good")));
      assertThat(client.call("INFO", "commandstats").toString())
          .containsPattern("cmdstat_incr:calls=2,[^:]*failed_calls=0")
          .containsPattern("cmdstat_set:calls=1,[^:]*failed_calls=1");
    }
  }

  @Test
  void othersOfTheSameBatchSucceedOnce() {
    int each = 30;
    Crowd.run(
        30,
        servers.both(),
        (index, client) -> {
          for (int i = 1; i <= each; i++) {
            if (index % 10 == 0) {
              assertThat(client.call(i % 2 == 0 ? "SET" : "GETSET", "bad" + index, "" + i))
                  .isInstanceOf(Reply.Error.class);
            } else {
              String small = "s" + index;
              assertThat(
                      client.pipeline(
                          List.of(List.of("INCR", small), List.of("SET", "b" + index, "" + i))))
                  .containsExactly(new Int(i), OK);
              assertThat(client.call("INCR", "shared")).isInstanceOf(Int.class);
            }
          }
        });
    try (RespClient client = servers.second().connect()) {
      assertThat(client.call("GET", "shared")).isEqualTo(new Bulk("" + 27 * each));
      assertThat(client.call("DBSIZE")).isEqualTo(new Int(27 * 2 + 1));
    }
  }

  @Test
  void aWarningIsNoRefusal() {
    try (RespClient client = servers.first().connect()) {
      assertThat(client.call("SET", "odd", "1")).isEqualTo(OK);
      assertThat(client.call("INCR", "odd")).isEqualTo(new Int(2));
    }
  }

  @Test
  void aTransactionIsRefusedAsAWhole() {
    try (RespClient client = servers.first().connect()) {
      List<Reply> replies =
          client.pipeline(
              List.of(
                  List.of("SET", "a", "1"),
                  List.of("MULTI"),
                  List.of("INCR", "a"),
                  List.of("SET", "bad", "1"),
                  List.of("EXEC"),
                  List.of("INCR", "a"),
                  List.of("MULTI"),
                  List.of("INCR", "a"),
                  List.of("EXEC")));
      assertThat(replies.get(0)).isEqualTo(OK);
      assertThat(replies.get(4)).isInstanceOf(Reply.Error.class);
      assertThat(replies.get(5)).as("nothing of the transaction stayed").isEqualTo(new Int(2));
      assertThat(replies.get(8).items()).containsExactly(new Int(3));
    }
  }

  @Test
  void aValueOverALimitOfTheTableIsRefused() {
    try (RespClient client = servers.first().connect()) {
      List<Reply> replies =
          client.pipeline(
              List.of(
                  List.of("SET", "small", "1"),
                  List.of("SET", "large", "x".repeat(100_000)),
                  List.of("SET", "larger", "x".repeat(3_000_000)),
                  List.of("APPEND", "small", "y".repeat(100_000)),
                  List.of("INCR", "small")));
      assertThat(replies.get(0)).isEqualTo(OK);
      assertThat(replies.subList(1, 4)).allMatch(Reply::isError);
      assertThat(replies.get(4)).isEqualTo(new Int(2));
    }
  }
}
