package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The functions that overwrite strings: which row gets which value, and by which way. */
class WriteBlindTest {
  private static final int MANY = 1_000;

  private PlanDatabase database;
  private int written;

  private enum Function {
    WRITE_BLIND,
    WRITE_BLIND_ALIKE
  }

  private record Row(long high, long low, String value) {
    String of(String column) {
      return switch (column) {
        case "high" -> String.valueOf(high);
        case "low" -> String.valueOf(low);
        case "name" -> "'name:%d:%d'::bytea".formatted(high, low);
        case "encoding" -> encoding() + "::smallint";
        default -> "'%s'::bytea".formatted(value);
      };
    }

    /** The same for all of some values, of others not. */
    int encoding() {
      return value.startsWith("mixed") ? value.hashCode() & 1 : 0;
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

  @ParameterizedTest
  @EnumSource
  void eachGetsItsOwn(Function function) throws SQLException {
    for (int size : List.of(2, 3, MANY)) {
      List<Row> before = rows(size, "before");
      List<Row> after = rows(size, "after");
      List<Row> mixed = rows(size, "mixed");
      for (List<Row> rows : List.of(before, after, mixed)) {
        write(function, rows);
        assertHolds(rows);
      }
    }
    // What an insert has found there already would stand in this column.
    assertThat(database.column("select name from key where keyspace = 9000000 and replaced <> -1"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void oneOfTheLocksMayBeHeld(Function function) throws SQLException {
    write(function, rows(3, "before"));
    String call = call(function, rows(3, "after"), written);
    try (PlanDatabase.HeldLock ignored = database.holding(3)) {
      assertThatThrownBy(() -> database.execute(call)).hasMessageContaining("holds a key");
    }
    assertHolds(rows(3, "before"));
    database.execute(call);
    assertHolds(rows(3, "after"));
  }

  @ParameterizedTest
  @EnumSource
  void anotherMayHaveTakenThePlaceOfTheWorker(Function function) throws SQLException {
    write(function, rows(3, "before"));
    database.execute("update worker set epoch = 1 where id = 9000000");
    String call = call(function, rows(3, "after"), written);
    assertThatThrownBy(() -> database.execute(call)).hasMessageContaining("has been fenced");
    assertHolds(rows(3, "before"));
  }

  @ParameterizedTest
  @EnumSource
  void halfOfADigestMayBeShared(Function function) throws SQLException {
    for (String value : List.of("new", "old", "mixed")) {
      List<Row> rows =
          List.of(
              new Row(5, -7, value + 1),
              new Row(5, 3, value + 2),
              new Row(6, 3, value + 3),
              new Row(7, -7, value + 4));
      write(function, rows);
      assertHolds(rows);
    }
  }

  @Test
  void someNeedNoOrder() throws SQLException {
    for (String value : List.of("new", "old")) {
      List<Row> rows = rows(20, value);
      Collections.reverse(rows);
      write(Function.WRITE_BLIND, rows);
      assertHolds(rows);
    }
  }

  @ParameterizedTest
  @EnumSource
  void someMayBeNew(Function function) throws SQLException {
    write(function, rows(10, "before"));
    write(function, rows(20, "after"));
    assertHolds(rows(20, "after"));
  }

  @ParameterizedTest
  @EnumSource
  void onePlanOnly(Function function) throws SQLException {
    assumeTrue(function == Function.WRITE_BLIND || database.looksUpArrays());
    assertPlans(function);
    write(function, rows(10_000, "many"));
    database.execute("vacuum analyze key");
    assertPlans(function);
    database.execute("delete from key where keyspace = 9000000");
    database.execute("vacuum analyze key");
    assertPlans(function);
  }

  private void assertPlans(Function function) throws SQLException {
    List<String> calls =
        List.of(call(function, rows(2, "a"), written), call(function, rows(2, "b"), written + 1));
    List<String> plans =
        database.nestedPlans(calls).stream()
            .filter(plan -> plan.contains("Update on key "))
            .toList();
    assertThat(plans).hasSize(2);
    String keys =
        switch (function) {
          case WRITE_BLIND -> "high = l.high|high = i.high";
          case WRITE_BLIND_ALIKE -> "high = ANY";
        };
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

  private void write(Function function, List<Row> rows) throws SQLException {
    database.execute(call(function, rows, written));
    written++;
  }

  private String call(Function function, List<Row> rows, int n) {
    String arguments =
        switch (function) {
          case WRITE_BLIND ->
              """
              array_fill(9000000::bigint, array[%2$d]), array[%3$s]::bigint[], array[%4$s]::bigint[], array[%5$s],
              array_fill(1::smallint, array[%2$d]), array[%6$s], array[%7$s], array_fill(0::bigint, array[%2$d]),
              array(select %1$d * 100000 + n from generate_series(1, %2$d) n)""";
          case WRITE_BLIND_ALIKE ->
              """
              9000000, 1::smallint, %1$d * 100000 + 1,
              array[%3$s]::bigint[], array[%4$s]::bigint[], array[%5$s], array[%6$s], array[%7$s]""";
        };
    return ("select "
            + function.name().toLowerCase(Locale.ROOT)
            + "(1, array[2, 3, 4]::bigint[], (select generation from store), 9000000, 0, %1$d, "
            + arguments
            + ")")
        .formatted(
            n,
            rows.size(),
            list(rows, "high"),
            list(rows, "low"),
            list(rows, "name"),
            list(rows, "encoding"),
            list(rows, "value"));
  }

  private static String list(List<Row> rows, String column) {
    return rows.stream().map(row -> row.of(column)).collect(Collectors.joining(", "));
  }

  private void assertHolds(List<Row> rows) throws SQLException {
    assertThat(
            database.column(
                """
                select high || ' ' || low || ' ' || convert_from(name, 'utf8') || ' ' || encoding || ' '
                  || convert_from(value, 'utf8')
                from key where keyspace = 9000000"""))
        .containsAll(
            rows.stream()
                .map(
                    row ->
                        "%1$d %2$d name:%1$d:%2$d %3$d %4$s"
                            .formatted(row.high, row.low, row.encoding(), row.value))
                .toList());
    assertThat(database.column("select high || ' ' || low from key where keyspace = 9000000"))
        .doesNotHaveDuplicates();
  }
}
