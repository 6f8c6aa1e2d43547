package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The generic plans of the statements on spread lists: what looks at a part of a list finds its
 * rows by the index, and what moves rows does so in their order; whether the table is empty or full
 * when the plan is made.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ListPlanTest {
  private static final String BY_POSITION = "list_chunk_pkey on list_chunk";

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
        insert into list_chunk (id, first, count, items)
        select n / 5000, n % 5000 * 10, 10, array_fill('element'::bytea, array[10])
        from generate_series(1, 20000) n""");
    execute("analyze list_chunk");
    assertPlans();
  }

  @Test
  @Order(4)
  void onAnEmptiedTable() throws SQLException {
    execute("delete from list_chunk where ctid <> (select max(ctid) from list_chunk)");
    execute("vacuum analyze list_chunk");
    assertPlans();
  }

  private static void assertPlans() throws SQLException {
    for (String sql : List.of(ListRows.LOAD, PlannedListRows.TEXT)) {
      assertThat(plan(sql))
          .as(sql)
          .containsPattern(
              BY_POSITION + " l.*\n *Index Cond: .*id = .*first (<|>=) .*first (<|>=) ")
          .containsPattern(
              "Backward using " + BY_POSITION + " b.*\n *Index Cond: .*id = .*first <= ")
          .doesNotContain("Seq Scan");
    }
    for (String sql : List.of(ListRows.FIND, ListRows.FIND_BACKWARDS)) {
      // Nothing is sorted but the matches within a row.
      assertThat(plan(sql))
          .as(sql)
          .containsPattern(
              "Limit\n *-> *Nested Loop\n *-> *Subquery Scan on c|"
                  + "Limit\n *-> *Nested Loop\n *-> *Index Scan ")
          .containsPattern(
              BY_POSITION + " l.*\n *Index Cond: .*id = .*first (<|>=) .*first (<|>=) ")
          .doesNotContain("Seq Scan", "Incremental Sort");
    }
    assertThat(plan(ListChanges.DELETE))
        .containsPattern(BY_POSITION + " c.*\n *Index Cond: .*id = .*first = ");
    assertThat(plan(ListChanges.UPDATE))
        .containsPattern(BY_POSITION + " c.*\n *Index Cond: .*id = .*first = ");
    assertThat(plan(ListChanges.DELETE_RANGE))
        .containsPattern(BY_POSITION + " c.*\n *Index Cond: .*id = .*first (<|>=) .*first (<|>=) ");
    assertThat(plan(ListRows.COPY)).containsPattern("Index Cond: \\(.*id = ");
  }

  /** Rows that move are taken in order, so that none meets one that has yet to move. */
  @Test
  @Order(3)
  void rowsMoveInOrder() throws SQLException {
    for (String sql :
        List.of(
            ListRows.SHIFT_UP,
            ListRows.SHIFT_DOWN,
            ListRows.REMOVE_AND_SHIFT_UP,
            ListRows.REMOVE_AND_SHIFT_DOWN)) {
      String plan = plan(sql);
      assertThat(plan)
          .as(sql)
          .containsPattern("Nested Loop\n *-> *Subquery Scan on o\n")
          .doesNotContain("Seq Scan");
    }
    assertThat(plan(ListRows.SHIFT_UP)).contains("Scan Backward using list_chunk_pkey");
  }

  private static String plan(String sql) throws SQLException {
    String text = sql;
    int parameters = 0;
    while (text.contains("?")) {
      text = text.replaceFirst("\\?", "\\$" + ++parameters);
    }
    execute("prepare planned as " + text);
    String arguments = String.join(", ", Collections.nCopies(parameters, "null"));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("explain (costs off) execute planned(" + arguments + ")")) {
      StringJoiner lines = new StringJoiner("\n");
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines.toString();
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
