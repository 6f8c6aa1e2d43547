package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The function that overwrites strings: which row gets which value, and by which way. */
class WriteBlindTest {
  private static final int SCANNED = 1_000;

  private PlanDatabase database;
  private int written;

  private record Row(long high, long low, String value) {
    String of(String column) {
      return switch (column) {
        case "high" -> String.valueOf(high);
        case "low" -> String.valueOf(low);
        case "name" -> "'name:%d:%d'::bytea".formatted(high, low);
        default -> "'%s'::bytea".formatted(value);
      };
    }
  }

  @BeforeEach
  void open() throws SQLException {
    database = new PlanDatabase();
    database.execute("insert into worker (id) values (9000000)");
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @Test
  void eachGetsItsOwn() throws SQLException {
    for (int size : List.of(2, 3, SCANNED, SCANNED + 1)) {
      List<Row> before = rows(size, "before");
      List<Row> after = rows(size, "after");
      write(before);
      assertHolds(before);
      write(after);
      assertHolds(after);
    }
  }

  @Test
  void halfOfADigestMayBeShared() throws SQLException {
    for (String value : List.of("new", "old", "older")) {
      List<Row> rows =
          List.of(
              new Row(5, -7, value + 1),
              new Row(5, 3, value + 2),
              new Row(6, 3, value + 3),
              new Row(7, -7, value + 4));
      write(rows);
      assertHolds(rows);
    }
  }

  @Test
  void whatIsNotInOrderIsWrittenAsWell() throws SQLException {
    for (String value : List.of("new", "old")) {
      List<Row> rows = rows(20, value);
      Collections.reverse(rows);
      write(rows);
      assertHolds(rows);
    }
  }

  @Test
  void someMayBeNew() throws SQLException {
    write(rows(10, "before"));
    write(rows(20, "after"));
    assertHolds(rows(20, "after"));
  }

  @Test
  void onePlanOnly() throws SQLException {
    assertPlans();
    write(rows(10_000, "many"));
    database.execute("vacuum analyze key");
    assertPlans();
    database.execute("delete from key where keyspace = 9000000");
    database.execute("vacuum analyze key");
    assertPlans();
  }

  private void assertPlans() throws SQLException {
    List<String> plans =
        database
            .nestedPlans(List.of(call(rows(2, "a"), written), call(rows(2, "b"), written + 1)))
            .stream()
            .filter(plan -> plan.contains("Update on key "))
            .toList();
    assertThat(plans).hasSize(2);
    String keys = database.looksUpArrays() ? "high = ANY" : "high = l.high|high = i.high";
    assertThat(plans)
        .allSatisfy(
            plan ->
                assertThat(plan)
                    .containsPattern(
                        "Index Scan using key_pkey on key .*\n *Index Cond: .*keyspace = .*(%s)"
                            .formatted(keys)));
  }

  private static List<Row> rows(int size, String value) {
    return IntStream.range(0, size)
        .mapToObj(i -> new Row(1_000L * i, i % 7, value + i))
        .collect(Collectors.toList());
  }

  private void write(List<Row> rows) throws SQLException {
    database.execute(call(rows, written));
    written++;
  }

  private String call(List<Row> rows, int n) {
    return """
        select write_blind(1, array[2::bigint], (select generation from store), 9000000, 0, %d,
          array_fill(9000000::bigint, array[%2$d]), array[%3$s]::bigint[], array[%4$s]::bigint[], array[%5$s],
          array_fill(1::smallint, array[%2$d]), array_fill(0::smallint, array[%2$d]), array[%6$s],
          array_fill(0::bigint, array[%2$d]), array(select %1$d * 100000 + n from generate_series(1, %2$d) n))"""
        .formatted(
            n,
            rows.size(),
            list(rows, "high"),
            list(rows, "low"),
            list(rows, "name"),
            list(rows, "value"));
  }

  private static String list(List<Row> rows, String column) {
    return rows.stream().map(row -> row.of(column)).collect(Collectors.joining(", "));
  }

  private void assertHolds(List<Row> rows) throws SQLException {
    assertThat(
            database.column(
                """
                select high || ' ' || low || ' ' || convert_from(name, 'utf8') || ' ' || convert_from(value, 'utf8')
                from key where keyspace = 9000000"""))
        .containsAll(
            rows.stream()
                .map(row -> "%1$d %2$d name:%1$d:%2$d %3$s".formatted(row.high, row.low, row.value))
                .toList());
    assertThat(database.column("select high || ' ' || low from key where keyspace = 9000000"))
        .doesNotHaveDuplicates();
  }
}
