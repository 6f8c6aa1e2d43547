package io.pgredis.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random command sequences, real Redis against two instances of pgredis. */
class FuzzTest {
  private static final List<Mode> MODES = Arrays.asList(Mode.values());
  private static final long FIXED_SEED = 1;
  private static final int STEPS = 300;
  private static final int MOST_FAILURES = 3;
  private static final int FRESH_SEED_BITS = 40;
  private static final Duration SHORT = Duration.ofSeconds(12);
  private static final Duration LONG = Duration.ofMinutes(3);

  @Test
  void shortRunFromAFixedSeed() {
    run(FIXED_SEED, SHORT);
  }

  @Test
  @Tag("full")
  void longRunFromAFixedSeed() {
    run(FIXED_SEED, LONG);
  }

  @Test
  @Tag("full")
  void longRunFromAFreshSeed() {
    run(ThreadLocalRandom.current().nextLong(1L << FRESH_SEED_BITS), LONG);
  }

  private static void run(long seed, Duration time) {
    System.out.printf("fuzzing from seed %d for %s%n", seed, time);
    try (Servers servers = Servers.open(null, null);
        Duel duel = new Duel(servers.expected(), servers.actual())) {
      Table table = Table.of(Capability.current());
      var fuzzer = new Fuzzer(duel, table, System.out);
      fuzzer.run(MODES, seed, STEPS, time, MOST_FAILURES);
      System.out.printf(
          "%d programs, %d commands, seeds %d to %d%n",
          fuzzer.programs(), fuzzer.tally().total(), seed, seed + fuzzer.programs() - 1);
      assertThat(fuzzer.failures()).isEmpty();
      assertThat(fuzzer.tally().total()).isPositive();
    }
  }
}
