package io.pgredis.keyspace;

import io.pgredis.sql.Changes;
import io.pgredis.sql.ElementTable;
import io.pgredis.sql.Limits;
import io.pgredis.sql.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What hashes, sets and sorted sets have in common: elements with a name that occurs once, and
 * something that belongs to it.
 *
 * @param <V> what belongs to a name; compared by equals, never null
 */
public abstract class KeyedView<V> extends CollectionView {

  /**
   * An element.
   *
   * @param name the field or member
   * @param value what belongs to it
   */
  record Item<V>(byte[] name, V value) {}

  /**
   * A page of a scan.
   *
   * @param items its elements
   * @param next the cursor of the next page, 0 at the end
   */
  record Page<V>(List<Item<V>> items, long next) {}

  /** What Redis holds in one piece is answered whole by a scan, up to so many elements. */
  static final int WHOLE_PAGE = 512;

  private static final int DRAWN_AT_ONCE = 16;

  /** To choose more than this part of all elements, reading all of them is no more work. */
  private static final int WALKED_ABOVE = 8;

  /** What an element of a spread collection is taken to need in memory. */
  private static final int SPREAD_ELEMENT_BYTES = 64;

  private final Map<Bytes, V> packed = new LinkedHashMap<>();
  private long packedBytes;

  /** What is known of a spread collection; null while it is packed. */
  private Overlay<V> overlay;

  KeyedView(Entry entry) {
    super(entry);
  }

  // What each type defines, besides pack and unpack.

  /** Where its elements are when it is spread. */
  abstract ElementTable<V> table();

  /** The bytes that belong to a name. */
  abstract int bytes(V value);

  /** The most elements that may be packed. */
  abstract long packedElements();

  // What types build on.

  /** What belongs to a name; null if there is no such element. */
  final V find(byte[] name) {
    return overlay == null ? packed.get(Bytes.of(name)) : overlay.find(name);
  }

  /** Says that these names are going to be looked up, so that they are loaded together. */
  public final void expect(Collection<byte[]> names) {
    if (overlay != null && names.size() > 1) {
      overlay.look(names.stream().map(Bytes::of).toList());
    }
  }

  /**
   * Adds an element or changes it.
   *
   * @return what belonged to the name before; null if it is new
   */
  final V assign(byte[] name, V value) {
    willChange();
    V before = find(name);
    if (overlay != null) {
      overlay.assign(name, value);
    } else {
      packed.put(Bytes.of(name), value);
      packedBytes += packedBytes(name, value) - (before == null ? 0 : packedBytes(name, before));
    }
    hasChanged(name.length + bytes(value));
    return before;
  }

  /**
   * Removes an element.
   *
   * @return what belonged to the name; null if there was no such element
   */
  final V take(byte[] name) {
    V before = find(name);
    if (before == null) {
      return null;
    }
    willChange();
    if (overlay != null) {
      overlay.assign(name, null);
    } else {
      packed.remove(Bytes.of(name));
      packedBytes -= packedBytes(name, before);
    }
    hasChanged(0);
    return before;
  }

  private int packedBytes(byte[] name, V value) {
    return name.length + bytes(value) + Packing.ELEMENT_BYTES;
  }

  /** All elements; packed ones in the order in which they were added. */
  final List<Item<V>> elements() {
    List<Item<V>> all = new ArrayList<>((int) size());
    each(all::add);
    return all;
  }

  /** As {@link #elements}, one after the other. */
  final void each(Consumer<Item<V>> consumer) {
    if (overlay != null) {
      overlay.each(consumer);
    } else {
      packed.forEach((name, value) -> consumer.accept(new Item<>(name.array(), value)));
    }
  }

  /** Different elements, chosen fairly, in random order; all if there are not so many. */
  final List<Item<V>> sample(long count) {
    if (isInMemory() || count > size() / WALKED_ABOVE) {
      List<Item<V>> all = elements();
      Collections.shuffle(all, ThreadLocalRandom.current());
      return all.subList(0, (int) Math.min(count, all.size()));
    }
    Map<Bytes, Item<V>> chosen = new LinkedHashMap<>();
    if (count > 0) {
      overlay.draw(
          ThreadLocalRandom.current(),
          atOnce(count),
          item -> {
            chosen.putIfAbsent(Bytes.of(item.name()), item);
            return chosen.size() < count;
          });
    }
    return List.copyOf(chosen.values());
  }

  /** Elements chosen fairly, each independently of the others; none if the view is empty. */
  final List<Item<V>> draw(long count) {
    List<Item<V>> drawn = new ArrayList<>();
    if (isEmpty() || count <= 0) {
      return drawn;
    }
    if (isInMemory() || count > size() / WALKED_ABOVE) {
      List<Item<V>> all = elements();
      for (long i = 0; i < count; i++) {
        drawn.add(all.get(ThreadLocalRandom.current().nextInt(all.size())));
      }
    } else {
      overlay.draw(
          ThreadLocalRandom.current(),
          atOnce(count),
          item -> {
            drawn.add(item);
            return drawn.size() < count;
          });
    }
    return drawn;
  }

  /** Whether every element is in memory. */
  final boolean isInMemory() {
    return overlay == null || overlay.isComplete();
  }

  private static int atOnce(long count) {
    return (int) Math.clamp(count, DRAWN_AT_ONCE, Overlay.WALK_ROWS);
  }

  /**
   * The elements at and behind a cursor of HSCAN and its kin.
   *
   * @param count how many to look at; a packed collection answers all of its elements at once
   */
  final Page<V> page(long cursor, long count) {
    if (overlay == null || isEmpty()) {
      return new Page<>(elements(), 0);
    }
    Transaction transaction = readStored();
    ElementTable.Page<V> rows =
        table().page(transaction, id(), cursor, (int) Math.min(count, Limits.SCAN_ROWS));
    List<Item<V>> items = new ArrayList<>(rows.rows().size());
    for (ElementTable.Row<V> row : rows.rows()) {
      items.add(new Item<>(row.name(), row.value()));
    }
    return new Page<>(items, rows.next());
  }

  /**
   * Takes note that stored elements of a spread collection have been deleted by a statement of its
   * own, after all changes had been written.
   *
   * @param gone tells them from others
   * @param count how many there were
   */
  final void deleted(Predicate<Item<V>> gone, long count) {
    overlay.deleted(gone, count);
    hasChanged(0);
  }

  /** Puts an element in while unpacking. */
  final void load(byte[] name, V value) {
    packed.put(Bytes.of(name), value);
    packedBytes += packedBytes(name, value);
  }

  /** Takes note of what a load has brought of a name: null for no such element. */
  final void loaded(Bytes name, long high, long low, ElementTable.Row<V> row) {
    overlay.loaded(name, high, low, row);
  }

  /** Takes note of all stored elements. */
  final void loadedAll(List<ElementTable.Row<V>> rows) {
    overlay.loadedAll(rows);
  }

  /** Takes elements that a load has chosen fairly. */
  final void drawn(List<ElementTable.Row<V>> rows) {
    overlay.drawn(rows);
  }

  @Override
  public final long size() {
    return overlay == null ? packed.size() : overlay.size();
  }

  @Override
  final boolean outgrown() {
    return packedBytes > packing().bytes() || packed.size() > packedElements();
  }

  @Override
  void spreadOut() {
    overlay = new Overlay<>(this, packed);
    packed.clear();
  }

  @Override
  void open(long length, long head) {
    overlay = new Overlay<>(this, length);
  }

  @Override
  void collectElements(Changes changes) {
    overlay.collect(changes);
  }

  @Override
  void elementsFlushed() {
    overlay.flushed();
  }

  @Override
  void copyRows(Transaction transaction, long newId) {
    table().copy(transaction, id(), newId);
  }

  @Override
  void reset() {
    packed.clear();
    packedBytes = 0;
    overlay = null;
  }

  @Override
  final long footprint() {
    return overlay == null ? packedBytes : size() * SPREAD_ELEMENT_BYTES;
  }
}
