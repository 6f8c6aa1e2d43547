package io.pgredis.keyspace;

import io.pgredis.keyspace.KeyedView.Item;
import io.pgredis.sql.Changes;
import io.pgredis.sql.Element;
import io.pgredis.sql.ElementChanges;
import io.pgredis.sql.ElementTable;
import io.pgredis.sql.ElementTable.Row;
import io.pgredis.sql.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What is known of a spread collection's elements, in front of their table: for each name that the
 * batch has looked at, what is stored and what is to be.
 *
 * @param <V> what belongs to a name
 */
final class Overlay<V> {
  /** Rows that a walk over all elements reads at a time. */
  static final int WALK_ROWS = 10_000;

  /** A collection of so many elements is kept in memory once it has been read as a whole. */
  static final int KEPT_ELEMENTS = 10_000;

  /**
   * After so many rounds of draws without success the digests are not spread evenly: somebody has
   * chosen the names for that.
   */
  private static final int DRAW_ROUNDS = 20;

  /** A name that has been looked at, whether or not there is such an element. */
  private static final class Slot<V> implements Element<V> {
    private final Overlay<V> overlay;
    private final byte[] name;
    private final long high;
    private final long low;
    private V stored;
    private V value;

    Slot(Overlay<V> overlay, byte[] name) {
      this(overlay, name, Digest.of(name));
    }

    private Slot(Overlay<V> overlay, byte[] name, byte[] digest) {
      this(overlay, name, Digest.high(digest), Digest.low(digest));
    }

    Slot(Overlay<V> overlay, byte[] name, long high, long low) {
      this.overlay = overlay;
      this.name = name;
      this.high = high;
      this.low = low;
    }

    Slot(Overlay<V> overlay, Row<V> row) {
      this(overlay, row.name(), row.high(), row.low());
      this.stored = row.value();
      this.value = stored;
    }

    @Override
    public long id() {
      return overlay.view.id();
    }

    @Override
    public long high() {
      return high;
    }

    @Override
    public long low() {
      return low;
    }

    @Override
    public byte[] name() {
      return name;
    }

    @Override
    public V value() {
      return value;
    }
  }

  private final KeyedView<V> view;
  private final ElementTable<V> table;
  private final Map<Bytes, Slot<V>> known = new HashMap<>();
  private final Set<Slot<V>> dirty = new LinkedHashSet<>();
  private final Deque<Row<V>> drawn = new ArrayDeque<>();
  private boolean complete;
  private long size;

  /** How many elements are stored. */
  private long storedSize;

  /** Nothing is known of a stored collection but its size. */
  Overlay(KeyedView<V> view, long size) {
    this.view = view;
    this.table = view.table();
    this.size = size;
    this.storedSize = size;
  }

  /** All is known of a collection that is not stored yet. */
  Overlay(KeyedView<V> view, Map<Bytes, V> elements) {
    this(view, elements.size());
    storedSize = 0;
    complete = true;
    elements.forEach(
        (name, value) -> {
          Slot<V> slot = new Slot<>(this, name.array());
          slot.value = value;
          known.put(name, slot);
          dirty.add(slot);
        });
  }

  long size() {
    return size;
  }

  /** Whether every element is in memory. */
  boolean isComplete() {
    return complete;
  }

  V find(byte[] name) {
    Bytes key = Bytes.of(name);
    look(List.of(key));
    Slot<V> slot = known.get(key);
    return slot == null ? null : slot.value;
  }

  /** Loads what is not known of these names, together. */
  void look(Collection<Bytes> names) {
    if (complete) {
      return;
    }
    List<Slot<V>> unknown = new ArrayList<>();
    for (Bytes name : names) {
      if (!known.containsKey(name)) {
        Slot<V> slot = new Slot<>(this, name.array());
        unknown.add(slot);
        known.put(name, slot);
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    Transaction transaction = view.unit().reading();
    long[] highs = unknown.stream().mapToLong(Slot::high).toArray();
    for (Row<V> row : table.find(transaction, view.id(), highs)) {
      Slot<V> slot = known.get(Bytes.of(row.name()));
      if (slot != null && slot.stored == null && !dirty.contains(slot)) {
        slot.stored = row.value();
        slot.value = row.value();
      }
    }
  }

  /** Takes note of what a load has brought: null for no such element. */
  void loaded(Bytes name, long high, long low, Row<V> row) {
    if (!complete) {
      known.computeIfAbsent(
          name, n -> row == null ? new Slot<>(this, n.array(), high, low) : new Slot<>(this, row));
    }
  }

  /** Takes note of all stored elements. */
  void loadedAll(List<Row<V>> rows) {
    if (!complete) {
      for (Row<V> row : rows) {
        known.computeIfAbsent(Bytes.of(row.name()), n -> new Slot<>(this, row));
      }
      complete = true;
    }
  }

  /** Sets what belongs to a name, null for no such element. It has been looked at before. */
  void assign(byte[] name, V value) {
    Slot<V> slot = known.computeIfAbsent(Bytes.of(name), n -> new Slot<>(this, name));
    size += (value == null ? 0 : 1) - (slot.value == null ? 0 : 1);
    slot.value = value;
    dirty.add(slot);
  }

  /** Stored elements have been deleted; nothing is left to be written. */
  void deleted(Predicate<Item<V>> gone, long count) {
    for (Slot<V> slot : known.values()) {
      if (slot.value != null && gone.test(item(slot))) {
        slot.value = null;
        slot.stored = null;
      }
    }
    drawn.clear();
    size -= count;
  }

  /** Walks over all elements in no order. */
  void each(Consumer<Item<V>> consumer) {
    if (!complete) {
      view.unit().readsAtLength(size);
      boolean keeps = size <= KEPT_ELEMENTS;
      walkStored(keeps, keeps ? item -> {} : consumer);
      if (!keeps) {
        for (Slot<V> slot : dirty) {
          if (slot.stored == null && slot.value != null) {
            consumer.accept(item(slot));
          }
        }
        return;
      }
      complete = true;
    }
    for (Slot<V> slot : known.values()) {
      if (slot.value != null) {
        consumer.accept(item(slot));
      }
    }
  }

  private void walkStored(boolean keeps, Consumer<Item<V>> consumer) {
    Transaction transaction = view.unit().reading();
    long high = -1;
    long low = 0;
    List<Row<V>> rows;
    do {
      rows = table.next(transaction, view.id(), high, low, WALK_ROWS);
      for (Row<V> row : rows) {
        Bytes name = Bytes.of(row.name());
        Slot<V> slot = known.get(name);
        if (slot == null) {
          if (keeps) {
            known.put(name, new Slot<>(this, row));
          }
          consumer.accept(new Item<>(row.name(), row.value()));
        } else if (slot.value != null) {
          consumer.accept(item(slot));
        }
        high = row.high();
        low = row.low();
      }
    } while (rows.size() == WALK_ROWS);
  }

  private static <V> Item<V> item(Slot<V> slot) {
    return new Item<>(slot.name, slot.value);
  }

  /**
   * Elements chosen fairly, each independently of the others. What is stored is chosen by the
   * table; what the batch has removed of it is passed over, and what it has added comes in by its
   * share.
   *
   * @param enough is asked after each element whether to stop
   */
  void draw(Random random, int expected, Taker<V> enough) {
    if (!complete && size < storedSize / 2) {
      // Most of what the table would choose is gone.
      view.readStored();
    }
    List<Slot<V>> fresh = new ArrayList<>();
    for (Slot<V> slot : complete ? known.values() : dirty) {
      if (slot.value != null && (complete || slot.stored == null)) {
        fresh.add(slot);
      }
    }
    boolean goesOn = size > 0;
    while (goesOn) {
      long chosen = random.nextLong(size);
      goesOn =
          enough.take(
              chosen < fresh.size() ? item(fresh.get((int) chosen)) : drawStored(random, expected));
    }
  }

  /** Takes elements one by one. */
  interface Taker<V> {
    /** Takes one; answers whether it wants another one. */
    boolean take(Item<V> item);
  }

  private Item<V> drawStored(Random random, int expected) {
    while (true) {
      for (int round = 0; drawn.isEmpty(); round++) {
        Transaction transaction = view.unit().reading();
        if (round < DRAW_ROUNDS) {
          drawn.addAll(table.sample(transaction, view.id(), storedSize, expected, random));
        } else {
          drawn.add(storedAt(transaction, random.nextLong(storedSize)));
        }
      }
      Row<V> row = drawn.poll();
      Slot<V> slot = known.computeIfAbsent(Bytes.of(row.name()), n -> new Slot<>(this, row));
      if (slot.value != null) {
        return item(slot);
      }
    }
  }

  /** The row at a position in the order of digests. */
  private Row<V> storedAt(Transaction transaction, long position) {
    long left = position;
    long high = -1;
    long low = 0;
    while (true) {
      List<Row<V>> rows = table.next(transaction, view.id(), high, low, WALK_ROWS);
      if (left < rows.size()) {
        return rows.get((int) left);
      }
      left -= rows.size();
      high = rows.getLast().high();
      low = rows.getLast().low();
    }
  }

  /** Takes rows that a load has chosen fairly. */
  void drawn(List<Row<V>> rows) {
    if (!complete && dirty.isEmpty()) {
      drawn.addAll(rows);
    }
  }

  void collect(Changes changes) {
    ElementChanges<V> all = changes.part(table, () -> new ElementChanges<>(table));
    for (Slot<V> slot : dirty) {
      if (slot.stored == null && slot.value != null) {
        all.insert(slot);
      } else if (slot.stored != null && slot.value == null) {
        all.delete(slot);
      } else if (!Objects.equals(slot.stored, slot.value)) {
        all.update(slot);
      }
    }
  }

  void flushed() {
    for (Slot<V> slot : dirty) {
      slot.stored = slot.value;
    }
    dirty.clear();
    storedSize = size;
    // They were chosen among what was stored before.
    drawn.clear();
  }
}
