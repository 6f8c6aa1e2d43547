package io.pgredis.fuzz;

import io.pgredis.fuzz.Transaction.Difference;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plays programs against two servers in step: each burst of commands goes to both before either's
 * replies are read. Every program starts from empty servers and new connections.
 */
final class Duel implements AutoCloseable {
  /** After so many steps the whole state is compared, and at the end of each program. */
  private static final int STATE_CHECK_STEPS = 100;

  /** Enough to be wrong for any command that does something to the whole server. */
  private static final int PROBE_ARGUMENTS = 25;

  private static final int MOST_SCAN_PAGES = 10_000;

  private final Server expected;
  private final Server actual;
  private Pair inspectors;

  /** The connections to both servers that stand for one connection of the program. */
  private record Pair(Link expected, Link actual, Transaction transaction) {
    void close() {
      expected.close();
      actual.close();
    }
  }

  Duel(Server expected, Server actual) {
    this.expected = expected;
    this.actual = actual;
    inspectors = connect(0, 2);
  }

  @Override
  public void close() {
    inspectors.close();
  }

  /** Plays a program up to the first difference. */
  Optional<Mismatch> play(Program program, Tally tally) {
    clear();
    List<Pair> pairs = new ArrayList<>();
    try {
      for (int protocol : program.protocols()) {
        pairs.add(connect(address(program, pairs.size()), protocol));
      }
      Optional<Mismatch> found = playSteps(program, pairs, tally);
      return found.isPresent() ? found : checkState(program.steps().size() - 1, tally);
    } finally {
      pairs.forEach(Pair::close);
    }
  }

  /** Empties both servers; a connection that went away, as a stopped server's does, is renewed. */
  private void clear() {
    Reply a = inspectors.expected.call("FLUSHALL");
    Reply b = inspectors.actual.call("FLUSHALL");
    if (a.isError() || b.isError()) {
      inspectors.close();
      inspectors = connect(0, 2);
      a = inspectors.expected.call("FLUSHALL");
      b = inspectors.actual.call("FLUSHALL");
      if (a.isError() || b.isError()) {
        throw new IllegalStateException("FLUSHALL was answered by " + a + " and " + b);
      }
    }
  }

  /** The table without what the server under test says it does not know. */
  Table known(Table table) {
    Set<String> unknown = new TreeSet<>();
    for (Entry entry : table.entries()) {
      List<String> probe = new ArrayList<>(List.of(entry.name().split(" ")));
      for (int i = 0; i < PROBE_ARGUMENTS; i++) {
        probe.add("probe");
      }
      try (Link known = expected.connect(0);
          Link link = actual.connect(0)) {
        known.send(List.of(probe));
        link.send(List.of(probe));
        Reply wanted = known.read();
        Reply reply = link.read();
        if (reply.toString().startsWith("-ERR unknown ") && !reply.equals(wanted)) {
          unknown.add(entry.name());
        }
      }
    }
    return table.without(unknown);
  }

  private static int address(Program program, int connection) {
    return program.mode().usesAllAddresses() ? connection : 0;
  }

  private Pair connect(int address, int protocol) {
    Pair pair = new Pair(expected.connect(address), actual.connect(address), new Transaction());
    if (protocol == 3) {
      pair.expected.call("HELLO", "3");
      pair.actual.call("HELLO", "3");
    }
    return pair;
  }

  private Optional<Mismatch> playSteps(Program program, List<Pair> pairs, Tally tally) {
    List<Step> steps = program.steps();
    int nextCheck = STATE_CHECK_STEPS;
    int first = 0;
    while (first < steps.size()) {
      int end = endOfBurst(steps, first);
      int connection = steps.get(first).connection();
      Optional<Mismatch> found = burst(steps, first, end, pairs.get(connection), tally);
      if (found.isPresent()) {
        return found;
      }
      if (steps.get(end - 1).calls().getLast().play() == Call.Play.QUIT) {
        pairs.get(connection).close();
        int protocol = program.protocols().get(connection);
        pairs.set(connection, connect(address(program, connection), protocol));
      }
      first = end;
      if (first >= nextCheck && first < steps.size()) {
        nextCheck = first + STATE_CHECK_STEPS;
        found = checkState(first - 1, tally);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static int endOfBurst(List<Step> steps, int first) {
    int end = first + 1;
    while (end < steps.size()
        && steps.get(end).joined()
        && steps.get(end).connection() == steps.get(first).connection()) {
      end++;
    }
    return end;
  }

  private Optional<Mismatch> checkState(int step, Tally tally) {
    return new StateCheck(inspectors.expected, inspectors.actual, tally).run(step);
  }

  private Optional<Mismatch> burst(List<Step> steps, int first, int end, Pair pair, Tally tally) {
    List<Call> lone = steps.get(first).calls();
    if (lone.size() == 1 && lone.getFirst().play() != Call.Play.PLAIN) {
      Call call = lone.getFirst();
      return compare(
          first, call, macro(call, pair.expected), macro(call, pair.actual), pair, tally);
    }
    List<List<String>> commands = new ArrayList<>();
    for (Step step : steps.subList(first, end)) {
      step.calls().forEach(call -> commands.add(call.args()));
    }
    pair.expected.send(commands);
    pair.actual.send(commands);
    Optional<Mismatch> found = Optional.empty();
    for (int i = first; i < end; i++) {
      for (Call call : steps.get(i).calls()) {
        // After a difference the rest is waited for, or it would run into the next program.
        Reply a = pair.expected.read();
        Reply b = pair.actual.read();
        if (found.isEmpty()) {
          found = compare(i, call, a, b, pair, tally);
        } else if (b == Link.SILENT || b == Link.CLOSED) {
          return found;
        }
      }
    }
    return found;
  }

  private static Optional<Mismatch> compare(
      int step, Call call, Reply a, Reply b, Pair pair, Tally tally) {
    Optional<Difference> found = pair.transaction.compare(call, a, b, tally);
    return found.map(
        difference ->
            new Mismatch(
                step,
                difference.call().entry(),
                CliText.line(difference.call().args())
                    + (difference.call() == call ? "" : " (in EXEC)"),
                difference.expected(),
                difference.actual()));
  }

  private static Reply macro(Call call, Link link) {
    return switch (call.play()) {
      case SCAN -> scan(call.args(), link);
      case RANDOM_KEY -> randomKey(call.args(), link);
      case PLAIN, QUIT -> {
        link.send(List.of(call.args()));
        yield link.read();
      }
    };
  }

  /** All that a full SCAN returns, each once; its reply where that is no page. */
  private static Reply scan(List<String> args, Link link) {
    Set<String> seen = new TreeSet<>();
    List<String> next = new ArrayList<>(args);
    for (int pages = 0; pages < MOST_SCAN_PAGES; pages++) {
      link.send(List.of(next));
      Reply reply = link.read();
      if (!(reply instanceof Aggregate page)
          || page.items().size() != 2
          || !(page.items().getFirst() instanceof Reply.Bulk(String cursor))
          || !(page.items().getLast() instanceof Aggregate keys)) {
        return reply;
      }
      keys.items().forEach(key -> seen.add(key instanceof Reply.Bulk(String k) ? k : "?" + key));
      if (cursor.equals("0")) {
        return new Aggregate(
            Aggregate.Kind.ARRAY, seen.stream().<Reply>map(Reply.Bulk::new).toList());
      }
      next.set(1, cursor);
    }
    return new Reply.Error("(SCAN does not end)");
  }

  /** Whether there is a random key, and whether it exists. */
  private static Reply randomKey(List<String> args, Link link) {
    link.send(List.of(args));
    Reply reply = link.read();
    if (!(reply instanceof Reply.Bulk(String key))) {
      return reply;
    }
    return Reply.array(new Reply.Simple("a key"), link.call("EXISTS", key));
  }
}
