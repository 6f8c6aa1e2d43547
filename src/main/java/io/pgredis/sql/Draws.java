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
 * that is not empty holds each element with the same probability.
 *
 * <p>For a few elements each attempt has a range of its own, until enough are found, so they are
 * independent of each other. For many that would cost too much: a range is read as a whole, so
 * several slots are tried in each of many ranges; in turns, so that what comes first comes from
 * different ranges. Then elements of the same range come together more often than others do, and
 * one in a range with many others comes a little less often, since enough is found sooner: with
 * {@link #LEAST_RANGES} by about a twentieth, with more of them by less.
 */
final class Draws {
  /** About so many elements lie in a range. */
  static final int ELEMENTS_PER_RANGE = 8;

  /** More than ever lie in a range. */
  static final int SLOTS_PER_RANGE = 32;

  /** So many elements have each its own attempts. */
  private static final int FEW = 2;

  /** A range is read as a whole, which is what a draw costs: so many of its elements are used. */
  private static final int TAKEN_PER_RANGE = 4;

  private static final int LEAST_RANGES = 6;

  private final Random random;
  private final List<Integer> which = new ArrayList<>();
  private final List<Integer> wanted = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private final List<Integer> lasts = new ArrayList<>();
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
        select k.n::integer, f.*
        from %1$s
        join unnest(?::integer[], ?::integer[], ?::integer[], ?::integer[]) as w (n, wanted, first, last)
          on w.n = k.n
        cross join lateral (select greatest(k.length / %2$d, 1) as ranges offset 0) c
        cross join lateral (
          select array_position(t.slots, o.slot), o.*
          from (
            select u.slots::integer[] as slots, floor(u.place * c.ranges)::bigint as range,
                   9223372036854775807 / c.ranges as width
            from unnest((?::double precision[])[w.first:w.last], (?::text[])[w.first:w.last]) as u (place, slots)
            offset 0) t
          cross join lateral (
            select row_number() over (order by e.id, e.high, e.low)::integer as slot, %4$s
            from %3$s e
            where e.id = k.id and e.high >= t.range * t.width
              and e.high <= case when t.range = c.ranges - 1 then 9223372036854775807
                                 else t.range * t.width + t.width - 1 end) o
          where o.slot = any (t.slots)
          limit w.wanted) f"""
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
    int ranges = count <= FEW ? attempts : LEAST_RANGES + count / TAKEN_PER_RANGE;
    int turns = Math.min(slotCount, (attempts + ranges - 1) / ranges);
    firsts.add(places.size() + 1);
    for (int i = 0; i < ranges; i++) {
      places.add(random.nextDouble());
      slots.add(
          random
              .ints(1, slotCount + 1)
              .distinct()
              .limit(turns)
              .mapToObj(String::valueOf)
              .collect(Collectors.joining(",", "{", "}")));
    }
    which.add(n);
    wanted.add(count <= FEW ? count : attempts);
    lasts.add(places.size());
  }

  int bind(PreparedStatement s, int p) throws SQLException {
    s.setObject(p, ints(which));
    s.setObject(p + 1, ints(wanted));
    s.setObject(p + 2, ints(firsts));
    s.setObject(p + 3, ints(lasts));
    s.setObject(p + 4, places.stream().mapToDouble(Double::doubleValue).toArray());
    s.setObject(p + 5, slots.toArray(String[]::new));
    return p + 6;
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
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
