package io.pgredis.keyspace;

import io.pgredis.sql.PlannedParts;
import io.pgredis.sql.PlannedRead;
import io.pgredis.sql.ScoredMember;
import java.util.LinkedHashMap;
import java.util.Map;

/** A wish for a part of a sorted set in its order. */
final class OrderWish extends Wish {
  /** More elements are read on demand. */
  static final int MOST_ELEMENTS = 1_000;

  /** The same of all wishes of a batch together. */
  static final int MOST_OF_A_BATCH = 16_384;

  private record Kind(boolean descending) {}

  private record Part(Entry entry, ScoredMember from, ScoredMember to) {}

  private final ScoredMember from;
  private final ScoredMember to;
  private final boolean descending;
  private final long count;
  private final boolean takes;

  /**
   * A wish.
   *
   * @param descending whether it is read from its end
   * @param count how many elements at most
   * @param takes whether they are taken away, so that the next one who wishes so wants others
   */
  OrderWish(ScoredMember from, ScoredMember to, boolean descending, long count, boolean takes) {
    this.from = from;
    this.to = to;
    this.descending = descending;
    this.count = Math.min(count, MOST_ELEMENTS);
    this.takes = takes;
  }

  @Override
  Object kind() {
    return new Kind(descending);
  }

  @Override
  Load load() {
    return new PartsLoad(descending);
  }

  /** How many elements are asked for: those to be taken add up. */
  private static final class Wanted {
    private long taken;
    private long seen;

    long limit() {
      return Math.min(taken + seen, MOST_ELEMENTS);
    }
  }

  private static final class PartsLoad extends Wish.Load {
    private final boolean descending;
    private final PlannedParts statement;
    private final Map<Part, Wanted> asked = new LinkedHashMap<>();
    private long elements;

    PartsLoad(boolean descending) {
      this.descending = descending;
      this.statement = new PlannedParts(descending);
    }

    @Override
    void add(Entry entry, Wish wish) {
      OrderWish order = (OrderWish) wish;
      if (elements + order.count > MOST_OF_A_BATCH) {
        return;
      }
      elements += order.count;
      Wanted wanted =
          asked.computeIfAbsent(new Part(entry, order.from, order.to), part -> new Wanted());
      if (order.takes) {
        wanted.taken += order.count;
      } else {
        wanted.seen = Math.max(wanted.seen, order.count);
      }
    }

    @Override
    PlannedRead statement() {
      asked.forEach(
          (part, wanted) -> statement.add(part.entry, part.from, part.to, wanted.limit()));
      return statement;
    }

    @Override
    void deliver() {
      int i = 0;
      for (Map.Entry<Part, Wanted> one : asked.entrySet()) {
        Part part = one.getKey();
        if (part.entry.content() instanceof SortedSetView view && view.isSpread()) {
          view.partLoaded(
              OrderWindow.read(
                  statement.found().get(i),
                  part.from,
                  part.to,
                  descending,
                  one.getValue().limit()));
        }
        i++;
      }
    }
  }
}
