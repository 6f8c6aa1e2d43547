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
 * The generic plans of the statements on the elements of spread hashes, sets and sorted sets: each
 * goes by the primary key and sorts nothing, whatever the statistics were when it was made.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SpreadPlanTest {
  private static final int ROWS = 50_000;

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
  void onEmptyTables() throws SQLException {
    assertPlans();
  }

  @Test
  @Order(2)
  void onFullTables() throws SQLException {
    fill("hash", "id, high, low, field, value", ", 'v'::bytea");
    fill("set_member", "id, high, low, member", "");
    fill("zset", "id, high, low, member, score", ", n");
    database.execute(
        """
        insert into zset_blocks (id, score, prefix, count, counts, scores, prefixes)
        select n / 50, n, 'name'::bytea, 500, array[500], array[n], array['name'::bytea]
        from generate_series(1, 5000) n""");
    database.execute("analyze hash, set_member, zset, zset_blocks");
    assertPlans();
  }

  /** What FLUSHALL leaves behind: tables with many blocks, but next to no rows. */
  @Test
  @Order(3)
  void onEmptiedTables() throws SQLException {
    for (String table : List.of("hash", "set_member", "zset", "zset_blocks")) {
      database.execute("delete from %s where id <> 7".formatted(table));
      database.execute(
          "delete from %s where ctid <> (select max(ctid) from %s)".formatted(table, table));
      database.execute("vacuum analyze " + table);
    }
    assertPlans();
  }

  private static void fill(String table, String columns, String more) throws SQLException {
    database.execute(
        """
        insert into %s (%s)
        select n / 1000, hashint8extended(n, 1) & 9223372036854775807, n, ('name:' || n)::bytea%s
        from generate_series(1, %d) n"""
            .formatted(table, columns, more, ROWS));
  }

  private static void assertPlans() throws SQLException {
    assertPlans(HashTable.INSTANCE, "hash");
    assertPlans(SetTable.INSTANCE, "set_member");
    assertPlans(SortedSetTable.INSTANCE, "zset");
    assertPlansOfOrder();
    assertPlansOfExpiry();
    assertPlansWithinFunctions();
    assertPlansOfPuttingUnseen();
  }

  /** The functions that put elements into collections unseen. */
  private static void assertPlansOfPuttingUnseen() throws SQLException {
    List<String> plans =
        database.nestedPlans(
            List.of(
                "insert into worker (id) values (9000002)",
                key(9000002, 3, ""),
                put("put_members_unseen", 9000002, 0, ""),
                key(9000003, 5, ""),
                put("put_fields_unseen", 9000003, 1, ", array['v'::bytea, 'v']"),
                put("put_fields_unseen", 9000003, 2, ", array['w'::bytea, 'w']"),
                key(9000004, 4, "1"),
                "select zset_begin_blocks(array[9000004], array[4000])",
                put("put_scores_unseen", 9000004, 3, ", array[1.5, 2.5], 512"),
                put("put_scores_unseen", 9000004, 4, ", array[3.5, 4.5], 512")));
    for (String table : List.of("key", "hash", "set_member", "zset", "zset_blocks")) {
      assertThat(plans).anySatisfy(plan -> assertThat(plan).contains(" on " + table + " "));
      for (String plan : plans) {
        assertThat(plan)
            .doesNotContain("Seq Scan on " + table + " ")
            .doesNotContainPattern(
                "Index (Only )?Scan .*on "
                    + table
                    + " .*\n(?! *Index Cond: .*\\bhigh\\)? = )"
                    + "(?! *Index Cond: .*\\bid\\)? = .*score)");
      }
    }
    assertThat(plans)
        .anySatisfy(plan -> assertThat(plan).contains("Tid Scan on hash"))
        .anySatisfy(plan -> assertThat(plan).contains("Tid Scan on zset "));
  }

  private static String key(int id, int type, String head) {
    return """
        insert into key (keyspace, high, low, name, type, encoding, id, length, head, version)
        values (9000000, %1$d, 1, '%1$d', %2$d, 1, %1$d, 0, nullif('%3$s', '')::bigint, 1)"""
        .formatted(id, type, head);
  }

  private static String put(String function, int id, int n, String more) {
    return """
        select %s(1, array[2::bigint], (select generation from store), 9000002, 0, %d,
          array[9000000::bigint], array[%d::bigint], array[1::bigint], array[2::bigint], array[2],
          array[5::bigint, 6], array[5::bigint, 6], array['a'::bytea, 'b']%s)"""
        .formatted(function, n, id, more);
  }

  /** The functions that know how the counts of sorted sets are stored, and the reaper's. */
  private static void assertPlansWithinFunctions() throws SQLException {
    String set = "9000001";
    List<String> plans =
        database.nestedPlans(
            List.of(
                """
                insert into zset (id, high, low, member, score)
                select %s, n, n, ('name:' || n)::bytea, n from generate_series(1, 1000) n"""
                    .formatted(set),
                "select zset_begin_blocks(array[%s], array[4000])".formatted(set),
                // Too many for one block from now on.
                "select zset_count_in_order(array[%s], array[5.5], array[''::bytea], array[1], array[100])"
                    .formatted(set),
                "select zset_count_in_order(array[%s], array[5.5], array[''::bytea], array[-1], array[100])"
                    .formatted(set),
                "select zset_recount(%s, 100, '', 200, '')".formatted(set),
                "select * from zset_before(%s, 500, '')".formatted(set),
                "select * from zset_at(%s, 500)".formatted(set),
                "select * from zset_start(%s)".formatted(set),
                "insert into graveyard (id, type) values (%s, 4)".formatted(set),
                "select reap_collection(1, 100)"));
    for (String table : List.of("zset", "zset_blocks")) {
      assertThat(plans).anySatisfy(plan -> assertThat(plan).contains(" on " + table + " "));
      for (String plan : plans) {
        assertThat(plan)
            .doesNotContain("Seq Scan on " + table + " ")
            .doesNotContainPattern(
                "Index (Only )?Scan .*on " + table + " .*\n(?! *Index Cond: .*\\bid\\)? = )");
      }
    }
    assertThat(plans)
        .anySatisfy(plan -> assertThat(plan).contains("Tid Scan on zset_blocks"))
        .anySatisfy(plan -> assertThat(plan).contains("Delete on zset_blocks"));
  }

  private static void assertPlans(ElementTable<?> table, String name) throws SQLException {
    for (String sql : List.of(table.delete, table.update)) {
      if (!sql.isEmpty()) {
        assertThat(database.plan(sql))
            .as(sql)
            .containsPattern(name + "_pkey on " + name + " e.*\n *Index Cond: .*high.*low = ")
            .doesNotContain("Seq Scan", "Sort");
      }
    }
    for (String sql :
        List.of(
            database.looksUpArrays() ? table.find : table.findEach,
            database.looksUpArrays() ? table.planned : table.plannedEach,
            table.sample,
            table.plannedSample,
            table.page,
            table.pageEnd)) {
      assertThat(database.plan(sql))
          .as(sql)
          .containsPattern(name + "_pkey on " + name + ".*\n *Index Cond: .*id = .*high ")
          .doesNotContain("Seq Scan");
    }
    assertThat(database.plan(table.next))
        .containsPattern(name + "_pkey on " + name + ".*\n *Index Cond: .*id = .*ROW\\(high, low")
        .doesNotContain("Sort");
    for (String sql : List.of(table.plannedWalk, table.copy)) {
      assertThat(database.plan(sql))
          .as(sql)
          .containsPattern("Index Cond: \\(.*id = ")
          .doesNotContain("Seq Scan");
    }
    assertThat(database.plan(table.insert)).contains("Insert on " + name);
  }

  private static void assertPlansOfExpiry() throws SQLException {
    for (String sql : List.of(HashTable.EXPIRED, HashTable.COUNT_EXPIRED)) {
      assertThat(database.plan(sql))
          .as(sql)
          .containsPattern("hash_expiry on hash *.*\n *Index Cond: .*-.*id\\) = .*expires_at <= ")
          .doesNotContain("Sort");
    }
    assertThat(database.plan(Housekeeping.ANYTHING_EXPIRES)).contains("hash_expiry on hash");
    assertThat(database.plan(Housekeeping.EXPIRED))
        .contains("Tid Range Scan on key")
        .containsPattern("hash_expiry on hash.*\n *Index Cond: .*-.*id\\) = .*expires_at <= ");
  }

  /** Ties of long members are all that is sorted. */
  private static void assertPlansOfOrder() throws SQLException {
    for (String sql :
        List.of(
            ZsetOrder.ASCENDING,
            ZsetOrder.DESCENDING,
            ZsetOrder.LOWEST,
            ZsetOrder.SLICE,
            ZsetOrder.DELETE,
            ZsetOrder.RANKS,
            PlannedRanks.TEXT,
            PlannedSlices.TEXT,
            PlannedParts.ASCENDING,
            PlannedParts.DESCENDING)) {
      String plan = database.plan(sql);
      assertThat(plan)
          .as(sql)
          .containsPattern(
              "zset_order on zset z.*\n *Index Cond: .*- .*id\\) = .*ROW\\(z?\\.?score, ")
          .doesNotContain("Seq Scan", "zset_pkey");
      assertThat(plan.replace("Incremental Sort", ""))
          .as(sql)
          .doesNotContainPattern("Sort\n.*\n *-> +Index Scan.* zset_order");
    }
    assertThat(database.plan(PlannedMemberRanks.TEXT))
        .containsPattern("zset_pkey on zset z.*\n *Index Cond: .*id = .*high = .*low = ")
        .containsPattern(
            "zset_order on zset z.*\n *Index Cond: .*- .*id\\) = .*ROW\\(z?\\.?score, ")
        .doesNotContain("Seq Scan", "Sort");
  }
}
