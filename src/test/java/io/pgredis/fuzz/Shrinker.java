package io.pgredis.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Makes a failing program small by playing smaller ones again and keeping those that fail in the
 * same way: first whole ranges of steps (delta debugging, Zeller and Hildebrandt 2002), then
 * connections, then arguments.
 */
final class Shrinker {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SHORT_ARGUMENT = 8;

  private final Duel duel;
  private final String signature;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();
  private Program best;
  private Mismatch mismatch;

  /** The smallest program found, and how it fails. */
  record Result(Program program, Mismatch mismatch) {}

  private Shrinker(Duel duel, Program program, Mismatch mismatch) {
    this.duel = duel;
    this.signature = mismatch.signature();
    this.best = program;
    this.mismatch = mismatch;
  }

  /** The smallest program found; empty if the program does not fail again when it is repeated. */
  static Optional<Result> shrink(Duel duel, Program program, Mismatch mismatch) {
    var shrinker = new Shrinker(duel, program, mismatch);
    Program cut = program.withSteps(program.steps().subList(0, mismatch.step() + 1));
    if (!shrinker.accept(cut) && !shrinker.accept(cut) && !shrinker.accept(program)) {
      return Optional.empty();
    }
    shrinker.run();
    return Optional.of(new Result(shrinker.best, shrinker.mismatch));
  }

  private void run() {
    accept(best.withSteps(best.steps().stream().map(Step::apart).toList()));
    int before;
    do {
      before = best.steps().size();
      dropSteps();
    } while (best.steps().size() < before);
    accept(best.withProtocols(Collections.nCopies(best.protocols().size(), 2)));
    mergeConnections();
    dropArguments();
    shortenArguments();
    dropSteps();
  }

  /** Keeps a program if it fails in the same way. */
  private boolean accept(Program candidate) {
    if (System.nanoTime() > deadline) {
      return false;
    }
    Optional<Mismatch> found = duel.play(candidate, new Tally());
    if (found.isEmpty() || !found.get().signature().equals(signature)) {
      return false;
    }
    mismatch = found.get();
    int played = Math.min(candidate.steps().size(), mismatch.step() + 1);
    best = candidate.withSteps(candidate.steps().subList(0, played));
    return true;
  }

  private void dropSteps() {
    for (int size = Math.max(1, best.steps().size() / 2); size >= 1; size /= 2) {
      int end = best.steps().size();
      while (end > 0) {
        int start = Math.max(0, end - size);
        List<Step> fewer = new ArrayList<>(best.steps());
        fewer.subList(start, Math.min(end, fewer.size())).clear();
        accept(best.withSteps(fewer));
        end = Math.min(start, best.steps().size());
      }
    }
  }

  private void mergeConnections() {
    for (int from = best.protocols().size() - 1; from > 0; from--) {
      for (int to = 0; to < from; to++) {
        int source = from;
        int target = to;
        if (best.steps().stream().anyMatch(step -> step.connection() == source)
            && accept(
                best.withSteps(
                    best.steps().stream()
                        .map(
                            step ->
                                step.connection() == source
                                    ? new Step(target, step.joined(), step.calls())
                                    : step)
                        .toList()))) {
          break;
        }
      }
    }
  }

  private void dropArguments() {
    for (int step = 0; step < best.steps().size(); step++) {
      for (int call = 0; call < best.steps().get(step).calls().size(); call++) {
        int argument = call(step, call).args().size() - 1;
        while (argument >= 1 && call(step, call).alterable()) {
          List<String> fewer = new ArrayList<>(call(step, call).args());
          if (argument < fewer.size()) {
            fewer.remove(argument);
            accept(with(step, call, fewer));
          }
          if (step >= best.steps().size() || call >= best.steps().get(step).calls().size()) {
            return;
          }
          argument--;
        }
      }
    }
  }

  /** Long arguments become one letter, or half as long. */
  private void shortenArguments() {
    for (int step = 0; step < best.steps().size(); step++) {
      for (int call = 0; call < best.steps().get(step).calls().size(); call++) {
        for (int i = 1; i < call(step, call).args().size(); i++) {
          while (shorten(step, call, i)) {
            if (step >= best.steps().size()) {
              return;
            }
          }
        }
      }
    }
  }

  private boolean shorten(int step, int call, int index) {
    String argument = call(step, call).args().get(index);
    if (argument.length() <= SHORT_ARGUMENT || !call(step, call).alterable()) {
      return false;
    }
    return acceptEverywhere(argument, argument.substring(0, 1))
        || acceptEverywhere(argument, argument.substring(0, argument.length() / 2))
        || acceptEverywhere(argument, "a".repeat(argument.length() / 2));
  }

  /** A key may stand in several commands, so an argument is replaced wherever it stands. */
  private boolean acceptEverywhere(String old, String fresh) {
    if (old.chars().allMatch(c -> c >= '0' && c <= '9')) {
      // Half of a number of seconds could be a time to live that ends while the program runs.
      return false;
    }
    List<Step> changed = new ArrayList<>();
    for (Step step : best.steps()) {
      changed.add(step.withCalls(step.calls().stream().map(c -> replaced(c, old, fresh)).toList()));
    }
    return accept(best.withSteps(changed));
  }

  private static Call replaced(Call call, String old, String fresh) {
    return call.withArgs(call.args().stream().map(a -> a.equals(old) ? fresh : a).toList());
  }

  private Call call(int step, int call) {
    return best.steps().get(step).calls().get(call);
  }

  private Program with(int step, int call, List<String> args) {
    List<Step> steps = new ArrayList<>(best.steps());
    List<Call> calls = new ArrayList<>(steps.get(step).calls());
    calls.set(call, calls.get(call).withArgs(args));
    steps.set(step, steps.get(step).withCalls(calls));
    return best.withSteps(steps);
  }
}
