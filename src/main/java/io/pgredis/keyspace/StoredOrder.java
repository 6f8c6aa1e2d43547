package io.pgredis.keyspace;

import io.pgredis.sql.ScoredMember;
import io.pgredis.sql.Transaction;
import io.pgredis.sql.ZsetOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The order of a spread sorted set: the parts of it that have been read, which are kept up with
 * what the batch changes, and reading more of it.
 */
final class StoredOrder {
  /** So many elements of an end are read at least. */
  private static final int WINDOW_ELEMENTS = 16;

  /** Elements so near to an end, as a part of a block, are read from there without counting. */
  private static final double NEAR_BLOCKS = 0.25;

  /** What is read at once of a long part, in blocks. */
  private static final int CHUNK_BLOCKS = 20;

  private final SortedSetView view;
  private final List<OrderWindow> windows = new ArrayList<>();

  /** How many elements of an end have been read on demand last. */
  private int endRead;

  StoredOrder(SortedSetView view) {
    this.view = view;
  }

  /** An element is there no more. */
  void left(ScoredMember element) {
    windows.forEach(window -> window.left(element));
  }

  /** All from one place to before another are there no more. */
  void left(ScoredMember from, ScoredMember to) {
    windows.forEach(window -> window.part(from, to).clear());
  }

  /** There is a new element. */
  void came(ScoredMember element) {
    windows.forEach(window -> window.came(element));
  }

  /** Takes what has been read of a part. */
  void add(OrderWindow window) {
    windows.removeIf(window::covers);
    windows.add(window);
  }

  void clear() {
    windows.clear();
    endRead = 0;
  }

  /** Everything from one place to before another, if all of it is known. */
  Optional<NavigableSet<ScoredMember>> part(ScoredMember from, ScoredMember to) {
    return windows.stream()
        .filter(window -> window.covers(from, to))
        .findFirst()
        .map(window -> window.part(from, to));
  }

  /** How near to an end elements are read from there. */
  long near() {
    return Math.max(1, (long) (NEAR_BLOCKS * view.packing().blockElements()));
  }

  /** How many elements are read at once. */
  int chunk() {
    return CHUNK_BLOCKS * view.packing().blockElements();
  }

  /** A window that has so many elements of a part, from its end or its beginning, or all. */
  OrderWindow window(ScoredMember from, ScoredMember to, boolean descending, long count) {
    for (OrderWindow window : windows) {
      if (window.knows(from, to, descending, count)) {
        return window;
      }
    }
    return null;
  }

  /** Reads so many of the first or of the last elements, and each time twice as many as before. */
  OrderWindow readEnd(boolean last, long count) {
    long least = endRead == 0 ? Math.min(near(), WINDOW_ELEMENTS) : 2L * endRead;
    long most = Math.max(count, Math.min(least, chunk()));
    endRead = (int) Math.min(most, chunk());
    Transaction transaction = view.readStored();
    List<ScoredMember> found =
        last
            ? ZsetOrder.range(
                transaction, view.id(), ScoredMember.START, ScoredMember.END, true, 0, most)
            : ZsetOrder.lowest(transaction, view.id(), most);
    OrderWindow window = OrderWindow.read(found, ScoredMember.START, ScoredMember.END, last, most);
    add(window);
    return window;
  }

  /** Reads a part chunk by chunk. */
  List<ScoredMember> read(
      Transaction transaction,
      ScoredMember from,
      ScoredMember to,
      boolean descending,
      long offset,
      long limit) {
    if (limit <= chunk()) {
      return ZsetOrder.range(transaction, view.id(), from, to, descending, offset, limit);
    }
    List<ScoredMember> all = new ArrayList<>();
    ScoredMember first = from;
    ScoredMember end = to;
    long skip = offset;
    List<ScoredMember> chunk;
    do {
      long most = Math.min(chunk(), limit - all.size());
      chunk = ZsetOrder.range(transaction, view.id(), first, end, descending, skip, most);
      all.addAll(chunk);
      skip = 0;
      if (chunk.size() == most) {
        // How long a part is shows only now.
        view.unit().readsAtLength(all.size() + 1L);
        first = descending ? first : chunk.getLast().next();
        end = descending ? chunk.getLast() : end;
      }
    } while (chunk.size() == chunk() && all.size() < limit);
    return all;
  }
}
