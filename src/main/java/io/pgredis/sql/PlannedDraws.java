package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Elements of collections chosen fairly, as {@link ElementTable#sample} does it, where the
 * collection's size is not known yet.
 *
 * @param <V> what belongs to a name
 */
public final class PlannedDraws<V> implements PlannedRead {
  private final ElementTable<V> table;
  private final Random random;
  private final List<RowKey> keys = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private final List<List<ElementTable.Row<V>>> found = new ArrayList<>();

  /** None yet. */
  public PlannedDraws(ElementTable<V> table, Random random) {
    this.table = table;
    this.random = random;
  }

  /** Asks for about so many elements of a key's collection. */
  public void add(RowKey key, int count) {
    keys.add(key);
    counts.add(count);
    found.add(new ArrayList<>());
  }

  /** What was found, in the order of asking; there may be more, fewer or none. */
  public List<List<ElementTable.Row<V>>> found() {
    return found;
  }

  @Override
  public String text() {
    return table.plannedSample;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    Draws draws = new Draws(random);
    for (int i = 0; i < counts.size(); i++) {
      draws.add(i + 1, counts.get(i), Draws.SLOTS_PER_RANGE);
    }
    return draws.bind(s, Flush.bindKeys(s, p, keys));
  }

  @Override
  public void read(ResultSet rows) throws SQLException {
    Draws.read(table, rows, (n, row) -> found.get(n - 1).add(row));
  }
}
