package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
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
        insert into list_chunk (id, first, count, items)
        select n / 5000, n % 5000 * 10, 10, array_fill('element'::bytea, array[10])
        from generate_series(1, 20000) n""");
    database.execute("analyze list_chunk");
    assertPlans();
  }

  @Test
  @Order(4)
  void onAnEmptiedTable() throws SQLException {
    database.execute("delete from list_chunk where ctid <> (select max(ctid) from list_chunk)");
    database.execute("vacuum analyze list_chunk");
    assertPlans();
  }

  private static void assertPlans() throws SQLException {
    for (String sql : List.of(ListRows.LOAD, PlannedListRows.TEXT)) {
      assertThat(database.plan(sql))
          .as(sql)
          .containsPattern(
              BY_POSITION + " l.*\n *Index Cond: .*id = .*first (<|>=) .*first (<|>=) ")
          .containsPattern(
              "Backward using " + BY_POSITION + " b.*\n *Index Cond: .*id = .*first <= ")
          .doesNotContain("Seq Scan");
    }
    for (String sql : List.of(ListRows.FIND, ListRows.FIND_BACKWARDS)) {
      // Nothing is sorted but the matches within a row.
      assertThat(database.plan(sql))
          .as(sql)
          .containsPattern(
              "Limit\n *-> *Nested Loop\n *-> *Subquery Scan on c|"
                  + "Limit\n *-> *Nested Loop\n *-> *Index Scan ")
          .containsPattern(
              BY_POSITION + " l.*\n *Index Cond: .*id = .*first (<|>=) .*first (<|>=) ")
          .doesNotContain("Seq Scan", "Incremental Sort");
    }
    assertThat(database.plan(ListChanges.DELETE))
        .containsPattern(BY_POSITION + " c.*\n *Index Cond: .*id = .*first = ");
    assertThat(database.plan(ListChanges.UPDATE))
        .containsPattern(BY_POSITION + " c.*\n *Index Cond: .*id = .*first = ");
    assertThat(database.plan(ListChanges.DELETE_RANGE))
        .containsPattern(BY_POSITION + " c.*\n *Index Cond: .*id = .*first (<|>=) .*first (<|>=) ");
    assertThat(database.plan(ListRows.COPY)).containsPattern("Index Cond: \\(.*id = ");
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
      String plan = database.plan(sql);
      assertThat(plan)
          .as(sql)
          .containsPattern("Nested Loop\n *-> *Subquery Scan on o\n")
          .doesNotContain("Seq Scan");
    }
    assertThat(database.plan(ListRows.SHIFT_UP)).contains("Scan Backward using list_chunk_pkey");
  }
}
