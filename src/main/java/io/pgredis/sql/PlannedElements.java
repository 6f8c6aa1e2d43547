package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements by name, of any collections.
 *
 * @param <V> what belongs to a name
 */
public final class PlannedElements<V> implements PlannedRead {
  private final ElementTable<V> table;
  private final List<RowKey> keys = new ArrayList<>();
  private final List<Long> highs = new ArrayList<>();
  private final List<Long> lows = new ArrayList<>();
  private ElementTable.Row<V>[] found;

  /** None yet. */
  public PlannedElements(ElementTable<V> table) {
    this.table = table;
  }

  /** Asks for the element of a key's collection whose name has this digest. */
  public void add(RowKey key, long high, long low) {
    keys.add(key);
    highs.add(high);
    lows.add(low);
  }

  /** What was found, in the order of asking; null where there is no such element. */
  public ElementTable.Row<V>[] found() {
    return found;
  }

  @Override
  public String text() {
    return table.planned;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    int next = Flush.bindKeys(s, p, keys);
    s.setObject(next, Flush.longs(highs, Long::longValue));
    s.setObject(next + 1, Flush.longs(lows, Long::longValue));
    return next + 2;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public void read(ResultSet rows) throws SQLException {
    found = new ElementTable.Row[keys.size()];
    while (rows.next()) {
      found[rows.getInt(1) - 1] = table.row(rows, 2);
    }
  }
}
