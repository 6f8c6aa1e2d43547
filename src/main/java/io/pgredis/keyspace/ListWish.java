package io.pgredis.keyspace;

import io.pgredis.sql.PlannedListRows;
import io.pgredis.sql.PlannedRead;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Wishes for parts of lists. */
abstract class ListWish extends Wish {
  /** Beyond so many indexes from the head or the tail nothing is wished for. */
  private static final long FARTHEST = Long.MAX_VALUE / 4;

  @Override
  final Object kind() {
    return ListWish.class;
  }

  @Override
  final Load load() {
    return new PartsLoad();
  }

  /** An end: how many elements are taken off it; none if it is only added to. */
  static final class End extends ListWish {
    private final ListEnd end;
    private final long taken;

    End(ListEnd end, long taken) {
      this.end = end;
      this.taken = Math.clamp(taken, 0, FARTHEST);
    }
  }

  /** The elements between two indexes, both included; negative ones count from the tail. */
  static final class Part extends ListWish {
    private final Indexes indexes;

    Part(long start, long stop) {
      indexes =
          new Indexes(
              Math.clamp(start, -FARTHEST, FARTHEST), Math.clamp(stop, -FARTHEST, FARTHEST));
    }
  }

  private record Indexes(long start, long stop) {}

  /** What the commands of a batch want of one list: what they take off an end adds up. */
  private static final class Wanted {
    private final Set<Indexes> parts = new LinkedHashSet<>();
    private final long[] taken = {-1, -1};

    void add(Wish wish) {
      switch (wish) {
        case End end -> {
          int i = end.end.ordinal();
          taken[i] = Math.min(Math.max(taken[i], 0) + end.taken, FARTHEST);
        }
        case Part part -> parts.add(part.indexes);
        default -> throw new IllegalArgumentException("no wish for a list");
      }
    }

    Set<Indexes> all() {
      long head = taken[ListEnd.HEAD.ordinal()];
      if (head >= 0) {
        parts.add(new Indexes(0, Math.max(head, 1) - 1));
      }
      long tail = taken[ListEnd.TAIL.ordinal()];
      if (tail >= 0) {
        parts.add(new Indexes(-Math.max(tail, 1), -1));
      }
      return parts;
    }
  }

  private static final class PartsLoad extends Wish.Load {
    private final Map<Entry, Wanted> wanted = new LinkedHashMap<>();
    private final PlannedListRows statement = new PlannedListRows();

    @Override
    void add(Entry entry, Wish wish) {
      wanted.computeIfAbsent(entry, e -> new Wanted()).add(wish);
    }

    @Override
    PlannedRead statement() {
      wanted.forEach(
          (entry, parts) ->
              parts.all().forEach(part -> statement.add(entry, part.start, part.stop)));
      return statement;
    }

    @Override
    void deliver() {
      int i = 0;
      for (Map.Entry<Entry, Wanted> one : wanted.entrySet()) {
        for (int parts = one.getValue().all().size(); parts > 0; parts--) {
          if (one.getKey().content() instanceof ListView list && list.isSpread()) {
            list.loaded(statement.found().get(i));
          }
          i++;
        }
      }
    }
  }
}
