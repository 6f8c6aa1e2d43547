package io.pgredis.keyspace;

import io.pgredis.sql.ListChanges;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring elements of a spread list, which share a row. What an end of the list has been taken
 * off stays here until the chunk is written again, or goes as a whole: the list knows where it
 * begins and ends.
 */
final class ListChunk implements ListChanges.Chunk {
  private final List<byte[]> items;
  private long bytes;
  private long first;
  private boolean stored;
  private long storedFirst;
  private boolean changed;

  /** A chunk that has no row yet. */
  ListChunk(long first) {
    this.first = first;
    this.items = new ArrayList<>();
    this.changed = true;
  }

  /** A chunk as its row has it. */
  ListChunk(long first, List<byte[]> items) {
    this.first = first;
    this.items = items;
    this.stored = true;
    this.storedFirst = first;
    for (byte[] item : items) {
      bytes += cost(item);
    }
  }

  static long cost(byte[] element) {
    return element.length + (long) Packing.ELEMENT_BYTES;
  }

  /** The position behind the last element. */
  long end() {
    return first + items.size();
  }

  long bytes() {
    return bytes;
  }

  byte[] get(long position) {
    return items.get((int) (position - first));
  }

  void set(long position, byte[] element) {
    byte[] before = items.set((int) (position - first), element);
    bytes += cost(element) - cost(before);
    changed = true;
  }

  /** Whether another element may share this row. */
  boolean hasRoomFor(byte[] element, Packing packing) {
    return items.isEmpty()
        || (items.size() < packing.chunkElements()
            && bytes + cost(element) <= packing.chunkBytes());
  }

  /** Whether its elements should not share a row any more. */
  boolean isTooLarge(Packing packing) {
    return items.size() > 1
        && (items.size() > packing.chunkElements() || bytes > packing.chunkBytes());
  }

  /** Adds an element before the first one, which keeps its position. */
  void addFirst(byte[] element) {
    items.addFirst(element);
    first--;
    bytes += cost(element);
    changed = true;
  }

  /** Adds an element behind the last one. */
  void addLast(byte[] element) {
    items.add(element);
    bytes += cost(element);
    changed = true;
  }

  /** Adds an element at a position; those from there on move up by one. */
  void insert(long position, byte[] element) {
    items.add((int) (position - first), element);
    bytes += cost(element);
    changed = true;
  }

  /** Gives its upper half to a new chunk. */
  ListChunk splitOff() {
    int half = items.size() / 2;
    List<byte[]> moved = items.subList(half, items.size());
    ListChunk upper = new ListChunk(first + half);
    moved.forEach(upper::addLast);
    bytes -= upper.bytes;
    moved.clear();
    changed = true;
    return upper;
  }

  /** Moves all elements. */
  void shift(long positions) {
    first += positions;
    changed = true;
  }

  /** Removes what stands outside of these positions. */
  void cut(long from, long to) {
    while (end() > to) {
      bytes -= cost(items.removeLast());
      changed = true;
    }
    if (first < from) {
      List<byte[]> before = items.subList(0, (int) (from - first));
      before.forEach(item -> bytes -= cost(item));
      before.clear();
      first = from;
      changed = true;
    }
  }

  boolean isChanged() {
    return changed;
  }

  /** It has been written as it is now. */
  void flushed() {
    stored = true;
    storedFirst = first;
    changed = false;
  }

  boolean isStored() {
    return stored;
  }

  @Override
  public long storedFirst() {
    return storedFirst;
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public List<byte[]> items() {
    return items;
  }
}
