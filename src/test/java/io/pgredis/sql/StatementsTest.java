package io.pgredis.sql;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The statements that a server has really prepared on its connections, as PostgreSQL tells them:
 * each uses an index, whether its plan was made when the tables were empty, full or emptied, and
 * counters are updated in place.
 */
class StatementsTest {
  private static final int ROWS = 100_000;

  /** PostgreSQL 14 shows statistics of half a second ago. */
  private static final int COLLECTED_SECONDS = 1;

  /** The server's, that is. */
  private static final String BACKENDS =
      """
      select count(*) from pg_stat_activity
      where datname = current_database() and application_name = 'pgredis'""";

  private final TestDatabase database = TestPostgres.newDatabase();
  private TestServer server;
  private Connection admin;

  @BeforeEach
  void start() throws SQLException {
    server = TestServer.start(database);
    admin = database.connect();
    execute("set search_path = pgredis");
  }

  @AfterEach
  void stop() throws SQLException {
    admin.close();
    server.close();
    TestPostgres.drop(database);
  }

  @Test
  void plansMadeOnEmptyTablesUseIndexes() throws SQLException {
    exercise();
    fill();
    assertPlans();
    assertNoScanOfTheWholeTable();
  }

  @Test
  void plansMadeOnFullTablesUseIndexes() throws SQLException {
    fill();
    execute("analyze");
    exercise();
    assertPlans();
    assertNoScanOfTheWholeTable();
  }

  /** What FLUSHALL leaves behind: a table of many blocks, but next to no rows. */
  @Test
  void plansMadeOnEmptiedTablesUseIndexes() throws SQLException {
    fill();
    execute("set enable_seqscan = off"); // statistics tell later what was scanned
    execute("delete from key where keyspace > 0");
    execute("vacuum analyze");
    exercise();
    assertPlans();
    fill();
    assertNoScanOfTheWholeTable();
  }

  @Test
  void countersAreUpdatedInPlace() throws SQLException {
    int keys = 200;
    Crowd.run(
        20,
        List.of(server),
        (index, client) -> {
          for (int round = 0; round < 20; round++) {
            var pipeline = new ArrayList<List<String>>();
            for (int key = 0; key < keys; key += 4) {
              pipeline.add(List.of("INCR", "counter" + (key + index) % keys));
              pipeline.add(
                  List.of("SET", "blind" + (key + round) % keys, "" + round, "EX", "1000"));
              pipeline.add(List.of("SET", "sight" + (key + round) % keys, "" + round));
            }
            client.pipeline(pipeline);
          }
        });
    awaitStatistics();
    patiently()
        .untilAsserted(
            () -> {
              long updates = statistic("n_tup_upd");
              assertThat(updates).isGreaterThan(5_000);
              assertThat(statistic("n_tup_hot_upd") / (double) updates)
                  .as("share of updates that are heap-only")
                  .isGreaterThan(0.75);
            });
  }

  /** Every kind of statement, on every kind of worker; then many on several connections. */
  private void exercise() {
    try (RespClient client = server.connect()) {
      for (List<String> command : commands()) {
        Reply reply = client.call(command);
        assertThat(reply.isError()).as("%s: %s", command, reply).isFalse();
      }
    }
    Crowd.run(
        16,
        List.of(server),
        (index, client) -> {
          for (int i = 0; i < 20; i++) {
            client.pipeline(
                List.of(
                    List.of("SET", "many" + index, "1"),
                    List.of("INCR", "many" + index),
                    List.of("EXPIRE", "many" + index, "1000"),
                    List.of("DEL", "many" + index)));
            client.call("GET", "many" + index);
            client.call("SET", "blind" + index, "1");
          }
        });
  }

  private static List<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (String line :
          List.of(
              "SET blind 1",
              "SET sight 1 EX 1000",
              "MSET blind 2 sight 2 other 2",
              "GET blind",
              "MGET blind other none",
              "INCR counter",
              "EXPIRE counter 1000",
              "PERSIST counter",
              "APPEND other x",
              "RENAME other renamed",
              "COPY renamed copied REPLACE",
              "DEL renamed copied",
              "WATCH none",
              "UNWATCH",
              "KEYS none*",
              "SCAN 0 COUNT 10",
              "SCAN 0 MATCH user:1* COUNT 10",
              "RANDOMKEY",
              "DBSIZE",
              "SELECT 5",
              "SET there 1",
              "FLUSHDB",
              "SWAPDB 5 6",
              "MULTI",
              "GET there",
              "SELECT 0",
              "GET blind",
              "EXEC",
              "SELECT 0")) {
        commands.add(List.of(line.split(" ")));
      }
      commands.add(List.of("SET", "long", "x".repeat(70_000)));
      commands.add(List.of("GET", "long"));
      commands.add(List.of("GETSET", "longer", "x".repeat(Limits.ARRAY_VALUE_BYTES + 1)));
      commands.add(List.of("GETSET", "longer", "y".repeat(Limits.ARRAY_VALUE_BYTES + 1)));
      commands.add(List.of("DEL", "longer"));
    }
    return commands;
  }

  private void fill() throws SQLException {
    execute(
        """
        insert into key (keyspace, high, low, version, type, encoding, name, value)
        select (select keyspace from database where number = 0),
               hashint8extended(n, 1) & 9223372036854775807, n, n, 1, 0,
               ('user:' || n)::bytea, 'v'::bytea
        from generate_series(1, %d) n"""
            .formatted(ROWS));
  }

  private void assertPlans() throws SQLException {
    Map<String, String> plans = plans();
    assertThat(plans).as("statements on the table of keys").hasSizeGreaterThan(12);
    assertThat(plans)
        .allSatisfy(
            (sql, plan) ->
                assertThat(plan)
                    .as(sql)
                    .doesNotContain("Seq Scan on key ", "Seq Scan on pgredis.key ")
                    .containsPattern(
                        sql.contains("substring(name")
                            ? "Index Scan.* key_name|Tid Range Scan on key"
                            : "key_pkey|key_marker|Tid Range Scan on key|Insert on key"));
    assertThat(plans)
        .allSatisfy(
            (sql, plan) ->
                assertThat(plan)
                    .as(sql)
                    .containsPattern(
                        sql.matches("(?s).*(, \\w\\.low\\) = |t\\.high = any).*")
                            ? "Index Cond: .*high"
                            : ""));
    assertThat(plans.keySet())
        .as("what matters most is among them")
        .anyMatch(
            sql ->
                sql.contains(
                    server.database().looksUpArrays()
                        ? "t.high = any ("
                        : "(t.high, t.low) = (k.high, k.low)"))
        .anyMatch(sql -> sql.contains("with ordinality"))
        .anyMatch(sql -> sql.startsWith("insert into key"))
        .anyMatch(sql -> sql.contains("update key"))
        .anyMatch(sql -> sql.contains("delete from key"))
        .anyMatch(sql -> sql.contains("substring(name"));
  }

  /** The plan of every prepared statement on the table of keys, over all connections. */
  private Map<String, String> plans() throws SQLException {
    List<Connection> all = new ArrayList<>();
    Map<String, String> plans = new TreeMap<>();
    try {
      for (int i = 0; i < TestServer.POOL; i++) {
        all.add(server.database().connection());
      }
      for (Connection connection : all) {
        plans.putAll(plans(connection));
      }
    } finally {
      all.forEach(connection -> server.database().release(connection, false));
    }
    return plans;
  }

  private static Map<String, String> plans(Connection connection) throws SQLException {
    Map<String, String> plans = new TreeMap<>();
    Map<String, String> statements = new TreeMap<>();
    try (Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery(
                """
                select format('explain execute %I', name)
                       || case when cardinality(parameter_types) > 0
                               then format('(%s)', array_to_string(array_fill('null'::text,
                                             array[cardinality(parameter_types)]), ', '))
                               else '' end,
                       statement
                from pg_prepared_statements
                where statement ~* '^\\s*(select|insert|update|delete|with)'
                  and statement ~* '(from|into|update|join) key\\M'""")) {
      while (rows.next()) {
        statements.put(rows.getString(1), rows.getString(2).strip());
      }
    }
    for (Map.Entry<String, String> statement : statements.entrySet()) {
      try (Statement explain = connection.createStatement();
          ResultSet rows = explain.executeQuery(statement.getKey())) {
        var plan = new StringBuilder();
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
        plans.put(statement.getValue(), plan.toString());
      }
    }
    return plans;
  }

  /** What is inside of functions shows in no plan, but in the statistics. */
  private void assertNoScanOfTheWholeTable() throws SQLException {
    Crowd.run(
        8,
        List.of(server),
        (index, client) -> {
          for (int i = 0; i < 50; i++) {
            client.call("SET", "user:" + index, "1");
            client.call("INCR", "user:" + index);
            client.call("GET", "user:" + i);
          }
        });
    awaitStatistics();
    patiently().untilAsserted(() -> assertThat(statistic("idx_scan")).isGreaterThan(500));
    assertThat(statistic("seq_tup_read")).as("rows read by sequential scans").isLessThan(ROWS / 10);
  }

  /** A backend hands in all that it has counted as it ends. */
  private void awaitStatistics() throws SQLException {
    server.close();
    patiently().until(() -> database.count(BACKENDS) == 0);
    try (Statement statement = admin.createStatement()) {
      statement.execute("select pg_sleep(%d)".formatted(COLLECTED_SECONDS));
    }
  }

  private long statistic(String column) throws SQLException {
    try (Statement select = admin.createStatement();
        ResultSet row =
            select.executeQuery(
                "select %s from pg_stat_user_tables where schemaname = 'pgredis' and relname = 'key'"
                    .formatted(column))) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }
}
