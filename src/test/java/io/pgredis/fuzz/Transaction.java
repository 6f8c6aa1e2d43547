package io.pgredis.fuzz;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows one connection's transaction by Redis's replies, to know how EXEC's are to be compared.
 */
final class Transaction {
  private static final Reply QUEUED = new Reply.Simple("QUEUED");
  private static final Reply OK = new Reply.Simple("OK");

  private final List<Call> queued = new ArrayList<>();
  private boolean open;

  /** A pair of replies that differ, and the call that they answer. */
  record Difference(Call call, Reply expected, Reply actual) {}

  /** Compares the replies to a call; inside EXEC each of its elements by its own rule. */
  Optional<Difference> compare(Call call, Reply expected, Reply actual, Tally tally) {
    if (open && expected.equals(QUEUED)) {
      queued.add(call);
      return difference(call, Matching.EXACT, expected, actual);
    }
    if (open && call.is("EXEC") && expected instanceof Aggregate all) {
      List<Call> calls = List.copyOf(queued);
      end();
      tally.count(call, expected);
      return compareAll(call, calls, all, actual, tally);
    }
    tally.count(call, expected);
    follow(call, expected);
    return difference(call, call.matching(), expected, actual);
  }

  private Optional<Difference> compareAll(
      Call exec, List<Call> calls, Aggregate expected, Reply actual, Tally tally) {
    if (!(actual instanceof Aggregate all)
        || all.kind() != expected.kind()
        || all.items().size() != expected.items().size()
        || expected.items().size() != calls.size()) {
      return difference(exec, Matching.EXACT, expected, actual);
    }
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      tally.count(call, expected.items().get(i));
      Optional<Difference> found =
          difference(call, inside(call), expected.items().get(i), all.items().get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** What takes several commands outside a transaction is only its first command inside. */
  private static Matching inside(Call call) {
    return call.play() == Call.Play.PLAIN ? call.matching() : Matching.SHAPE;
  }

  private void follow(Call call, Reply reply) {
    if (call.is("MULTI") && reply.equals(OK)) {
      open = true;
    } else if (call.is("EXEC")) {
      // Redis gives up the transaction even when EXEC itself is malformed.
      end();
    } else if ((call.is("DISCARD") || call.is("RESET")) && !reply.isError()) {
      end();
    }
  }

  private void end() {
    open = false;
    queued.clear();
  }

  private static Optional<Difference> difference(
      Call call, Matching matching, Reply expected, Reply actual) {
    return matching.matches(expected, actual)
        ? Optional.empty()
        : Optional.of(new Difference(call, expected, actual));
  }
}
