package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The plans of KEYS and SCAN: they are made once for all parameters, maybe while the table is still
 * empty, and must not depend on what it holds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyspacePlanTest {
  private static PlanDatabase database;

  @BeforeAll
  static void start() throws SQLException {
    database = new PlanDatabase();
  }

  @AfterAll
  static void stop() throws SQLException {
    database.close();
  }

  @Test
  @Order(1)
  void onAnEmptyTable() throws SQLException {
    assertPlans();
  }

  @Test
  @Order(2)
  void onAFullTable() throws SQLException {
    database.execute(
        """
        insert into key (keyspace, high, low, version, type, encoding, name, value)
        select 1, hashint8extended(n, 1) & 9223372036854775807, n, n, 1, 0,
               ('user:' || n)::bytea, 'v'::bytea
        from generate_series(1, 50000) n""");
    database.execute("analyze key");
    assertPlans();
  }

  @Test
  @Order(3)
  void onAnEmptiedTable() throws SQLException {
    database.execute("delete from key where ctid <> (select max(ctid) from key)");
    database.execute("vacuum analyze key");
    assertPlans();
  }

  private static void assertPlans() throws SQLException {
    assertThat(
            database.plan(
                KeyspaceQueries.WITH_PREFIX, "1, 'user:'::bytea, 'user;'::bytea, 0, 0, 1001"))
        .contains("key_name", ">= $2", "< $3")
        .doesNotContain("Seq Scan", "key_pkey");
    assertThat(database.plan(KeyspaceQueries.PAGE_END, "1, 0, 10"))
        .contains("key_pkey", "high >= $2");
    assertThat(database.plan(KeyspaceQueries.PAGE, "1, 0, 100000, 0"))
        .contains("key_pkey", "high < $3")
        .doesNotContain("Seq Scan");
  }
}
