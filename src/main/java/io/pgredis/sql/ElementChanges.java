package io.pgredis.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * What a batch changes in a table of elements.
 *
 * @param <V> what belongs to a name
 */
public final class ElementChanges<V> implements FlushPart {
  private final ElementTable<V> table;
  private final List<Element<V>> inserts = new ArrayList<>();
  private final List<Element<V>> updates = new ArrayList<>();
  private final List<Element<V>> deletes = new ArrayList<>();

  /** No changes yet. */
  public ElementChanges(ElementTable<V> table) {
    this.table = table;
  }

  /** A row that does not exist yet. */
  public void insert(Element<V> element) {
    inserts.add(element);
  }

  /** A row that exists, with a new value. */
  public void update(Element<V> element) {
    updates.add(element);
  }

  /** A row that exists and goes. */
  public void delete(Element<V> element) {
    deletes.add(element);
  }

  @Override
  public boolean isEmpty() {
    return inserts.isEmpty() && updates.isEmpty() && deletes.isEmpty();
  }

  @Override
  public int rows() {
    return inserts.size() + updates.size() + deletes.size();
  }

  @Override
  public void addTo(Flush flush) {
    if (!deletes.isEmpty()) {
      flush.add(
          table.delete,
          (s, p) -> Flush.bindGuard(s, table.bindDigests(s, p, deletes), deletes.size()));
    }
    if (!updates.isEmpty()) {
      flush.add(
          table.update,
          (s, p) -> {
            int next = table.bindValues(s, table.bindDigests(s, p, updates), updates);
            return Flush.bindGuard(s, next, updates.size());
          });
    }
    if (!inserts.isEmpty()) {
      flush.add(
          table.insert,
          (s, p) -> {
            int next = table.bindDigests(s, p, inserts);
            byte[][] names = new byte[inserts.size()][];
            for (int i = 0; i < names.length; i++) {
              names[i] = inserts.get(i).name();
            }
            s.setObject(next, names);
            return table.bindValues(s, next + 1, inserts);
          });
    }
  }
}
