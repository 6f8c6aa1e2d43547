package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The fields of spread hashes. */
public final class HashTable extends ElementTable<HashTable.Field> {
  static final String EXPIRED =
      """
      select field from hash
      where -id = -?::bigint and expires_at <= ?
      order by -id, expires_at limit ?""";

  static final String COUNT_EXPIRED =
      """
      select count(*) from hash
      where -id = -?::bigint and expires_at <= ?""";

  /** The only one. */
  public static final HashTable INSTANCE = new HashTable();

  /**
   * What belongs to a field.
   *
   * @param value its value, not to be changed
   * @param expiresAt in milliseconds since the epoch, 0 for never
   */
  public record Field(byte[] value, long expiresAt) {}

  private HashTable() {
    super(
        "put_fields_unseen(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ", room = null",
        "hash",
        "field",
        new Column("value", "bytea"),
        new Column("expires_at", "bigint", "nullif(i.expires_at, 0)", "coalesce(e.expires_at, 0)"));
  }

  /** Fields that have expired, the first ones first. */
  public List<byte[]> expired(Transaction transaction, long id, long now, int limit) {
    try (PreparedStatement select = transaction.prepare(EXPIRED)) {
      select.setLong(1, id);
      select.setLong(2, now);
      select.setInt(3, limit);
      List<byte[]> fields = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          fields.add(rows.getBytes(1));
        }
      }
      return fields;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** How many fields have expired. */
  public long countExpired(Transaction transaction, long id, long now) {
    try (PreparedStatement select = transaction.prepare(COUNT_EXPIRED)) {
      select.setLong(1, id);
      select.setLong(2, now);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  @Override
  Field value(ResultSet rows, int column) throws SQLException {
    return new Field(rows.getBytes(column), rows.getLong(column + 1));
  }

  @Override
  int bindValues(PreparedStatement s, int p, List<? extends Element<Field>> elements)
      throws SQLException {
    byte[][] values = new byte[elements.size()][];
    long[] expiries = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      Field field = elements.get(i).value();
      values[i] = field.value;
      expiries[i] = field.expiresAt;
    }
    s.setObject(p, values);
    s.setObject(p + 1, expiries);
    return p + 2;
  }

  @Override
  void bindUnseen(
      PreparedStatement s, int p, List<? extends Element<Field>> elements, int blockElements)
      throws SQLException {
    byte[][] values = new byte[elements.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = elements.get(i).value().value;
    }
    s.setObject(p, values);
  }
}
