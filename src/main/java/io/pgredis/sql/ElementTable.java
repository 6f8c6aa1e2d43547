package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A table of elements that are found by the digest of their names: fields of hashes, members of
 * sets and of sorted sets. What one of them has and the others have not is its columns.
 *
 * @param <V> what belongs to a name, made of these columns
 */
public abstract class ElementTable<V> {
  /**
   * A column that belongs to a name.
   *
   * @param name its name
   * @param type its type
   * @param written what is written; the parameter is {@code i.} and the name
   * @param read what is read; the table is {@code e}
   */
  record Column(String name, String type, String written, String read) {
    Column(String name, String type) {
      this(name, type, "i." + name, "e." + name);
    }
  }

  /**
   * An element as it was read.
   *
   * @param high the first 63 bits of the name's digest
   * @param low the next 64 bits
   * @param name the field or member
   * @param value what belongs to it
   */
  public record Row<V>(long high, long low, byte[] name, V value) {}

  /**
   * A page of a scan.
   *
   * @param rows its elements
   * @param next the position of the next page, 0 at the end
   */
  public record Page<V>(List<Row<V>> rows, long next) {}

  final String insert;
  final String update;
  final String delete;
  final String find;
  final String findEach;
  final String planned;
  final String plannedEach;
  final String plannedWalk;
  final String plannedSample;
  final String next;
  final String pageEnd;
  final String page;
  final String sample;
  final String copy;

  /** The call that puts elements unseen, see {@link UnseenPuts}. */
  final String putUnseen;

  /**
   * A table.
   *
   * @param putUnseen the call of the function that puts elements unseen
   * @param table its name
   * @param name the name of the column with the names of its elements
   * @param columns what belongs to a name
   */
  ElementTable(String putUnseen, String table, String name, Column... columns) {
    this(putUnseen, "", table, name, columns);
  }

  /**
   * As above, of a table whose rows may have room that their first update gives up (V8).
   *
   * @param tidied what does that, behind the other columns that are set
   */
  ElementTable(String putUnseen, String tidied, String table, String name, Column... columns) {
    this.putUnseen = "select " + putUnseen;
    List<Column> all = List.of(columns);
    String names = all.stream().map(c -> ", " + c.name).collect(Collectors.joining());
    String types = all.stream().map(c -> ", ?::" + c.type + "[]").collect(Collectors.joining());
    String written = all.stream().map(c -> ", " + c.written).collect(Collectors.joining());
    String read = all.stream().map(c -> ", " + c.read).collect(Collectors.joining());
    String row = "e.high, e.low, e." + name + read;

    insert =
        """
        insert into %s (id, high, low, %s%s)
        select i.id, i.high, i.low, i.name%s
        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[]%s) as i (id, high, low, name%s)"""
            .formatted(table, name, names, written, types, names);
    update =
        all.isEmpty()
            ? ""
            : """
              with written as (
                update %s e set %s
                from unnest(?::bigint[], ?::bigint[], ?::bigint[]%s) as i (id, high, low%s)
                where e.id = any (array[i.id]) and (e.high, e.low) = (i.high, i.low)
                returning 1)
              """
                    .formatted(
                        table,
                        all.stream()
                                .map(c -> c.name + " = " + c.written)
                                .collect(Collectors.joining(", "))
                            + tidied,
                        types,
                        names)
                + Flush.GUARD;
    delete =
        """
        with written as (
          delete from %s e
          using unnest(?::bigint[], ?::bigint[], ?::bigint[]) as i (id, high, low)
          where e.id = any (array[i.id]) and (e.high, e.low) = (i.high, i.low)
          returning 1)
        """
                .formatted(table)
            + Flush.GUARD;
    // One scan of the index for all. It goes by half of the digest; the caller compares names.
    find =
        """
        select %s from %s e
        where e.id = ? and e.high = any (?::bigint[])"""
            .formatted(row, table);
    // One after the other. Without "offset 0" a plan made on an empty table may go by the id alone.
    findEach =
        """
        select r.*
        from (select ?::bigint as id offset 0) k
        cross join unnest(?::bigint[]) as i (high)
        cross join lateral (
          select %s from %s e where e.id = k.id and e.high = i.high offset 0) r"""
            .formatted(row, table);
    String collections =
        """
        select k.n::integer, r.*
        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::integer[], ?::integer[]) with ordinality
          as k (keyspace, high, low, first, last, n)
        join key t on t.keyspace = any (array[k.keyspace]) and (t.high, t.low) = (k.high, k.low)
        """;
    // As "find", once for each collection: its part of the names.
    planned =
        collections
            + """
              cross join lateral (
                select %s from %s e
                where e.id = t.id and e.high = any ((?::bigint[])[k.first:k.last]) offset 0) r"""
                .formatted(row, table);
    plannedEach =
        collections
            + """
              cross join unnest((?::bigint[])[k.first:k.last]) as i (high)
              cross join lateral (
                select %s from %s e where e.id = t.id and e.high = i.high offset 0) r"""
                .formatted(row, table);
    plannedWalk =
        """
        select i.n::integer, r.*
        from unnest(?::bigint[], ?::bigint[], ?::bigint[]) with ordinality as i (keyspace, high, low, n)
        join key k on k.keyspace = any (array[i.keyspace]) and (k.high, k.low) = (i.high, i.low) and k.length <= ?
        cross join lateral (
          select %s from %s e where e.id = k.id order by e.id, e.high, e.low) r"""
            .formatted(row, table);
    plannedSample =
        Draws.statement(
            """
            (select i.n, k.id, k.length
             from unnest(?::bigint[], ?::bigint[], ?::bigint[]) with ordinality as i (keyspace, high, low, n)
             join key k on k.keyspace = any (array[i.keyspace]) and (k.high, k.low) = (i.high, i.low)) k""",
            table,
            row);
    sample =
        Draws.statement(
            "(select 1 as n, ?::bigint as id, ?::bigint as length offset 0) k", table, row);
    next =
        """
        select %s from %s e
        where e.id = ? and (e.high, e.low) > (?, ?)
        order by e.id, e.high, e.low limit ?"""
            .formatted(row, table);
    pageEnd =
        """
        select high from %s
        where id = ? and high >= ?
        order by id, high, low limit 1 offset ?"""
            .formatted(table);
    page =
        """
        select %s from %s e
        where e.id = ? and e.high >= ? and e.high <= ?
        order by e.id, e.high, e.low"""
            .formatted(row, table);
    copy =
        """
        insert into %s (id, high, low, %s%s)
        select ?, high, low, %s%s from %s where id = ?"""
            .formatted(table, name, names, name, names, table);
  }

  /** Reads what belongs to a name, from a column on. */
  abstract V value(ResultSet rows, int column) throws SQLException;

  /** Binds what belongs to names, one array for each column; answers the next parameter. */
  abstract int bindValues(PreparedStatement s, int p, List<? extends Element<V>> elements)
      throws SQLException;

  /** Binds what {@link #putUnseen} takes behind the names. */
  abstract void bindUnseen(
      PreparedStatement s, int p, List<? extends Element<V>> elements, int blockElements)
      throws SQLException;

  final Row<V> row(ResultSet rows, int column) throws SQLException {
    return new Row<>(
        rows.getLong(column),
        rows.getLong(column + 1),
        rows.getBytes(column + 2),
        value(rows, column + 3));
  }

  final int bindDigests(PreparedStatement s, int p, List<? extends Element<V>> elements)
      throws SQLException {
    s.setObject(p, Flush.longs(elements, Element::id));
    s.setObject(p + 1, Flush.longs(elements, Element::high));
    s.setObject(p + 2, Flush.longs(elements, Element::low));
    return p + 3;
  }

  /**
   * Looks elements of one collection up by the first halves of the digests of their names.
   *
   * @return the rows that exist, in no order, and perhaps others that share a half with them
   */
  public final List<Row<V>> find(Transaction transaction, long id, long[] highs) {
    try (PreparedStatement select =
        transaction.prepare(transaction.looksUpArrays() ? find : findEach)) {
      select.setLong(1, id);
      select.setObject(2, highs);
      return rows(select, 1);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** The next rows in the order of digests behind a row; from the beginning behind (-1, 0). */
  public final List<Row<V>> next(Transaction transaction, long id, long high, long low, int limit) {
    try (PreparedStatement select = transaction.prepare(next)) {
      select.setLong(1, id);
      select.setLong(2, high);
      select.setLong(3, low);
      select.setInt(4, limit);
      return rows(select, 1);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * A page of HSCAN and its kin; rows that share a position are never torn apart.
   *
   * @param from the position to begin at, included
   * @param count how many rows
   */
  public final Page<V> page(Transaction transaction, long id, long from, int count) {
    try (PreparedStatement bound = transaction.prepare(pageEnd);
        PreparedStatement select = transaction.prepare(page)) {
      bound.setLong(1, id);
      bound.setLong(2, from);
      bound.setInt(3, count);
      long following = 0;
      try (ResultSet row = bound.executeQuery()) {
        if (row.next()) {
          following = Math.max(row.getLong(1), from + 1);
        }
      }
      select.setLong(1, id);
      select.setLong(2, from);
      select.setLong(3, following == 0 ? Long.MAX_VALUE : following - 1);
      return new Page<>(rows(select, 1), following);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * Elements chosen fairly. There may be fewer than asked for, even none.
   *
   * @param size how many elements are stored
   * @param count about how many to choose
   */
  public final List<Row<V>> sample(
      Transaction transaction, long id, long size, int count, Random random) {
    Draws draws = new Draws(random);
    // In a single range no slot need be empty.
    draws.add(1, count, (int) Math.min(size, Draws.SLOTS_PER_RANGE));
    try (PreparedStatement select = transaction.prepare(sample)) {
      select.setLong(1, id);
      select.setLong(2, size);
      draws.bind(select, 3);
      List<Row<V>> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        Draws.read(this, rows, (n, row) -> found.add(row));
      }
      return found;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** Copies all rows of a collection under another id. */
  public final void copy(Transaction transaction, long id, long newId) {
    try (PreparedStatement insertion = transaction.prepare(copy)) {
      transaction.allowLongSilence();
      insertion.setLong(1, newId);
      insertion.setLong(2, id);
      insertion.executeUpdate();
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  private List<Row<V>> rows(PreparedStatement select, int column) throws SQLException {
    List<Row<V>> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows, column));
      }
    }
    return found;
  }
}
