package io.pgredis.keyspace;

import io.pgredis.sql.ScoredMember;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One end of a spread sorted set, of which every element is known: all from one place in the order
 * to before another, as the batch has made them.
 */
final class OrderWindow {
  private final NavigableSet<ScoredMember> elements;
  private final ScoredMember from;
  private final ScoredMember to;

  OrderWindow(Collection<ScoredMember> elements, ScoredMember from, ScoredMember to) {
    this.elements = new TreeSet<>(elements);
    this.from = from;
    this.to = to;
  }

  NavigableSet<ScoredMember> elements() {
    return elements;
  }

  /** Where it begins, included. */
  ScoredMember from() {
    return from;
  }

  /** Where it ends, not included. */
  ScoredMember to() {
    return to;
  }

  boolean covers(ScoredMember first, ScoredMember end) {
    return first.compareTo(from) >= 0 && end.compareTo(to) <= 0;
  }

  /** What it knows of a part of the order that begins in it. */
  NavigableSet<ScoredMember> part(ScoredMember first, ScoredMember end) {
    ScoredMember low = first.compareTo(from) < 0 ? from : first;
    ScoredMember high = end.compareTo(to) > 0 ? to : end;
    return low.compareTo(high) >= 0 ? new TreeSet<>() : elements.subSet(low, true, high, false);
  }

  boolean isWhole() {
    return from.equals(ScoredMember.START) && to.equals(ScoredMember.END);
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
