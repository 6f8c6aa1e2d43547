package io.pgredis.keyspace;

import io.pgredis.sql.Limits;
import io.pgredis.sql.ListChanges;
import io.pgredis.sql.ListRows;
import io.pgredis.sql.ListRows.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The elements of a spread list: the chunks that have been loaded or changed, over those that are
 * stored. Elements have positions, dense from the head; what is pushed or popped moves an end and
 * leaves all other positions as they are.
 *
 * <p>What holds always: known chunks do not overlap, and where a position of the list is not known,
 * its stored row has not changed. So a row can be loaded at any time, whatever has been changed
 * around it. The stored rows of chunks that went are in {@link #gone}, and {@link #goneRanges} are
 * positions of rows that went unseen. Only chunks at the ends may hold elements outside of the
 * list; they are cut off before the chunk is extended over their positions.
 */
final class SpreadList {
  /** A long range is read in pages of so many elements, so that nothing is there several times. */
  static final int PAGE_ELEMENTS = 8_192;

  /** What a longer range has brought is not kept for the commands that follow. */
  private static final int KEPT_ELEMENTS = 1_024;

  private final ListView view;
  private final TreeMap<Long, ListChunk> chunks = new TreeMap<>();
  private final List<Long> gone = new ArrayList<>();
  private final List<Range> goneRanges = new ArrayList<>();
  private long head;
  private long length;

  SpreadList(ListView view) {
    this.view = view;
  }

  /** Begins with nothing known of the elements. */
  void open(long storedLength, long storedHead) {
    length = storedLength;
    head = storedHead;
  }

  /** Takes rows that were loaded before anything was looked at. */
  void loaded(List<ListRows.Row> found) {
    for (ListRows.Row row : found) {
      chunks.putIfAbsent(row.first(), new ListChunk(row.first(), row.items()));
    }
  }

  void reset() {
    chunks.clear();
    gone.clear();
    goneRanges.clear();
    head = 0;
    length = 0;
  }

  long head() {
    return head;
  }

  private long tail() {
    return head + length;
  }

  long length() {
    return length;
  }

  /** The bytes of the elements in memory. */
  long knownBytes() {
    return chunks.values().stream().mapToLong(ListChunk::bytes).sum();
  }

  byte[] get(long index) {
    return chunkAt(head + index).get(head + index);
  }

  void set(long index, byte[] element) {
    ListChunk chunk = chunkAt(head + index);
    chunk.set(head + index, element);
    if (chunk.isTooLarge(view.packing())) {
      // What has been popped must not get a row of its own.
      cut(chunk);
      split(chunk);
    }
  }

  void push(ListEnd end, byte[] element) {
    ListChunk chunk;
    if (length == 0) {
      chunk = new ListChunk(head);
    } else {
      chunk = chunkAt(end == ListEnd.HEAD ? head : tail() - 1);
      chunks.remove(chunk.first());
      chunk.cut(head, tail());
      if (!chunk.hasRoomFor(element, view.packing())) {
        chunks.put(chunk.first(), chunk);
        chunk = new ListChunk(end == ListEnd.HEAD ? head : tail());
      }
    }
    if (end == ListEnd.HEAD) {
      chunk.addFirst(element);
      head--;
    } else {
      chunk.addLast(element);
    }
    length++;
    chunks.put(chunk.first(), chunk);
  }

  byte[] pop(ListEnd end) {
    long position = end == ListEnd.HEAD ? head : tail() - 1;
    ListChunk chunk = chunkAt(position);
    byte[] element = chunk.get(position);
    head += end == ListEnd.HEAD ? 1 : 0;
    length--;
    if (chunk.end() <= head || chunk.first() >= tail()) {
      drop(chunk);
    }
    return element;
  }

  /** Keeps the elements between two indexes, of which there are some. */
  void trim(long from, long to) {
    long newHead = head + from;
    long newTail = head + to;
    for (Range gap : gaps(head, newHead)) {
      // The row at the head may begin before it.
      long low = gap.low() == head ? head - Limits.CHUNK_ELEMENTS : gap.low();
      goneRanges.add(new Range(low, gap.high()));
    }
    for (Range gap : gaps(newTail, tail())) {
      // The row at the tail may end behind it.
      goneRanges.add(new Range(gap.low(), gap.high() == tail() ? Long.MAX_VALUE : gap.high()));
    }
    for (ListChunk chunk : List.copyOf(chunks.values())) {
      if (chunk.end() <= newHead || chunk.first() >= newTail) {
        drop(chunk);
      }
    }
    head = newHead;
    length = to - from;
  }

  private void drop(ListChunk chunk) {
    chunks.remove(chunk.first());
    if (chunk.isStored()) {
      gone.add(chunk.storedFirst());
    }
  }

  /** The elements between two indexes. */
  List<byte[]> range(long from, long to) {
    view.unit().readsAtLength(to - from);
    List<byte[]> elements = new ArrayList<>(Math.toIntExact(to - from));
    boolean keeps = to - from <= KEPT_ELEMENTS;
    for (long low = head + from; low < head + to; low += PAGE_ELEMENTS) {
      readPage(low, Math.min(low + PAGE_ELEMENTS, head + to), keeps, elements);
    }
    return elements;
  }

  private void readPage(long low, long high, boolean keeps, List<byte[]> elements) {
    TreeMap<Long, ListChunk> page = new TreeMap<>();
    List<Range> gaps = gaps(low, high);
    if (!gaps.isEmpty()) {
      for (ListRows.Row row : rows().load(gaps)) {
        page.put(row.first(), new ListChunk(row.first(), row.items()));
      }
    }
    if (keeps) {
      chunks.putAll(page);
    }
    page.putAll(chunks.subMap(floor(low), high));
    for (ListChunk chunk : page.values()) {
      long end = Math.min(chunk.end(), high);
      for (long position = Math.max(chunk.first(), low); position < end; position++) {
        elements.add(chunk.get(position));
      }
    }
  }

  private long floor(long position) {
    Long floor = chunks.floorKey(position);
    return floor == null ? position : floor;
  }

  /** The parts between two positions of the list that are not known. */
  private List<Range> gaps(long low, long high) {
    List<Range> gaps = new ArrayList<>();
    long known = low;
    for (ListChunk chunk : chunks.subMap(Math.min(floor(low), high), high).values()) {
      if (chunk.first() > known) {
        gaps.add(new Range(known, chunk.first()));
      }
      known = Math.max(known, chunk.end());
    }
    if (known < high) {
      gaps.add(new Range(known, high));
    }
    return gaps;
  }

  private ListChunk chunkAt(long position) {
    var floor = chunks.floorEntry(position);
    if (floor != null && position < floor.getValue().end()) {
      return floor.getValue();
    }
    ListRows.Row row = rows().load(List.of(new Range(position, position + 1))).getFirst();
    ListChunk chunk = new ListChunk(row.first(), row.items());
    chunks.put(chunk.first(), chunk);
    return chunk;
  }

  private ListRows rows() {
    return new ListRows(view.unit().reading(), view.id());
  }

  /** The indexes of matches, from one end on. */
  long[] find(byte[] element, ListEnd from, long skip, long limit, long most) {
    view.unit().readsAtLength(most);
    boolean backwards = from == ListEnd.TAIL;
    long low = backwards ? tail() - most : head;
    long high = backwards ? tail() : head + most;
    ListRows rows = new ListRows(view.readStored(), view.id());
    long[] found = rows.find(element, low, high, backwards, skip, limit);
    for (int i = 0; i < found.length; i++) {
      found[i] -= head;
    }
    return found;
  }

  /**
   * Inserts an element before the one at an index, which is not the first. The shorter side makes
   * room.
   */
  void insert(long index, byte[] element) {
    ListRows rows = rowsWithoutRest();
    long position = head + index;
    ListChunk chunk = chunkAt(position);
    chunks.clear();
    if (index >= length / 2) {
      rows.shiftUpBehind(chunk.first());
      chunk.insert(position, element);
    } else {
      rows.shiftDownBefore(chunk.first());
      chunk.insert(position, element);
      chunk.shift(-1);
      head--;
    }
    length++;
    chunks.put(chunk.first(), chunk);
    split(chunk);
  }

  /**
   * Removes elements that equal a given one, but not all that there are. The shorter side closes
   * the gaps.
   *
   * @param indexes where they stand; every match between the first and the last is among them
   */
  void remove(byte[] element, long[] indexes) {
    ListRows rows = rowsWithoutRest();
    long[] hits = new long[indexes.length];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = head + indexes[i];
    }
    Arrays.sort(hits);
    boolean up = hits[hits.length - 1] - head < tail() - hits[0];
    rows.remove(element, hits, up);
    chunks.clear();
    head += up ? hits.length : 0;
    length -= hits.length;
  }

  /** The stored rows, which then hold this list and nothing outside of it. */
  private ListRows rowsWithoutRest() {
    cut(chunkAt(head));
    cut(chunkAt(tail() - 1));
    view.hasChanged(0);
    return new ListRows(view.readStored(), view.id());
  }

  private void cut(ListChunk chunk) {
    chunks.remove(chunk.first());
    chunk.cut(head, tail());
    chunks.put(chunk.first(), chunk);
  }

  private void split(ListChunk chunk) {
    while (chunk.isTooLarge(view.packing())) {
      ListChunk upper = chunk.splitOff();
      chunks.put(upper.first(), upper);
      split(upper);
    }
  }

  void collect(ListChanges changes) {
    long id = view.id();
    gone.forEach(first -> changes.delete(id, first));
    goneRanges.forEach(range -> changes.deleteRange(id, range.low(), range.high()));
    for (ListChunk chunk : chunks.values()) {
      if (chunk.isChanged() && chunk.isStored()) {
        changes.update(id, chunk);
      } else if (chunk.isChanged()) {
        changes.insert(id, chunk);
      }
    }
  }

  void flushed() {
    gone.clear();
    goneRanges.clear();
    chunks.values().forEach(ListChunk::flushed);
  }
}
