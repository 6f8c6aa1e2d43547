package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    database = TestPostgres.newDatabase();
    TestServer.start(database).close();
    connection = database.connect();
    execute("set search_path = pgredis");
    execute(Database.sessionSettings());
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    TestPostgres.drop(database);
  }

  @Test
  @Order(1)
  void onAnEmptyTable() throws SQLException {
    assertPlans();
  }

  @Test
  @Order(2)
  void onAFullTable() throws SQLException {
    execute(
        """
        insert into key (keyspace, high, low, version, type, encoding, name, value)
        select 1, hashint8extended(n, 1) & 9223372036854775807, n, n, 1, 0,
               ('user:' || n)::bytea, 'v'::bytea
        from generate_series(1, 50000) n""");
    execute("analyze key");
    assertPlans();
  }

  @Test
  @Order(3)
  void onAnEmptiedTable() throws SQLException {
    execute("delete from key where ctid <> (select max(ctid) from key)");
    execute("vacuum analyze key");
    assertPlans();
  }

  private static void assertPlans() throws SQLException {
    assertThat(plan(KeyspaceQueries.WITH_PREFIX, "1, 'user:'::bytea, 'user;'::bytea, 0, 0, 1001"))
        .contains("key_name", ">= $2", "< $3")
        .doesNotContain("Seq Scan", "key_pkey");
    assertThat(plan(KeyspaceQueries.PAGE_END, "1, 0, 10")).contains("key_pkey", "high >= $2");
    assertThat(plan(KeyspaceQueries.PAGE, "1, 0, 100000, 0"))
        .contains("key_pkey", "high < $3")
        .doesNotContain("Seq Scan");
  }

  private static String plan(String sql, String arguments) throws SQLException {
    String text = sql;
    int parameter = 1;
    while (text.contains("?")) {
      text = text.replaceFirst("\\?", "\\$" + parameter++);
    }
    execute("prepare planned as " + text);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("explain execute planned(" + arguments + ")")) {
      Stream.Builder<String> lines = Stream.builder();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines.build().collect(Collectors.joining("\n"));
    } finally {
      execute("deallocate planned");
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
