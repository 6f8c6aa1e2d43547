package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The stored rows of one spread list. Elements have positions, dense from the list's head to its
 * tail; each row has those of some neighbours. The rows at both ends may also hold elements that
 * have been taken off: whoever reads knows where the list begins and ends.
 */
public final class ListRows {

  /**
   * A row.
   *
   * @param first the position of its first element
   * @param items its elements
   */
  public record Row(long first, List<byte[]> items) {}

  /**
   * Positions.
   *
   * @param low the first one
   * @param high the one behind the last
   */
  public record Range(long low, long high) {}

  /**
   * The plan matters: it must find the first row of each range, and the others, by the index.
   * Without "offset 0" a plan made on an empty table may go by the id alone.
   */
  static final String LOAD =
      """
      select c.first, array_send(c.items)
      from unnest(?::bigint[], ?::bigint[]) as r (low, high)
      cross join lateral (
        select l.first, l.items from list_chunk l
        where l.id = ? and l.first < r.high
          and l.first >= coalesce((select max(b.first) from list_chunk b where b.id = ? and b.first <= r.low), r.low)
        offset 0
      ) c""";

  static final String FIND = find("");
  static final String FIND_BACKWARDS = find("desc");

  /**
   * Rows move one by one, in an order in which none takes the place of one that has yet to move.
   */
  static final String SHIFT_UP = shift(">", "desc", "+");

  static final String SHIFT_DOWN = shift("<", "asc", "-");

  /** Matches are consecutive: what is removed equals the element and stands between two of them. */
  private static final String STAYS =
      "(e.element <> i.element or c.first + e.n - 1 not between i.low and i.high)";

  private static final String REMOVAL =
      """
      (select ?::bigint as id, ?::bytea as element, ?::bigint as low, ?::bigint as high,
              ?::bigint[] as hits) i""";

  static final String REMOVE_EMPTIED =
      """
      with gone as (
        delete from list_chunk c
        using %s
        where c.id = any (array[i.id]) and c.first between i.low and i.high
          and not exists (select from unnest(c.items) with ordinality as e (element, n) where %s)
        returning c.count)
      select coalesce(sum(count), 0) from gone"""
          .formatted(REMOVAL, STAYS);

  static final String REMOVE_AND_SHIFT_DOWN =
      remove(
          "- width_bucket(c.first - 1, o.hits)",
          "c.first > i.low - %d and c.first + c.count > i.low".formatted(Limits.CHUNK_ELEMENTS),
          "asc");

  static final String REMOVE_AND_SHIFT_UP =
      remove(
          "+ cardinality(o.hits) - width_bucket(c.first - 1, o.hits)", "c.first <= i.high", "desc");

  static final String COPY =
      """
      insert into list_chunk (id, first, count, items)
      select ?, first, count, items from list_chunk where id = ?""";

  private final Transaction transaction;
  private final long id;

  /** The rows under an id. */
  public ListRows(Transaction transaction, long id) {
    this.transaction = transaction;
    this.id = id;
  }

  /** The rows come in the order of the index, so that a limit ends the search: no sort above it. */
  private static String find(String order) {
    return """
        select c.first + e.n - 1
        from (
          select l.first, l.items from list_chunk l
          where l.id = ? and l.first < ?
            and l.first >= coalesce((select max(b.first) from list_chunk b where b.id = ? and b.first <= ?), ?)
          order by l.id %1$s, l.first %1$s) c
        cross join lateral (
          select u.n from unnest(c.items) with ordinality as u (element, n)
          where u.element = ? and c.first + u.n - 1 >= ? and c.first + u.n - 1 < ?
          order by u.n %1$s) e
        offset ? limit nullif(?, 0)"""
        .formatted(order);
  }

  private static String shift(String comparison, String order, String sign) {
    return """
        update list_chunk c
        set first = c.first %3$s 1
        from (select id, first from list_chunk where id = ? and first %1$s ? order by first %2$s) o
        where c.id = any (array[o.id]) and c.first = o.first"""
        .formatted(comparison, order, sign);
  }

  private static String remove(String shift, String moved, String order) {
    return """
        with gone as (
          update list_chunk l
          set first = l.first %s, items = o.kept, count = cardinality(o.kept)
          from (
            select c.id, c.first, c.count, i.hits,
                   case when c.first <= i.high and c.first + c.count > i.low
                        then array(
                          select e.element from unnest(c.items) with ordinality as e (element, n)
                          where %s order by e.n)
                        else c.items end as kept
            from %s join list_chunk c on c.id = any (array[i.id])
            where %s
            order by c.first %s) o
          where l.id = any (array[o.id]) and l.first = o.first
          returning o.count - l.count as count)
        select coalesce(sum(count), 0) from gone"""
        .formatted(shift.replace("c.first", "l.first"), STAYS, REMOVAL, moved, order);
  }

  /** The rows that hold any of these positions, in order if the ranges are. */
  public List<Row> load(List<Range> ranges) {
    try (PreparedStatement select = transaction.prepare(LOAD)) {
      select.setObject(1, ranges.stream().mapToLong(Range::low).toArray());
      select.setObject(2, ranges.stream().mapToLong(Range::high).toArray());
      select.setLong(3, id);
      select.setLong(4, id);
      List<Row> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(new Row(rows.getLong(1), ItemArray.decode(rows.getBytes(2))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * The positions of elements that equal a given one.
   *
   * @param low the first position to look at
   * @param high the one behind the last
   * @param backwards whether to begin at the last one
   * @param skip how many matches to leave out
   * @param limit how many matches to return at most; 0 for all
   */
  public long[] find(
      byte[] element, long low, long high, boolean backwards, long skip, long limit) {
    try (PreparedStatement select = transaction.prepare(backwards ? FIND_BACKWARDS : FIND)) {
      int p = 1;
      select.setLong(p++, id);
      select.setLong(p++, high);
      select.setLong(p++, id);
      select.setLong(p++, low);
      select.setLong(p++, low);
      select.setBytes(p++, element);
      select.setLong(p++, low);
      select.setLong(p++, high);
      select.setLong(p++, skip);
      select.setLong(p, limit);
      LongStream.Builder found = LongStream.builder();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getLong(1));
        }
      }
      return found.build().toArray();
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** Moves all rows behind the one that begins at a position up by one. */
  public void shiftUpBehind(long first) {
    shift(SHIFT_UP, first);
  }

  /** Moves all rows before the one that begins at a position down by one. */
  public void shiftDownBefore(long first) {
    shift(SHIFT_DOWN, first);
  }

  private void shift(String sql, long first) {
    try (PreparedStatement update = transaction.prepare(sql)) {
      update.setLong(1, id);
      update.setLong(2, first);
      update.executeUpdate();
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * Removes elements, and closes the gaps.
   *
   * @param element what all of them equal
   * @param hits their positions in ascending order; every element between the first and the last of
   *     them that equals it must be among them
   * @param up whether what stands before them moves up, or what stands behind them moves down
   */
  public void remove(byte[] element, long[] hits, boolean up) {
    long gone =
        remove(REMOVE_EMPTIED, element, hits)
            + remove(up ? REMOVE_AND_SHIFT_UP : REMOVE_AND_SHIFT_DOWN, element, hits);
    if (gone != hits.length) {
      throw transaction.failure(
          new SQLException("elements that were found are gone", SqlFailure.GUARD_STATE));
    }
  }

  private long remove(String sql, byte[] element, long[] hits) {
    try (PreparedStatement remove = transaction.prepare(sql)) {
      remove.setLong(1, id);
      remove.setBytes(2, element);
      remove.setLong(3, hits[0]);
      remove.setLong(4, hits[hits.length - 1]);
      remove.setObject(5, hits);
      try (ResultSet row = remove.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** Copies all rows under another id. */
  public void copy(long newId) {
    try (PreparedStatement insert = transaction.prepare(COPY)) {
      transaction.allowLongSilence();
      insert.setLong(1, newId);
      insert.setLong(2, id);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }
}
