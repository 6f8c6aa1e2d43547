package io.pgredis.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random command sequences, real Redis against two instances of pgredis. */
class FuzzTest {
  private static final List<Mode> MODES = Arrays.asList(Mode.values());
  private static final long FIXED_SEED = 1;
  private static final int STEPS = 300;
  private static final int MOST_FAILURES = 3;
  private static final int FRESH_SEED_BITS = 40;
  private static final int SHORT_PROGRAMS = 60;
  private static final Duration LONG = Duration.ofMinutes(3);

  @Test
  void sixtyProgramsFromAFixedSeed() {
    fuzz(
        FIXED_SEED,
        (fuzzer, seed) -> fuzzer.runPrograms(MODES, seed, STEPS, SHORT_PROGRAMS, MOST_FAILURES));
  }

  @Test
  @Tag("full")
  void longRunFromAFixedSeed() {
    fuzz(FIXED_SEED, FuzzTest::runLong);
  }

  @Test
  @Tag("full")
  void longRunFromAFreshSeed() {
    fuzz(ThreadLocalRandom.current().nextLong(1L << FRESH_SEED_BITS), FuzzTest::runLong);
  }

  private static void runLong(Fuzzer fuzzer, long seed) {
    fuzzer.run(MODES, seed, STEPS, LONG, MOST_FAILURES);
  }

  private static void fuzz(long seed, ObjLongConsumer<Fuzzer> run) {
    System.out.printf("fuzzing from seed %d%n", seed);
    try (Servers servers = Servers.open(null, null);
        Duel duel = new Duel(servers.expected(), servers.actual())) {
      Table table = Table.of(Capability.current());
      var fuzzer = new Fuzzer(duel, table, System.out);
      run.accept(fuzzer, seed);
      System.out.printf(
          "%d programs, %d commands, seeds %d to %d%n",
          fuzzer.programs(), fuzzer.tally().total(), seed, seed + fuzzer.programs() - 1);
      assertThat(fuzzer.failures()).isEmpty();
      assertThat(fuzzer.tally().total()).isPositive();
    }
  }
}
