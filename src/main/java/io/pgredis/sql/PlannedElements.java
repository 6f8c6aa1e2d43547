package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Elements by name, of any collections.
 *
 * @param <V> what belongs to a name
 */
public final class PlannedElements<V> implements PlannedRead {
  /** An element: which collection in the order of asking, and its name's digest. */
  private record Place(int collection, long high, long low) {}

  private final ElementTable<V> table;
  private final Map<RowKey, Integer> collections = new LinkedHashMap<>();
  private final List<List<Place>> asked = new ArrayList<>();
  private final Map<Place, Integer> order = new HashMap<>();
  private ElementTable.Row<V>[] found;

  /** None yet. */
  public PlannedElements(ElementTable<V> table) {
    this.table = table;
  }

  /** Asks for the element of a key's collection whose name has this digest; once for each. */
  public void add(RowKey key, long high, long low) {
    int collection = collections.computeIfAbsent(key, k -> collections.size());
    if (collection == asked.size()) {
      asked.add(new ArrayList<>());
    }
    Place place = new Place(collection, high, low);
    asked.get(collection).add(place);
    order.put(place, order.size());
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
  public String textWithoutArrays() {
    return table.plannedEach;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    int[] first = new int[asked.size()];
    int[] last = new int[asked.size()];
    long[] highs = new long[order.size()];
    int at = 0;
    for (int i = 0; i < first.length; i++) {
      first[i] = at + 1;
      for (Place place : asked.get(i)) {
        highs[at++] = place.high;
      }
      last[i] = at;
    }
    int next = Flush.bindKeys(s, p, List.copyOf(collections.keySet()));
    s.setObject(next, first);
    s.setObject(next + 1, last);
    s.setObject(next + 2, highs);
    return next + 3;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public void read(ResultSet rows) throws SQLException {
    found = new ElementTable.Row[order.size()];
    while (rows.next()) {
      ElementTable.Row<V> row = table.row(rows, 2);
      Integer at = order.get(new Place(rows.getInt(1) - 1, row.high(), row.low()));
      // Another name may share half of the digest.
      if (at != null) {
        found[at] = row;
      }
    }
  }
}
