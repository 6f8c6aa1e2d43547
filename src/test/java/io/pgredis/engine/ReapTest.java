package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of collections that are gone are removed in the background, by whoever is there. */
class ReapTest {
  private static final int ELEMENTS = 2 * Housekeeper.REAPED_ROWS + 1;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The rows of all types. */
  private static final String ROWS =
      """
      select (select count(*) from hash) + (select count(*) from set_member)
             + (select count(*) from list_chunk) + (select count(*) from zset)
             + (select count(*) from zset_block)""";

  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestPostgres.newDatabase();
  }

  @AfterEach
  void drop() {
    TestPostgres.drop(database);
  }

  @Test
  void afterDelAndFlush() {
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect()) {
      fill(client, "");
      client.call("DEL", "hash", "set");
      client.call("SET", "list", "overwritten");
      client.call("PEXPIRE", "zset", "1");
      awaitNothing();
      client.call("DEL", "list");
      fill(client, "");
      assertThat(count(ROWS)).isGreaterThan(ELEMENTS);
      client.call("FLUSHDB");
      awaitNothing();
      assertThat(count("select count(*) from key")).isZero();
    }
  }

  @Test
  void byTheNextInstance() {
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect()) {
      fill(client, "");
      fill(client, "kept-");
      client.call("DEL", "hash", "set", "list", "zset");
    }
    try (TestServer next = TestServer.start(database);
        RespClient client = next.connect()) {
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(count("select count(*) from graveyard")).isZero());
      assertThat(client.call("HLEN", "kept-hash").toString()).contains("" + ELEMENTS);
      assertThat(count("select count(*) from hash")).isEqualTo(ELEMENTS);
      assertThat(count("select count(*) from set_member")).isEqualTo(ELEMENTS);
      assertThat(count("select count(*) from zset")).isEqualTo(ELEMENTS);
      assertThat(count("select sum(count) from list_chunk")).isEqualTo(ELEMENTS);
    }
  }

  private static void fill(RespClient client, String prefix) {
    List<String> hash = new ArrayList<>(List.of("HSET", prefix + "hash"));
    List<String> set = new ArrayList<>(List.of("SADD", prefix + "set"));
    List<String> list = new ArrayList<>(List.of("RPUSH", prefix + "list"));
    List<String> zset = new ArrayList<>(List.of("ZADD", prefix + "zset"));
    for (int i = 0; i < ELEMENTS; i++) {
      hash.addAll(List.of("f" + i, "v"));
      set.add("m" + i);
      list.add("e" + i);
      zset.addAll(List.of("" + i, "m" + i));
    }
    for (List<String> command : List.of(hash, set, list, zset)) {
      assertThat(client.call(command).isError()).isFalse();
    }
  }

  private void awaitNothing() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(count(ROWS)).isZero();
              assertThat(count("select count(*) from graveyard")).isZero();
            });
  }

  private long count(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = pgredis");
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
