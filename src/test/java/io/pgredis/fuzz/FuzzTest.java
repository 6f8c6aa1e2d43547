package io.pgredis.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.sql.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random command sequences, real Redis against two instances of pgredis. */
class FuzzTest {
  private static final List<Mode> MODES = Arrays.asList(Mode.values());
  private static final long FIXED_SEED = 1;
  private static final long ANOTHER_SEED = 569_368_025_287L;
  private static final int STEPS = 300;
  private static final int MOST_FAILURES = 3;
  private static final int SHORT_PROGRAMS = 60;
  private static final int SPREAD_PROGRAMS = 30;
  private static final int LONG_PROGRAMS = 400;

  @Test
  void sixtyProgramsFromAFixedSeed() {
    fuzz(
        FIXED_SEED,
        (fuzzer, seed) -> fuzzer.runPrograms(MODES, seed, STEPS, SHORT_PROGRAMS, MOST_FAILURES));
  }

  /** Every collection over rows of its own, and across the border between the two forms. */
  @ParameterizedTest
  @ValueSource(ints = {0, 64})
  void collectionsThatAreSpread(int packedBytes) {
    fuzz(
        ANOTHER_SEED,
        packedBytes,
        (fuzzer, seed) -> fuzzer.runPrograms(MODES, seed, STEPS, SPREAD_PROGRAMS, MOST_FAILURES));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64})
  @Tag("full")
  void fourHundredProgramsThatAreSpread(int packedBytes) {
    fuzz(ANOTHER_SEED, packedBytes, FuzzTest::runLong);
  }

  @Test
  @Tag("full")
  void fourHundredProgramsFromAFixedSeed() {
    fuzz(FIXED_SEED, FuzzTest::runLong);
  }

  /** Fresh seeds are for auto/fuzz: a test gives the same answer every time. */
  @Test
  @Tag("full")
  void fourHundredMoreFromAnotherSeed() {
    fuzz(ANOTHER_SEED, FuzzTest::runLong);
  }

  private static void runLong(Fuzzer fuzzer, long seed) {
    fuzzer.runPrograms(MODES, seed, STEPS, LONG_PROGRAMS, MOST_FAILURES);
  }

  private static void fuzz(long seed, ObjLongConsumer<Fuzzer> run) {
    fuzz(seed, Limits.PACKED_BYTES, run);
  }

  private static void fuzz(long seed, int packedBytes, ObjLongConsumer<Fuzzer> run) {
    System.out.printf("fuzzing from seed %d%n", seed);
    try (Servers servers = Servers.open(null, null, packedBytes);
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
