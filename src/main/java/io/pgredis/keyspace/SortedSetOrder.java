package io.pgredis.keyspace;

import io.pgredis.sql.ScoredMember;
import io.pgredis.sql.Transaction;
import io.pgredis.sql.ZsetOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The order of a sorted set, wherever it is: in memory, in what has been read of its ends, in the
 * index, or found by the counts of its blocks.
 */
final class SortedSetOrder {
  private final SortedSetView view;
  private final BlockCounts blocks;

  /** What is known of the order of a spread one. */
  private final StoredOrder stored;

  /** What is known of ranks in a spread one. */
  private final KnownRanks ranks = new KnownRanks();

  /**
   * All elements in order, if they are in memory and anybody has asked for the order; else null.
   */
  private NavigableSet<ScoredMember> memory;

  SortedSetOrder(SortedSetView view, BlockCounts blocks) {
    this.view = view;
    this.blocks = blocks;
    this.stored = new StoredOrder(view);
  }

  /** There is a new element. */
  void came(ScoredMember element) {
    if (memory != null) {
      memory.add(element);
    }
    stored.came(element);
    ranks.clear();
  }

  /** An element is there no more. */
  void left(ScoredMember element) {
    if (memory != null) {
      memory.remove(element);
    }
    stored.left(element);
    ranks.clear();
  }

  /** All from one place to before another are there no more. */
  void left(ScoredMember from, ScoredMember to) {
    stored.left(from, to);
    ranks.clear();
  }

  /** What is known of ranks in a spread one. */
  KnownRanks ranks() {
    return ranks;
  }

  /** Takes a part that has been loaded before anything has changed. */
  void loaded(OrderWindow window) {
    stored.add(window);
  }

  /** All elements of one that is in memory, in order. */
  Iterable<ScoredMember> all() {
    return inMemory();
  }

  void clear() {
    memory = null;
    stored.clear();
    ranks.clear();
  }

  /** The elements from one place to before another, if all of them are known. */
  Optional<List<ScoredMember>> known(ScoredMember from, ScoredMember to) {
    return (view.isInMemory()
            ? Optional.of(inMemory().subSet(from, true, to, false))
            : stored.part(from, to))
        .map(List::copyOf);
  }

  /** The first elements, or the last ones, the outermost first. */
  List<ScoredMember> outermost(boolean last, long count) {
    if (view.isInMemory()) {
      return cut(inMemory(), last, 0, count);
    }
    OrderWindow window = stored.window(ScoredMember.START, ScoredMember.END, last, count);
    if (window == null) {
      window = stored.readEnd(last, count);
    }
    return cut(window.part(ScoredMember.START, ScoredMember.END), last, 0, count);
  }

  /** How many elements there are from one place to before another, which is not before it. */
  long count(ScoredMember from, ScoredMember to) {
    boolean fromStart = from.equals(ScoredMember.START);
    boolean toEnd = to.equals(ScoredMember.END);
    if (fromStart && toEnd) {
      return view.size();
    }
    if (view.isInMemory()) {
      return inMemory().subSet(from, true, to, false).size();
    }
    Optional<NavigableSet<ScoredMember>> known = stored.part(from, to);
    if (known.isPresent()) {
      return known.get().size();
    }
    OptionalLong first = fromStart ? OptionalLong.of(0) : ranks.rank(from);
    OptionalLong end = toEnd ? OptionalLong.of(view.size()) : ranks.rank(to);
    if (first.isPresent() && end.isPresent()) {
      return end.getAsLong() - first.getAsLong();
    }
    Transaction transaction = view.readStored();
    if (first.isPresent()) {
      return ZsetOrder.ranks(transaction, view.id(), to)[0] - first.getAsLong();
    }
    if (end.isPresent()) {
      return end.getAsLong() - ZsetOrder.ranks(transaction, view.id(), from)[0];
    }
    long[] both = ZsetOrder.ranks(transaction, view.id(), from, to);
    return both[1] - both[0];
  }

  /**
   * The elements from one place to before another.
   *
   * @param descending whether the last come first; offset and limit count from there
   * @param offset how many are passed over
   * @param wanted how many at most; not more than there are behind the offset
   */
  List<ScoredMember> range(
      ScoredMember from, ScoredMember to, boolean descending, long offset, long wanted) {
    if (view.isInMemory()) {
      return cut(inMemory().subSet(from, true, to, false), descending, offset, wanted);
    }
    long outermost = offset + wanted;
    OrderWindow window = stored.window(from, to, descending, outermost);
    boolean atEnd = descending ? to.equals(ScoredMember.END) : from.equals(ScoredMember.START);
    if (window == null && atEnd && outermost <= stored.near()) {
      window = stored.readEnd(descending, outermost);
    }
    if (window != null) {
      return cut(window.part(from, to), descending, offset, wanted);
    }
    Transaction transaction = view.readStored();
    if (blocks.areKept() && offset > stored.near()) {
      long[] both = ZsetOrder.ranks(transaction, view.id(), from, to);
      long first = descending ? Math.max(both[0], both[1] - outermost) : both[0] + offset;
      long end = descending ? both[1] - offset : Math.min(both[1], first + wanted);
      return view.slice(first, end - first, descending);
    }
    return stored.read(transaction, from, to, descending, offset, wanted);
  }

  private static List<ScoredMember> cut(
      NavigableSet<ScoredMember> part, boolean descending, long offset, long limit) {
    List<ScoredMember> found = new ArrayList<>();
    Iterator<ScoredMember> elements = (descending ? part.descendingSet() : part).iterator();
    for (long i = 0; i < offset && elements.hasNext(); i++) {
      elements.next();
    }
    while (found.size() < limit && elements.hasNext()) {
      found.add(elements.next());
    }
    return found;
  }

  /**
   * Elements by their rank.
   *
   * @param first the lowest rank, from 0
   * @param wanted how many, at least one; as many there are
   * @param descending whether the last come first
   */
  List<ScoredMember> slice(long first, long wanted, boolean descending) {
    Optional<List<ScoredMember>> known =
        view.isInMemory() ? Optional.empty() : ranks.slice(first, wanted);
    if (known.isPresent()) {
      return descending ? known.get().reversed() : known.get();
    }
    if (isAtHand(first, wanted)) {
      long behind = view.size() - first - wanted;
      boolean fromAbove = behind < first;
      List<ScoredMember> found =
          range(
              ScoredMember.START, ScoredMember.END, fromAbove, fromAbove ? behind : first, wanted);
      return fromAbove == descending ? found : found.reversed();
    }
    view.unit().readsAtLength(wanted);
    Transaction transaction = view.readStored();
    List<ScoredMember> found;
    if (!blocks.areKept() || first == 0) {
      found = stored.read(transaction, ScoredMember.START, ScoredMember.END, false, first, wanted);
    } else {
      found =
          new ArrayList<>(
              ZsetOrder.slice(transaction, view.id(), first, Math.min(wanted, stored.chunk())));
      long rest = wanted - found.size();
      if (rest > 0) {
        found.addAll(
            stored.read(transaction, found.getLast().next(), ScoredMember.END, false, 0, rest));
      }
    }
    return descending ? found.reversed() : found;
  }

  /** Whether elements are in memory, or so near to an end that they are read from there. */
  boolean isAtHand(long first, long count) {
    boolean fromAbove = view.size() - first - count < first;
    long outermost = fromAbove ? view.size() - first : first + count;
    return view.isInMemory()
        || outermost <= stored.near()
        || stored.window(ScoredMember.START, ScoredMember.END, fromAbove, outermost) != null;
  }

  /** All elements, of one that is in memory. */
  private NavigableSet<ScoredMember> inMemory() {
    if (memory == null) {
      memory = new TreeSet<>(view.all());
    }
    return memory;
  }
}
