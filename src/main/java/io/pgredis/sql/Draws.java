package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Attempts to choose elements fairly. The digests of a collection's names are divided into equal
 * ranges, and each range into numbered slots, more than it has elements: a slot chosen by chance
 * that is not empty holds each element with the same probability. A range is read as a whole, so
 * several slots are tried in it; in turns, so that what comes first comes from different ranges.
 */
final class Draws {
  /** About so many elements lie in a range. */
  static final int ELEMENTS_PER_RANGE = 16;

  /** More than ever lie in a range. */
  static final int SLOTS_PER_RANGE = 64;

  /** A range is read as a whole, which is what a draw costs: so many of its elements are used. */
  private static final int TAKEN_PER_RANGE = 6;

  private static final int LEAST_RANGES = 2;

  private final Random random;
  private final List<Integer> which = new ArrayList<>();
  private final List<Double> places = new ArrayList<>();
  private final List<String> slots = new ArrayList<>();

  private record Drawn<V>(int which, int turn, ElementTable.Row<V> row) {}

  Draws(Random random) {
    this.random = random;
  }

  /**
   * A statement that carries attempts out.
   *
   * @param collections what names them, as k with n, id and length
   * @param table the table of the elements
   * @param row the columns of a row of it, as e
   */
  static String statement(String collections, String table, String row) {
    return """
        select t.n, array_position(c.slots, o.slot), o.*
        from %1$s
        join unnest(?::integer[], ?::double precision[], ?::text[]) as t (n, place, slots) on t.n = k.n
        cross join lateral (
          select t.slots::integer[] as slots, greatest(k.length / %2$d, 1) as ranges offset 0) c
        cross join lateral (
          select floor(t.place * c.ranges)::bigint as range, 9223372036854775807 / c.ranges as width offset 0) p
        cross join lateral (
          select row_number() over (order by e.id, e.high, e.low)::integer as slot, %4$s
          from %3$s e
          where e.id = k.id and e.high >= p.range * p.width
            and e.high <= case when p.range = c.ranges - 1 then 9223372036854775807
                               else p.range * p.width + p.width - 1 end) o
        where o.slot = any (c.slots)"""
        .formatted(collections, ELEMENTS_PER_RANGE, table, row);
  }

  /**
   * As many attempts as will most likely find so many elements.
   *
   * @param n which collection; from 1 on, in ascending order
   * @param count how many elements
   * @param slotCount how many slots a range has
   */
  void add(int n, int count, int slotCount) {
    // What they find varies by its root, and whoever finds too little has to ask again.
    int attempts =
        SLOTS_PER_RANGE / ELEMENTS_PER_RANGE * (count + (int) (3 * Math.sqrt(count)) + 4);
    int ranges = LEAST_RANGES + count / TAKEN_PER_RANGE;
    int turns = Math.min(slotCount, (attempts + ranges - 1) / ranges);
    for (int i = 0; i < ranges; i++) {
      which.add(n);
      places.add(random.nextDouble());
      slots.add(
          random
              .ints(1, slotCount + 1)
              .distinct()
              .limit(turns)
              .mapToObj(String::valueOf)
              .collect(Collectors.joining(",", "{", "}")));
    }
  }

  int bind(PreparedStatement s, int p) throws SQLException {
    s.setObject(p, which.stream().mapToInt(Integer::intValue).toArray());
    s.setObject(p + 1, places.stream().mapToDouble(Double::doubleValue).toArray());
    s.setObject(p + 2, slots.toArray(String[]::new));
    return p + 3;
  }

  /** The elements of each collection, the first ones from ranges that differ. */
  static <V> void read(
      ElementTable<V> table, ResultSet rows, BiConsumer<Integer, ElementTable.Row<V>> taker)
      throws SQLException {
    List<Drawn<V>> found = new ArrayList<>();
    while (rows.next()) {
      found.add(new Drawn<>(rows.getInt(1), rows.getInt(2), table.row(rows, 4)));
    }
    found.sort(Comparator.comparingInt(Drawn::turn));
    found.forEach(drawn -> taker.accept(drawn.which, drawn.row));
  }
}
