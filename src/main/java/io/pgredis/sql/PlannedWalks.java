package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * All elements of collections that have no more than so many.
 *
 * @param <V> what belongs to a name
 */
public final class PlannedWalks<V> implements PlannedRead {
  /** What all collections of a batch may have together, if each has as much as any other. */
  static final int ROWS = 100_000;

  private final ElementTable<V> table;
  private final int limit;
  private final List<RowKey> keys = new ArrayList<>();
  private final List<List<ElementTable.Row<V>>> found = new ArrayList<>();

  /**
   * None yet.
   *
   * @param limit of larger collections nothing is read
   */
  public PlannedWalks(ElementTable<V> table, int limit) {
    this.table = table;
    this.limit = limit;
  }

  /** Asks for the elements of a key's collection. */
  public void add(RowKey key) {
    keys.add(key);
    found.add(new ArrayList<>());
  }

  /** What was found, in the order of asking; nothing where the collection is too large. */
  public List<List<ElementTable.Row<V>>> found() {
    return found;
  }

  @Override
  public String text() {
    return table.plannedWalk;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    int next = Flush.bindKeys(s, p, keys);
    s.setInt(next, Math.min(limit, ROWS / keys.size()));
    return next + 1;
  }

  @Override
  public void read(ResultSet rows) throws SQLException {
    while (rows.next()) {
      found.get(rows.getInt(1) - 1).add(table.row(rows, 2));
    }
  }
}
