package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Elements of sorted sets by their names, each with how many others stand before it. */
public final class PlannedMemberRanks implements PlannedRead {
  static final String TEXT =
      """
      select e.n::integer, p.high, p.low, p.member, p.score, %s
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        with ordinality as e (keyspace, key_high, key_low, high, low, n)
      cross join lateral (
        select k.id from key k
        where (k.keyspace, k.high, k.low) = (e.keyspace, e.key_high, e.key_low)
          and k.id is not null offset 0) k
      cross join lateral (
        select z.high, z.low, z.score, %s as prefix, z.member
        from zset z
        where (z.id, z.high, z.low) = (k.id, e.high, e.low) offset 0) p
      %s"""
          .formatted(ZsetOrder.rank("k.id"), ZsetOrder.PREFIX, ZsetOrder.block("k.id"));

  private record Name(RowKey key, long high, long low) {}

  /**
   * An element.
   *
   * @param row what is stored of it
   * @param rank how many elements stand before it
   */
  public record Ranked(ElementTable.Row<Double> row, long rank) {}

  private final List<Name> names = new ArrayList<>();
  private Ranked[] found = {};

  /** Asks for the element of a key's sorted set whose member has this digest. */
  public void add(RowKey key, long high, long low) {
    names.add(new Name(key, high, low));
  }

  /** What was found, in the order of asking; null where there is no such element. */
  public List<Ranked> found() {
    return Arrays.asList(found);
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    int next = Flush.bindKeys(s, p, names.stream().map(Name::key).toList());
    s.setObject(next, Flush.longs(names, Name::high));
    s.setObject(next + 1, Flush.longs(names, Name::low));
    return next + 2;
  }

  @Override
  public void read(ResultSet rows) throws SQLException {
    found = new Ranked[names.size()];
    while (rows.next()) {
      found[rows.getInt(1) - 1] =
          new Ranked(
              new ElementTable.Row<>(
                  rows.getLong(2), rows.getLong(3), rows.getBytes(4), rows.getDouble(5)),
              rows.getLong(6));
    }
  }
}
