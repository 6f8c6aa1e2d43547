package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Parts of lists whose head and length are not known yet. */
public final class PlannedListRows implements PlannedRead {

  /** Of a longer part nothing is read in advance. */
  static final int MOST_ELEMENTS = 10_000;

  /** Indexes below zero count from the tail. The plan matters: as in {@link ListRows#LOAD}. */
  static final String TEXT =
      """
      select k.n::integer, c.first, array_send(c.items)
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        with ordinality as k (keyspace, high, low, start, stop, n)
      join key t on t.keyspace = any (array[k.keyspace]) and (t.high, t.low) = (k.high, k.low)
      cross join lateral (
        select t.head + case when k.start < 0 then greatest(k.start + t.length, 0) else k.start end as low,
               t.head + case when k.stop < 0 then k.stop + t.length else least(k.stop, t.length - 1) end + 1 as high
      ) r
      cross join lateral (
        select l.first, l.items from list_chunk l
        where l.id = t.id and l.first < r.high
          and l.first >= coalesce((select max(b.first) from list_chunk b where b.id = t.id and b.first <= r.low), r.low)
        offset 0
      ) c
      where t.type = 2 and t.id is not null and r.high - r.low between 1 and %d"""
          .formatted(MOST_ELEMENTS);

  private record Part(RowKey key, long start, long stop) {}

  private final List<Part> parts = new ArrayList<>();
  private final List<List<ListRows.Row>> found = new ArrayList<>();

  /** Asks for the rows of a key's list between two indexes, both included. */
  public void add(RowKey key, long start, long stop) {
    parts.add(new Part(key, start, stop));
    found.add(new ArrayList<>());
  }

  /** What was found, in the order of asking. */
  public List<List<ListRows.Row>> found() {
    return found;
  }

  @Override
  public String text() {
    return TEXT;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    int next = Flush.bindKeys(s, p, parts.stream().map(Part::key).toList());
    s.setObject(next, Flush.longs(parts, Part::start));
    s.setObject(next + 1, Flush.longs(parts, Part::stop));
    return next + 2;
  }

  @Override
  public void read(ResultSet rows) throws SQLException {
    while (rows.next()) {
      List<byte[]> items = ItemArray.decode(rows.getBytes(3));
      found.get(rows.getInt(1) - 1).add(new ListRows.Row(rows.getLong(2), items));
    }
  }
}
