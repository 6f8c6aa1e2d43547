package io.pgredis.fuzz;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays one program after the other, each with the next seed, and reports what differs. */
final class Fuzzer {
  private final Duel duel;
  private final Table table;
  private final PrintStream out;
  private final Tally tally = new Tally();
  private final Map<String, Integer> failures = new HashMap<>();
  private int programs;

  Fuzzer(Duel duel, Table table, PrintStream out) {
    this.duel = duel;
    this.table = table;
    this.out = out;
  }

  /**
   * Runs until time is up or there are enough failures of different kinds.
   *
   * @param modes taken in turn
   * @param seed of the first program
   */
  void run(List<Mode> modes, long seed, int steps, Duration time, int mostFailures) {
    long deadline = System.nanoTime() + time.toNanos();
    do {
      play(modes.get(programs % modes.size()), seed + programs, steps);
      programs++;
    } while (System.nanoTime() < deadline && failures.size() < mostFailures);
  }

  /**
   * As {@link #run}, but a fixed number of programs, so that the same ones are played everywhere.
   */
  void runPrograms(List<Mode> modes, long seed, int steps, int count, int mostFailures) {
    while (programs < count && failures.size() < mostFailures) {
      play(modes.get(programs % modes.size()), seed + programs, steps);
      programs++;
    }
  }

  private void play(Mode mode, long seed, int steps) {
    Program program = ProgramGenerator.generate(table, mode, seed, steps);
    Optional<Mismatch> found = duel.play(program, tally);
    found.ifPresent(mismatch -> report(program, mismatch));
  }

  /** One report for each kind of failure; a second of the same kind is only counted. */
  private void report(Program program, Mismatch mismatch) {
    if (failures.merge(mismatch.signature(), 1, Integer::sum) > 1) {
      return;
    }
    int steps = program.steps().size();
    Optional<Shrinker.Result> small = Shrinker.shrink(duel, program, mismatch);
    if (small.isEmpty()) {
      out.println("\nThe following did not happen again when the program was repeated.");
      int start = Math.max(0, mismatch.step() - 40);
      List<Step> tail = new ArrayList<>(program.steps().subList(start, mismatch.step() + 1));
      Report.print(out, program.withSteps(tail), mismatch, steps);
    } else {
      Report.print(out, small.get().program(), small.get().mismatch(), steps);
    }
  }

  /** How often each kind of failure was met. */
  Map<String, Integer> failures() {
    return Map.copyOf(failures);
  }

  Tally tally() {
    return tally;
  }

  int programs() {
    return programs;
  }
}
