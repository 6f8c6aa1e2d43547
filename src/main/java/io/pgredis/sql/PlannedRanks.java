package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many elements of sorted sets stand before places in their order. */
public final class PlannedRanks implements PlannedRead {
  static final String TEXT =
      """
      select p.n::integer, %s
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::double precision[], ?::bytea[], ?::bytea[])
        with ordinality as p (keyspace, high, low, score, prefix, member, n)
      cross join lateral (
        select k.id from key k
        where (k.keyspace, k.high, k.low) = (p.keyspace, p.high, p.low) and k.id is not null offset 0) k
      %s"""
          .formatted(ZsetOrder.rank("k.id"), ZsetOrder.block("k.id"));

  /** What {@link #found} says where there is no spread collection. */
  public static final long UNKNOWN = -1;

  private final List<RowKey> keys = new ArrayList<>();
  private final List<ScoredMember> places = new ArrayList<>();
  private long[] found = {};

  /** Asks for the rank of a place in a key's sorted set. */
  public void add(RowKey key, ScoredMember place) {
    keys.add(key);
    places.add(place);
  }

  /** What was found, in the order of asking; {@link #UNKNOWN} where there is nothing to count. */
  public long[] found() {
    return found;
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    return PlannedParts.bindPlaces(s, Flush.bindKeys(s, p, keys), places);
  }

  @Override
  public void read(ResultSet rows) throws SQLException {
    found = new long[places.size()];
    Arrays.fill(found, UNKNOWN);
    while (rows.next()) {
      found[rows.getInt(1) - 1] = rows.getLong(2);
    }
  }
}
