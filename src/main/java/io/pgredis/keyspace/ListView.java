package io.pgredis.keyspace;

import io.pgredis.sql.Changes;
import io.pgredis.sql.ListChanges;
import io.pgredis.sql.ListRows;
import io.pgredis.sql.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A list. Indexes count from 0 and have to lie within the list. What costs more in a long list than
 * in a short one says so.
 */
public final class ListView extends CollectionView {
  private final List<byte[]> packed = new ArrayList<>();
  private final SpreadList rows = new SpreadList(this);
  private long packedBytes;

  ListView(Entry entry) {
    super(entry);
  }

  /** The element at an index. */
  public byte[] get(long index) {
    return isSpread() ? rows.get(index) : packed.get((int) index);
  }

  /** Replaces the element at an index. */
  public void set(long index, byte[] element) {
    willChange();
    if (isSpread()) {
      rows.set(index, element);
    } else {
      packedBytes += ListChunk.cost(element) - ListChunk.cost(packed.set((int) index, element));
    }
    hasChanged(element.length);
  }

  /** Adds an element at an end. */
  public void push(ListEnd end, byte[] element) {
    willChange();
    if (isSpread()) {
      rows.push(end, element);
    } else {
      packed.add(end == ListEnd.HEAD ? 0 : packed.size(), element);
      packedBytes += ListChunk.cost(element);
    }
    hasChanged(element.length);
  }

  /** Takes the element at an end. */
  public byte[] pop(ListEnd end) {
    willChange();
    byte[] element;
    if (isSpread()) {
      element = rows.pop(end);
    } else {
      element = end == ListEnd.HEAD ? packed.removeFirst() : packed.removeLast();
      packedBytes -= ListChunk.cost(element);
    }
    hasChanged(0);
    return element;
  }

  /** Takes elements from an end, in the order in which they are taken, all if there are fewer. */
  public List<byte[]> pop(ListEnd end, long count) {
    long taken = Math.min(count, size());
    if (taken == 0) {
      return List.of();
    }
    List<byte[]> elements;
    if (end == ListEnd.HEAD) {
      elements = range(0, taken);
      trim(taken, size());
    } else {
      elements = range(size() - taken, size());
      Collections.reverse(elements);
      trim(0, size() - taken);
    }
    return elements;
  }

  /**
   * Takes the element at an end and adds it at an end again; the key stays even if it is the only
   * one.
   */
  public byte[] rotate(ListEnd from, ListEnd to) {
    if (from != to && size() > 1) {
      byte[] element = pop(from);
      push(to, element);
      return element;
    }
    byte[] element = get(from == ListEnd.HEAD ? 0 : size() - 1);
    willChange();
    hasChanged(0);
    return element;
  }

  /** The elements between two indexes, the second not included. */
  public List<byte[]> range(long from, long to) {
    return isSpread()
        ? rows.range(from, to)
        : new ArrayList<>(packed.subList((int) from, (int) to));
  }

  /**
   * Keeps only the elements between two indexes, the second not included. What it costs depends on
   * how many others there are.
   */
  public void trim(long from, long to) {
    willChange();
    if (isSpread()) {
      rows.trim(from, to);
    } else {
      packed.subList((int) to, packed.size()).clear();
      packed.subList(0, (int) from).clear();
      packedBytes = packed.stream().mapToLong(ListChunk::cost).sum();
    }
    hasChanged(0);
  }

  /**
   * The indexes of elements that equal a given one; looks through the list.
   *
   * @param from the end to begin at
   * @param skip how many matches to leave out
   * @param limit how many matches to return at most; 0 for all
   * @param most how many elements to look at, from that end; 0 for all
   */
  public long[] find(byte[] element, ListEnd from, long skip, long limit, long most) {
    long looks = most == 0 ? size() : Math.min(most, size());
    if (looks == 0) {
      return new long[0];
    }
    if (isSpread()) {
      return rows.find(element, from, skip, limit, looks);
    }
    LongStream indexes =
        from == ListEnd.HEAD
            ? LongStream.range(0, looks)
            : LongStream.range(0, looks).map(i -> size() - 1 - i);
    LongStream found = indexes.filter(i -> Arrays.equals(packed.get((int) i), element)).skip(skip);
    return (limit == 0 ? found : found.limit(limit)).toArray();
  }

  /** Inserts an element before the one at an index, or behind the last one; moves a side. */
  public void insert(long index, byte[] element) {
    if (index == 0 || index == size()) {
      push(index == 0 ? ListEnd.HEAD : ListEnd.TAIL, element);
      return;
    }
    willChange();
    if (isSpread()) {
      rows.insert(index, element);
    } else {
      packed.add((int) index, element);
      packedBytes += ListChunk.cost(element);
    }
    hasChanged(element.length);
  }

  /**
   * Removes elements that equal a given one; looks through the list and moves a side.
   *
   * @param from the end to begin at
   * @param limit how many to remove at most; 0 for all
   * @return how many there were
   */
  public long remove(byte[] element, ListEnd from, long limit) {
    long[] indexes = find(element, from, 0, limit, 0);
    if (indexes.length == 0) {
      return 0;
    }
    if (indexes.length == size()) {
      trim(0, 0);
      return indexes.length;
    }
    willChange();
    if (isSpread()) {
      rows.remove(element, indexes);
    } else {
      Arrays.sort(indexes);
      for (int i = indexes.length - 1; i >= 0; i--) {
        packed.remove((int) indexes[i]);
      }
      packedBytes -= indexes.length * ListChunk.cost(element);
    }
    hasChanged(0);
    return indexes.length;
  }

  /** Takes rows that were loaded with the key. */
  void loaded(List<ListRows.Row> found) {
    rows.loaded(found);
  }

  @Override
  public long size() {
    return isSpread() ? rows.length() : packed.size();
  }

  @Override
  long head() {
    return rows.head();
  }

  @Override
  ValueType type() {
    return ValueType.LIST;
  }

  @Override
  String encodingName() {
    return "quicklist";
  }

  @Override
  long footprint() {
    ready();
    return isSpread()
        ? Math.max(rows.knownBytes(), rows.length() * Packing.ELEMENT_BYTES)
        : packedBytes;
  }

  @Override
  void unpack(List<byte[]> items) {
    for (byte[] item : items) {
      packed.add(item);
      packedBytes += ListChunk.cost(item);
    }
  }

  @Override
  List<byte[]> pack() {
    return packed;
  }

  @Override
  boolean outgrown() {
    return packed.size() > Packing.ELEMENTS || packedBytes > packing().bytes();
  }

  @Override
  void spreadOut() {
    packed.forEach(element -> rows.push(ListEnd.TAIL, element));
    packed.clear();
    packedBytes = 0;
  }

  @Override
  void open(long length, long head) {
    rows.open(length, head);
  }

  @Override
  void collectElements(Changes changes) {
    rows.collect(changes.part(ListChanges.class, ListChanges::new));
  }

  @Override
  void elementsFlushed() {
    rows.flushed();
  }

  @Override
  void copyRows(Transaction transaction, long newId) {
    new ListRows(transaction, id()).copy(newId);
  }

  @Override
  void reset() {
    packed.clear();
    packedBytes = 0;
    rows.reset();
  }
}
