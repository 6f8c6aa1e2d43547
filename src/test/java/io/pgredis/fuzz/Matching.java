package io.pgredis.fuzz;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The named ways to compare a reply of Redis with one of the other server. Errors are always exact.
 */
enum Matching {
  /** The same type and the same bytes. */
  EXACT(Reply::equals),
  /** The same elements in any order. */
  UNORDERED((a, b) -> sorted(a, false).equals(sorted(b, false))),
  /** The same elements in any order, and so on inside each. */
  DEEPLY_UNORDERED((a, b) -> sorted(a, true).equals(sorted(b, true))),
  /** One page of SCAN: the cursor exactly, its elements in any order. */
  PAGE(Matching::samePage),
  /** A remaining time in seconds. */
  TTL_S((a, b) -> near(a, b, Matching.SLACK_MS / 1000)),
  /** A remaining time in milliseconds. */
  TTL_MS((a, b) -> near(a, b, Matching.SLACK_MS)),
  /** A moment in seconds. */
  MOMENT_S((a, b) -> sameMoment(a, b, 1)),
  /** A moment in milliseconds. */
  MOMENT_MS((a, b) -> sameMoment(a, b, 1000)),
  /** The same type of reply; what it says is the server's own. */
  SHAPE(Matching::sameShape),
  /**
   * An encoding. Redis makes a skiplist of a sorted set that SORT looks at; a read here does not.
   */
  ENCODING(
      (a, b) ->
          a.equals(b)
              || (a.equals(new Reply.Bulk("skiplist")) && b.equals(new Reply.Bulk("listpack")))),
  /** HELLO: everything but the connection's id. */
  HELLO((a, b) -> withoutId(a).equals(withoutId(b))),
  /** Whatever comes, as long as something comes. */
  ANY((a, b) -> true);

  /**
   * How far two servers' clocks, or the moments in which they ran the same command, may be apart.
   */
  static final long SLACK_MS = 40_000;

  private final BiPredicate<Reply, Reply> same;

  Matching(BiPredicate<Reply, Reply> same) {
    this.same = same;
  }

  boolean matches(Reply expected, Reply actual) {
    if (this != ANY && (expected.isError() || actual.isError())) {
      return expected.equals(actual);
    }
    return same.test(expected, actual);
  }

  private static boolean near(Reply expected, Reply actual, long slack) {
    if (expected instanceof Reply.Int(long a) && actual instanceof Reply.Int(long b)) {
      return a == b || (a >= 0 && b >= 0 && Math.abs(a - b) <= slack);
    }
    return expected.equals(actual);
  }

  /** Moments that a command named have to be exact, those reckoned from now may differ. */
  private static boolean sameMoment(Reply expected, Reply actual, long unitsPerSecond) {
    if (expected instanceof Reply.Int(long moment) && Args.isNamedMoment(moment / unitsPerSecond)) {
      return expected.equals(actual);
    }
    return near(expected, actual, SLACK_MS * unitsPerSecond / 1000);
  }

  private static boolean sameShape(Reply expected, Reply actual) {
    return switch (expected) {
      case Aggregate a -> actual instanceof Aggregate b && a.kind() == b.kind();
      case Reply.Verbatim a -> actual instanceof Reply.Verbatim b && a.format().equals(b.format());
      case Reply.Nil nil -> nil == actual;
      default -> expected.getClass() == actual.getClass();
    };
  }

  private static boolean samePage(Reply expected, Reply actual) {
    return expected instanceof Aggregate a
        && actual instanceof Aggregate b
        && a.items().size() == 2
        && b.items().size() == 2
        && a.items().getFirst().equals(b.items().getFirst())
        && UNORDERED.matches(a.items().getLast(), b.items().getLast());
  }

  private static Reply sorted(Reply reply, boolean deeply) {
    if (!(reply instanceof Aggregate(Aggregate.Kind kind, List<Reply> unsorted))) {
      return reply;
    }
    List<Reply> items = new ArrayList<>();
    for (Reply item : unsorted) {
      items.add(deeply ? sorted(item, true) : item);
    }
    items.sort(Comparator.comparing(Reply::toString));
    return new Aggregate(kind, items);
  }

  private static Reply withoutId(Reply reply) {
    if (!(reply instanceof Aggregate(Aggregate.Kind kind, List<Reply> items))) {
      return reply;
    }
    List<Reply> kept = new ArrayList<>(items);
    int id = kept.indexOf(new Reply.Bulk("id"));
    if (id >= 0 && id + 1 < kept.size()) {
      kept.set(id + 1, new Reply.Int(0));
    }
    return new Aggregate(kind, kept);
  }
}
