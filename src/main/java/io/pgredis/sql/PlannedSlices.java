package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Elements of sorted sets by their ranks. */
public final class PlannedSlices implements PlannedRead {
  /** Negative ranks count from the end; what is not there is left out. */
  static final String TEXT =
      """
      select p.n::integer, r.first, z.member, z.score
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) with ordinality
        as p (keyspace, high, low, first, most, n)
      cross join lateral (
        select k.id, greatest(p.first + case when p.first < 0 then k.length else 0 end, 0) as first,
               p.most + least(p.first + case when p.first < 0 then k.length else 0 end, 0) as most, k.length
        from key k
        where (k.keyspace, k.high, k.low) = (p.keyspace, p.high, p.low) and k.id is not null offset 0) r
      cross join lateral %s s (score, prefix, skip)
      cross join lateral (%s) z
      where r.first < r.length and r.most > 0"""
          .formatted(ZsetOrder.sliceStart("r.id"), ZsetOrder.slice("r.id"));

  private record Asked(RowKey key, long first, long most) {}

  /**
   * What was found.
   *
   * @param first the rank of the first one, from 0
   * @param elements in ascending order
   */
  public record Slice(long first, List<ScoredMember> elements) {}

  private final List<Asked> asked = new ArrayList<>();
  private Slice[] found = {};

  /**
   * Asks for elements of a key's sorted set.
   *
   * @param first the rank of the first one; a negative one counts from the end, -1 is the last
   * @param most how many at most
   */
  public void add(RowKey key, long first, long most) {
    asked.add(new Asked(key, first, most));
  }

  /** What was found of what was asked for in this place; null if nothing was. */
  public Slice found(int index) {
    return found[index];
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    int next = Flush.bindKeys(s, p, asked.stream().map(Asked::key).toList());
    s.setObject(next, Flush.longs(asked, Asked::first));
    s.setObject(next + 1, Flush.longs(asked, Asked::most));
    return next + 2;
  }

  @Override
  public void read(ResultSet rows) throws SQLException {
    found = new Slice[asked.size()];
    while (rows.next()) {
      int index = rows.getInt(1) - 1;
      if (found[index] == null) {
        found[index] = new Slice(rows.getLong(2), new ArrayList<>());
      }
      found[index].elements.add(new ScoredMember(rows.getBytes(3), rows.getDouble(4)));
    }
    for (Slice slice : found) {
      if (slice != null) {
        // A statement with a join promises no order.
        slice.elements.sort(null);
      }
    }
  }
}
