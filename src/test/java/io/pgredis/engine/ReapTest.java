package io.pgredis.engine;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of collections that are gone are removed in the background, by whoever is there. */
class ReapTest {
  private static final int ELEMENTS = 2 * Housekeeper.REAPED_ROWS + 1;

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
      LargeCollections.fill(client, "", ELEMENTS);
      client.call("DEL", "hash", "set");
      client.call("SET", "list", "overwritten");
      client.call("PEXPIRE", "zset", "1");
      awaitNothing();
      client.call("DEL", "list");
      LargeCollections.fill(client, "", ELEMENTS);
      assertThat(database.count(ROWS)).isGreaterThan(ELEMENTS);
      client.call("FLUSHDB");
      awaitNothing();
      assertThat(database.count("select count(*) from key")).isZero();
    }
  }

  @Test
  void byTheNextInstance() {
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect()) {
      LargeCollections.fill(client, "", ELEMENTS);
      LargeCollections.fill(client, "kept-", ELEMENTS);
      client.call("DEL", "hash", "set", "list", "zset");
    }
    try (TestServer next = TestServer.start(database);
        RespClient client = next.connect()) {
      patiently()
          .untilAsserted(
              () -> assertThat(database.count("select count(*) from graveyard")).isZero());
      assertThat(client.call("HLEN", "kept-hash").toString()).contains("" + ELEMENTS);
      assertThat(database.count("select count(*) from hash")).isEqualTo(ELEMENTS);
      assertThat(database.count("select count(*) from set_member")).isEqualTo(ELEMENTS);
      assertThat(database.count("select count(*) from zset")).isEqualTo(ELEMENTS);
      assertThat(database.count("select sum(count) from list_chunk")).isEqualTo(ELEMENTS);
    }
  }

  private void awaitNothing() {
    patiently()
        .untilAsserted(
            () -> {
              assertThat(database.count(ROWS)).isZero();
              assertThat(database.count("select count(*) from graveyard")).isZero();
            });
  }
}
