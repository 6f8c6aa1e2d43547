package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch changes in the rows of spread lists: the ends, and single elements. What goes is
 * removed before anything else, so that its positions can be taken again.
 */
public final class ListChanges implements FlushPart {

  /** Neighbouring elements that share a row. */
  public interface Chunk {
    /** The position of its first element in the row as it is stored; only if it is stored. */
    long storedFirst();

    /** The position of its first element. */
    long first();

    /** Its elements. */
    List<byte[]> items();
  }

  static final String DELETE =
      """
      with written as (
        delete from list_chunk c
        using unnest(?::bigint[], ?::bigint[]) as i (id, first)
        where c.id = any (array[i.id]) and c.first = i.first
        returning 1)
      """
          + Flush.GUARD;

  /** Rows that nobody has looked at, so it is not known how many there are. */
  static final String DELETE_RANGE =
      """
      delete from list_chunk c
      using unnest(?::bigint[], ?::bigint[], ?::bigint[]) as i (id, low, high)
      where c.id = any (array[i.id]) and c.first >= i.low and c.first < i.high and c.first + c.count <= i.high""";

  static final String UPDATE =
      """
      with written as (
        update list_chunk c
        set first = i.first, count = i.count, items = i.items::bytea[]
        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::integer[], ?::text[])
          as i (id, stored, first, count, items)
        where c.id = any (array[i.id]) and c.first = i.stored
        returning 1)
      """
          + Flush.GUARD;

  static final String INSERT =
      """
      insert into list_chunk (id, first, count, items)
      select i.id, i.first, i.count, i.items::bytea[]
      from unnest(?::bigint[], ?::bigint[], ?::integer[], ?::text[]) as i (id, first, count, items)""";

  /** A long element does not travel as text: it would be there several times over. */
  static final String INSERT_LONG =
      "insert into list_chunk (id, first, count, items) values (?, ?, 1, array[?::bytea])";

  private record Written(long id, Chunk chunk) {}

  private record Range(long id, long low, long high) {}

  private final List<Range> rows = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private final List<Written> updates = new ArrayList<>();
  private final List<Written> inserts = new ArrayList<>();
  private final List<Written> longInserts = new ArrayList<>();

  /** A row that exists goes. */
  public void delete(long id, long storedFirst) {
    rows.add(new Range(id, storedFirst, storedFirst));
  }

  /** All rows go whose positions lie within a range. */
  public void deleteRange(long id, long low, long high) {
    ranges.add(new Range(id, low, high));
  }

  /** A row that exists gets other elements, and maybe another position. */
  public void update(long id, Chunk chunk) {
    if (isLong(chunk)) {
      delete(id, chunk.storedFirst());
      longInserts.add(new Written(id, chunk));
    } else {
      updates.add(new Written(id, chunk));
    }
  }

  /** A row that does not exist yet. */
  public void insert(long id, Chunk chunk) {
    (isLong(chunk) ? longInserts : inserts).add(new Written(id, chunk));
  }

  private static boolean isLong(Chunk chunk) {
    return chunk.items().size() == 1 && chunk.items().getFirst().length > Limits.ARRAY_VALUE_BYTES;
  }

  @Override
  public boolean isEmpty() {
    return rows.isEmpty()
        && ranges.isEmpty()
        && updates.isEmpty()
        && inserts.isEmpty()
        && longInserts.isEmpty();
  }

  @Override
  public int rows() {
    return rows.size() + ranges.size() + updates.size() + inserts.size() + longInserts.size();
  }

  @Override
  public void addTo(Flush flush) {
    if (!rows.isEmpty()) {
      flush.add(
          DELETE,
          (s, p) -> {
            s.setObject(p, Flush.longs(rows, Range::id));
            s.setObject(p + 1, Flush.longs(rows, Range::low));
            return Flush.bindGuard(s, p + 2, rows.size());
          });
    }
    if (!ranges.isEmpty()) {
      flush.add(
          DELETE_RANGE,
          (s, p) -> {
            s.setObject(p, Flush.longs(ranges, Range::id));
            s.setObject(p + 1, Flush.longs(ranges, Range::low));
            s.setObject(p + 2, Flush.longs(ranges, Range::high));
            return p + 3;
          });
    }
    if (!updates.isEmpty()) {
      flush.add(
          UPDATE,
          (s, p) -> {
            s.setObject(p, Flush.longs(updates, Written::id));
            s.setObject(p + 1, Flush.longs(updates, w -> w.chunk.storedFirst()));
            return Flush.bindGuard(s, bindItems(s, p + 2, updates), updates.size());
          });
    }
    if (!inserts.isEmpty()) {
      flush.add(
          INSERT,
          (s, p) -> {
            s.setObject(p, Flush.longs(inserts, Written::id));
            return bindItems(s, p + 1, inserts);
          });
    }
    for (Written row : longInserts) {
      flush.add(
          INSERT_LONG,
          (s, p) -> {
            s.setLong(p, row.id);
            s.setLong(p + 1, row.chunk.first());
            s.setBytes(p + 2, row.chunk.items().getFirst());
            return p + 3;
          });
    }
  }

  private static int bindItems(PreparedStatement s, int p, List<Written> rows) throws SQLException {
    int[] counts = new int[rows.size()];
    String[] items = new String[counts.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = rows.get(i).chunk.items().size();
      items[i] = ItemArray.literal(rows.get(i).chunk.items());
    }
    s.setObject(p, Flush.longs(rows, w -> w.chunk.first()));
    s.setObject(p + 1, counts);
    s.setObject(p + 2, items);
    return p + 3;
  }
}
