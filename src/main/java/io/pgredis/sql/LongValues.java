package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.postgresql.PGStatement;

/**
 * Values of strings that are too long to travel with others: a load leaves them out, and inside of
 * an array they would be copied several times over. Each is read and written by a statement of its
 * own within an open transaction.
 */
public final class LongValues {
  /** The driver's sign for results in binary from the first execution on. */
  private static final int FORCE_BINARY = -1;

  private final Transaction transaction;

  private interface Writer {
    void write(RowWrite row) throws SQLException;
  }

  LongValues(Transaction transaction) {
    this.transaction = transaction;
  }

  /** Reads a value that a load left out for its length; empty if the row is gone. */
  public byte[] read(RowKey key) {
    try (PreparedStatement select =
        transaction.prepare("select value from key where (keyspace, high, low) = (?, ?, ?)")) {
      transaction.allowLongSilence();
      // Else the driver would ask for the first value as text, twice as long as the value, and
      // PostgreSQL makes no text of 1 GB.
      select.unwrap(PGStatement.class).setPrepareThreshold(FORCE_BINARY);
      select.setLong(1, key.keyspace());
      select.setLong(2, key.high());
      select.setLong(3, key.low());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : new byte[0];
      }
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** Reads a part of such a value. */
  public byte[] readPart(RowKey key, int from, int to) {
    try (PreparedStatement select =
        transaction.prepare(
            """
            select substring(value from ? for ?) from key
            where (keyspace, high, low) = (?, ?, ?)""")) {
      transaction.allowLongSilence();
      select.setInt(1, from + 1);
      select.setInt(2, to - from);
      select.setLong(3, key.keyspace());
      select.setLong(4, key.high());
      select.setLong(5, key.low());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : new byte[0];
      }
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** Writes the long values among changes and takes them out of these. */
  void write(Changes changes) throws SQLException {
    takeLong(changes.inserts, this::insert);
    takeLong(changes.updates, this::update);
  }

  private static void takeLong(List<RowWrite> rows, Writer writer) throws SQLException {
    for (Iterator<RowWrite> all = rows.iterator(); all.hasNext(); ) {
      RowWrite row = all.next();
      if (row.valueBytes() != null && row.valueBytes().length > Limits.ARRAY_VALUE_BYTES) {
        writer.write(row);
        all.remove();
      }
    }
  }

  private void insert(RowWrite row) throws SQLException {
    transaction.allowLongSilence();
    try (PreparedStatement insert =
        transaction.prepare(
            """
            insert into key (value, type, encoding, expires_at, version, keyspace, high, low, name)
            values (?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?)""")) {
      bind(insert, row);
      insert.setBytes(9, row.name());
      insert.executeUpdate();
    }
  }

  private void update(RowWrite row) throws SQLException {
    transaction.allowLongSilence();
    try (PreparedStatement update =
        transaction.prepare(
            """
            update key
            set value = ?, type = ?, encoding = ?, expires_at = nullif(?, 0), version = ?,
                id = null, length = null, head = null, items = null
            where (keyspace, high, low) = (?, ?, ?)""")) {
      bind(update, row);
      if (update.executeUpdate() != 1) {
        throw new SQLException("a row that was locked and loaded is gone", "22012");
      }
    }
  }

  private static void bind(PreparedStatement statement, RowWrite row) throws SQLException {
    statement.setBytes(1, row.valueBytes());
    statement.setShort(2, row.typeCode());
    statement.setShort(3, row.encodingCode());
    statement.setLong(4, row.expiryMillis());
    statement.setLong(5, row.version());
    statement.setLong(6, row.keyspace());
    statement.setLong(7, row.high());
    statement.setLong(8, row.low());
  }
}
