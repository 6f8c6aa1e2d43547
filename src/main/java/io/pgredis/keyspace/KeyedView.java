package io.pgredis.keyspace;

import io.pgredis.sql.Changes;
import io.pgredis.sql.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

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

  private final Map<Bytes, V> packed = new LinkedHashMap<>();
  private long packedBytes;

  KeyedView(Entry entry) {
    super(entry);
  }

  // What each type defines, besides pack and unpack.

  /** The bytes that belong to a name. */
  abstract int bytes(V value);

  /** The most elements that may be packed. */
  abstract long packedElements();

  // What types build on.

  /** What belongs to a name; null if there is no such element. */
  final V find(byte[] name) {
    return packed.get(Bytes.of(name));
  }

  /**
   * Adds an element or changes it.
   *
   * @return what belonged to the name before; null if it is new
   */
  final V assign(byte[] name, V value) {
    willChange();
    V before = packed.put(Bytes.of(name), value);
    packedBytes +=
        before == null
            ? name.length + bytes(value) + Packing.ELEMENT_BYTES
            : bytes(value) - bytes(before);
    hasChanged(name.length + bytes(value));
    return before;
  }

  /**
   * Removes an element.
   *
   * @return what belonged to the name; null if there was no such element
   */
  final V take(byte[] name) {
    if (find(name) == null) {
      return null;
    }
    willChange();
    V before = packed.remove(Bytes.of(name));
    packedBytes -= name.length + bytes(before) + Packing.ELEMENT_BYTES;
    hasChanged(0);
    return before;
  }

  /** All elements; packed ones in the order in which they were added. */
  final List<Item<V>> elements() {
    List<Item<V>> all = new ArrayList<>((int) size());
    packed.forEach((name, value) -> all.add(new Item<>(name.array(), value)));
    return all;
  }

  /** Different elements, chosen fairly; all of them if there are not so many. */
  final List<Item<V>> sample(long count) {
    List<Item<V>> all = elements();
    Collections.shuffle(all, ThreadLocalRandom.current());
    return all.subList(0, (int) Math.min(count, all.size()));
  }

  /** Elements chosen fairly, each independently of the others; none if the view is empty. */
  final List<Item<V>> draw(long count) {
    List<Item<V>> all = elements();
    List<Item<V>> drawn = new ArrayList<>();
    for (long i = 0; i < count && !all.isEmpty(); i++) {
      drawn.add(all.get(ThreadLocalRandom.current().nextInt(all.size())));
    }
    return drawn;
  }

  /**
   * The elements at and behind a cursor of HSCAN and its kin.
   *
   * @param count how many to look at; a packed collection answers all of its elements at once
   */
  final Page<V> page(long cursor, long count) {
    return new Page<>(elements(), 0);
  }

  /** Puts an element in while unpacking. */
  final void load(byte[] name, V value) {
    packed.put(Bytes.of(name), value);
    packedBytes += name.length + bytes(value) + Packing.ELEMENT_BYTES;
  }

  @Override
  public long size() {
    return packed.size();
  }

  @Override
  final boolean outgrown() {
    return false;
  }

  @Override
  final void spreadOut() {}

  @Override
  void open(long length, long head) {}

  @Override
  void collectElements(Changes changes) {}

  @Override
  void elementsFlushed() {}

  @Override
  void copyRows(Transaction transaction, long newId) {}

  @Override
  void reset() {
    packed.clear();
    packedBytes = 0;
  }

  @Override
  final long footprint() {
    return packedBytes;
  }
}
