package io.pgredis.keyspace;

import io.pgredis.sql.ScoredMember;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A part of a spread sorted set of which every element is known: all from one place in the order to
 * before another, as the batch has made them.
 */
final class OrderWindow {
  private final NavigableSet<ScoredMember> elements;
  private final ScoredMember from;
  private final ScoredMember to;

  private OrderWindow(NavigableSet<ScoredMember> elements, ScoredMember from, ScoredMember to) {
    this.elements = elements;
    this.from = from;
    this.to = to;
  }

  /**
   * What is known after a part has been read.
   *
   * @param descending whether it was read from its end
   * @param asked how many elements were asked for; fewer are all there are
   */
  static OrderWindow read(
      Collection<ScoredMember> found,
      ScoredMember from,
      ScoredMember to,
      boolean descending,
      long asked) {
    NavigableSet<ScoredMember> elements = new TreeSet<>(found);
    if (asked <= 0) {
      return new OrderWindow(elements, from, from);
    }
    if (elements.size() < asked) {
      return new OrderWindow(elements, from, to);
    }
    return descending
        ? new OrderWindow(elements, elements.getFirst(), to)
        : new OrderWindow(elements, from, elements.getLast().next());
  }

  /** Whether it knows all that another one knows. */
  boolean covers(OrderWindow other) {
    return covers(other.from, other.to);
  }

  /** Whether everything from one place to before another is known. */
  boolean covers(ScoredMember first, ScoredMember end) {
    return first.compareTo(from) >= 0 && end.compareTo(to) <= 0;
  }

  /** Whether so many elements behind a place, or before it, are known, or all up to another one. */
  boolean knows(ScoredMember first, ScoredMember end, boolean descending, long count) {
    if (covers(first, end)) {
      return true;
    }
    boolean reaches =
        descending
            ? end.compareTo(to) <= 0 && end.compareTo(from) > 0
            : first.compareTo(from) >= 0 && first.compareTo(to) < 0;
    return reaches && part(first, end).size() >= count;
  }

  /** What it knows from one place to before another. */
  NavigableSet<ScoredMember> part(ScoredMember first, ScoredMember end) {
    ScoredMember low = first.compareTo(from) < 0 ? from : first;
    ScoredMember high = end.compareTo(to) > 0 ? to : end;
    return low.compareTo(high) >= 0 ? new TreeSet<>() : elements.subSet(low, true, high, false);
  }

  void left(ScoredMember element) {
    elements.remove(element);
  }

  void came(ScoredMember element) {
    if (element.compareTo(from) >= 0 && element.compareTo(to) < 0) {
      elements.add(element);
    }
  }
}
