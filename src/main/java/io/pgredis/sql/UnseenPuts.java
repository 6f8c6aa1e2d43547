package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements to be put into spread collections that nobody has looked at; a function of the schema
 * (V10) looks, writes and counts in one call.
 *
 * @param <V> what belongs to an element's name
 */
public final class UnseenPuts<V> {
  private final ElementTable<V> table;
  private final int blockElements;
  private final List<RowWrite> keys = new ArrayList<>();
  private final List<Element<V>> elements = new ArrayList<>();
  private final List<Integer> lasts = new ArrayList<>();

  /**
   * None yet.
   *
   * @param blockElements the smallest size of the blocks by which sorted sets are counted
   */
  public UnseenPuts(ElementTable<V> table, int blockElements) {
    this.table = table;
    this.blockElements = blockElements;
  }

  /** Elements of a key, each once. */
  public void add(RowWrite key, List<? extends Element<V>> its) {
    keys.add(key);
    elements.addAll(its);
    lasts.add(elements.size());
  }

  int elements() {
    return elements.size();
  }

  String text() {
    return table.putUnseen;
  }

  /** Sets its parameters from a position on. */
  void bind(PreparedStatement s, int p) throws SQLException {
    int next = Flush.bindKeys(s, p, keys);
    s.setObject(next++, Flush.longs(keys, RowWrite::version));
    s.setObject(next++, lasts.stream().mapToInt(Integer::intValue).toArray());
    s.setObject(next++, Flush.longs(elements, Element::high));
    s.setObject(next++, Flush.longs(elements, Element::low));
    byte[][] names = new byte[elements.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = elements.get(i).name();
    }
    s.setObject(next++, names);
    table.bindUnseen(s, next, elements, blockElements);
  }
}
