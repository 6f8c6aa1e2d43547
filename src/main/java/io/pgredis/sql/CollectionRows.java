package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The statements that write the rows of keys that hold collections. They stand apart from those of
 * strings, so that a batch of strings does not carry their parameters.
 */
final class CollectionRows {
  private static final String COLUMNS =
      """
      ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::smallint[], ?::smallint[],
      ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[]""";

  private static final String NAMES =
      "i (keyspace, high, low, name, type, encoding, id, length, head, items, expires_at, version)";

  private static final String INSERT =
      """
      insert into key (keyspace, high, low, name, type, encoding, id, length, head, items, expires_at, version)
      select i.keyspace, i.high, i.low, i.name, i.type, i.encoding, nullif(i.id, 0),
             case when i.id <> 0 then i.length end, case when i.id <> 0 then i.head end,
             i.items::bytea[], nullif(i.expires_at, 0), i.version
      from unnest(%s) as %s"""
          .formatted(COLUMNS, NAMES);

  private static final String UPDATE =
      """
      with written as (
        update key t
        set type = i.type, encoding = i.encoding, value = null, id = nullif(i.id, 0),
            length = case when i.id <> 0 then i.length end, head = case when i.id <> 0 then i.head end,
            items = i.items::bytea[], expires_at = nullif(i.expires_at, 0), version = i.version, room = null
        from unnest(%s) as %s
        where t.keyspace = any (array[i.keyspace]) and (t.high, t.low) = (i.high, i.low)
        returning 1)
      """
              .formatted(COLUMNS, NAMES)
          + Flush.GUARD;

  /** As {@link #UPDATE}, for what is one key most of the time: a list of one costs more. */
  private static final String UPDATE_ONE =
      """
      update key t
      set type = ?, encoding = ?, value = null, id = ?, length = ?, head = ?,
          items = ?::text::bytea[], room = null, expires_at = ?, version = ?
      where t.keyspace = ? and t.high = ? and t.low = ?
      returning 1""";

  private static final String BURY =
      """
      insert into graveyard (id, type)
      select i.id, i.type from unnest(?::bigint[], ?::smallint[]) as i (id, type)""";

  private static final String NEXT_IDS =
      "select nextval('collection_id') from generate_series(1, ?)";

  private CollectionRows() {}

  static void insert(Flush flush, List<RowWrite> rows) {
    flush.add(INSERT, (s, p) -> bind(s, p, rows));
  }

  static void update(Flush flush, List<RowWrite> rows) {
    if (rows.size() == 1) {
      flush.addSingle(UPDATE_ONE, (s, p) -> bindOne(s, p, rows.getFirst()));
    } else {
      flush.add(UPDATE, (s, p) -> Flush.bindGuard(s, bind(s, p, rows), rows.size()));
    }
  }

  /** Notes collections that no key holds any more. */
  static void bury(Flush flush, List<Changes.Grave> graves) {
    flush.add(
        BURY,
        (s, p) -> {
          long[] ids = new long[graves.size()];
          short[] types = new short[ids.length];
          for (int i = 0; i < ids.length; i++) {
            ids[i] = graves.get(i).id();
            types[i] = graves.get(i).type();
          }
          s.setObject(p, ids);
          s.setObject(p + 1, types);
          return p + 2;
        });
  }

  /** Takes ids for collections that are about to be spread. */
  static long[] nextIds(Transaction transaction, int count) {
    try (PreparedStatement select = transaction.prepare(NEXT_IDS)) {
      select.setInt(1, count);
      long[] ids = new long[count];
      try (ResultSet rows = select.executeQuery()) {
        for (int i = 0; rows.next(); i++) {
          ids[i] = rows.getLong(1);
        }
      }
      return ids;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  private static int bindOne(PreparedStatement s, int p, RowWrite row) throws SQLException {
    boolean spread = row.collectionId() != 0;
    int next = Flush.bindKind(s, p, row);
    Flush.bindLong(s, next++, row.collectionId(), spread);
    Flush.bindLong(s, next++, row.collectionLength(), spread);
    Flush.bindLong(s, next++, row.collectionHead(), spread);
    s.setString(next++, spread ? null : ItemArray.literal(row.collectionItems()));
    return Flush.bindRest(s, next, row);
  }

  private static int bind(PreparedStatement s, int p, List<RowWrite> rows) throws SQLException {
    int next = Flush.bindKeys(s, p, rows);
    String[] items = new String[rows.size()];
    byte[][] names = new byte[items.length][];
    for (int i = 0; i < items.length; i++) {
      RowWrite row = rows.get(i);
      names[i] = row.name();
      items[i] = row.collectionId() == 0 ? ItemArray.literal(row.collectionItems()) : null;
    }
    s.setObject(next++, names);
    s.setObject(next++, Flush.shorts(rows, true));
    s.setObject(next++, Flush.shorts(rows, false));
    s.setObject(next++, Flush.longs(rows, RowWrite::collectionId));
    s.setObject(next++, Flush.longs(rows, RowWrite::collectionLength));
    s.setObject(next++, Flush.longs(rows, RowWrite::collectionHead));
    s.setObject(next++, items);
    s.setObject(next++, Flush.longs(rows, RowWrite::expiryMillis));
    s.setObject(next++, Flush.longs(rows, RowWrite::version));
    return next;
  }
}
