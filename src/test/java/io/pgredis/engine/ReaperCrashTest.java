package io.pgredis.engine;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.cli.Main;
import io.pgredis.testing.ChildJvm;
import io.pgredis.testing.Patience;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} while rows of dead collections are being removed: the next instance goes on, and
 * takes nothing that lives.
 */
@Tag("full")
class ReaperCrashTest {
  private static final int ROUNDS = 6;
  private static final int ELEMENTS = 30 * Housekeeper.REAPED_ROWS;
  private static final int LONGEST_LIFE_MILLIS = 600;
  private static final List<String> TABLES = List.of("hash", "set_member", "list_chunk", "zset");

  private final long seed = Long.getLong("pgredis.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private TestDatabase database;

  @BeforeEach
  void create() {
    System.out.println("seed " + seed);
    database = TestPostgres.newDatabase();
  }

  @AfterEach
  void drop() {
    TestPostgres.drop(database);
  }

  @Test
  void theNextInstanceGoesOn() throws InterruptedException {
    int cutShort = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (ChildJvm pgredis = start();
          RespClient client = connect(pgredis)) {
        if (round == 0) {
          LargeCollections.fill(client, "kept-", Housekeeper.REAPED_ROWS);
        }
        client.call("DEL", "doomed-zset");
        LargeCollections.fill(client, "doomed-", ELEMENTS);
        if (round % 2 == 0) {
          client.call("DEL", "doomed-hash", "doomed-set", "doomed-list", "doomed-zset");
        } else {
          client.call("COPY", "kept-hash", "doomed-hash", "REPLACE");
          client.call("RENAME", "doomed-set", "doomed-list");
          client.call("SET", "doomed-zset", "a string");
          client.call("DEL", "doomed-hash", "doomed-list");
        }
        // At once in the first round, so that at least one is cut short on any machine.
        Thread.sleep(round == 0 ? 0 : random.nextInt(LONGEST_LIFE_MILLIS));
        pgredis.kill();
        pgredis.awaitExit();
      }
      cutShort += database.count("select count(*) from graveyard") > 0 ? 1 : 0;
    }
    System.out.println(cutShort + " of " + ROUNDS + " were killed before they had removed all");
    assertThat(cutShort).isPositive();
    try (ChildJvm pgredis = start();
        RespClient client = connect(pgredis)) {
      patiently()
          .atMost(Patience.LONGEST.multipliedBy(ROUNDS))
          .untilAsserted(
              () -> assertThat(database.count("select count(*) from graveyard")).isZero());
      assertThat(client.call("GET", "doomed-zset").toString()).contains("a string");
      assertThat(client.call("DBSIZE").toString()).contains("5");
      for (String table : TABLES) {
        String rows = table.equals("list_chunk") ? "coalesce(sum(count), 0)" : "count(*)";
        assertThat(database.count("select %s from %s".formatted(rows, table)))
            .as(table)
            .isEqualTo(Housekeeper.REAPED_ROWS);
      }
      assertThat(database.count("select sum(count) from zset_block"))
          .isEqualTo(Housekeeper.REAPED_ROWS);
    }
  }

  private ChildJvm start() {
    return ChildJvm.start(
        Map.of("DATABASE_URL", database.url()), Main.class, "server", "--port", "0");
  }

  private static RespClient connect(ChildJvm pgredis) {
    int port = Integer.parseInt(pgredis.await("is ready at 127\\.0\\.0\\.1:(\\d+)"));
    return RespClient.connect("127.0.0.1", port);
  }
}
