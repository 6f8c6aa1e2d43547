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
    int all = 0;
    for (int count : counts) {
      all += ElementTable.tries(count);
    }
    int[] which = new int[all];
    double[] places = new double[all];
    int[] slots = new int[all];
    int at = 0;
    for (int i = 0; i < counts.size(); i++) {
      for (int n = ElementTable.tries(counts.get(i)); n > 0; n--) {
        which[at] = i + 1;
        places[at] = random.nextDouble();
        slots[at++] = random.nextInt(ElementTable.SLOTS_PER_RANGE);
      }
    }
    int next = Flush.bindKeys(s, p, keys);
    s.setObject(next, which);
    s.setObject(next + 1, places);
    s.setObject(next + 2, slots);
    return next + 3;
  }

  @Override
  public void read(ResultSet rows) throws SQLException {
    while (rows.next()) {
      found.get(rows.getInt(1) - 1).add(table.row(rows, 2));
    }
  }
}
