package io.pgredis.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramGeneratorTest {
  private static final Table TABLE = Table.of(EnumSet.allOf(Capability.class));
  private static final Set<String> WITH_TTL = Set.of("SETEX", "PSETEX", "EXPIRE", "PEXPIRE");

  @ParameterizedTest
  @EnumSource
  void aSeedAlwaysGivesTheSameProgram(Mode mode) {
    assertThat(ProgramGenerator.generate(TABLE, mode, 42, 500))
        .isEqualTo(ProgramGenerator.generate(TABLE, mode, 42, 500))
        .isNotEqualTo(ProgramGenerator.generate(TABLE, mode, 43, 500));
  }

  @ParameterizedTest
  @EnumSource
  void aShorterProgramIsAPrefixOfALongerOne(Mode mode) {
    assertThat(ProgramGenerator.generate(TABLE, mode, 7, 500).steps())
        .startsWith(ProgramGenerator.generate(TABLE, mode, 7, 200).steps().toArray(Step[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void nothingExpiresWhileAProgramRuns(Mode mode) {
    assertThat(calls(mode).filter(ProgramGeneratorTest::expiresSoon)).isEmpty();
  }

  @Test
  void noCommandCanStopOrBlockAServer() {
    assertThat(calls(Mode.SINGLE).filter(ProgramGeneratorTest::stopsOrBlocks)).isEmpty();
  }

  @Test
  void oneConnectionAloneSendsOneCommandAtATime() {
    assertThat(steps(Mode.SINGLE).filter(Step::joined)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"RENAME, SETNX", "RENAMENX, SETNX", "LSET, RPUSH"})
  void aHeraldIsAStepOfItsOwnOnTheKeyOfItsCommand(String name, String herald) {
    List<List<List<Call>>> drawn = draws(TABLE, name);
    assertThat(drawn).anyMatch(steps -> steps.size() == 1).anyMatch(steps -> steps.size() == 2);
    assertThat(drawn)
        .filteredOn(steps -> steps.size() == 2)
        .allSatisfy(
            steps -> {
              assertThat(steps).allMatch(calls -> calls.size() == 1);
              List<String> first = steps.getFirst().getFirst().args();
              List<String> second = steps.getLast().getFirst().args();
              assertThat(first.getFirst()).isEqualTo(herald);
              assertThat(second.getFirst()).isEqualToIgnoringCase(name);
              assertThat(first.get(1)).isEqualTo(second.get(1));
            });
    assertThat(draws(TABLE.without(Set.of(herald)), name)).allMatch(steps -> steps.size() == 1);
  }

  private static List<List<List<Call>>> draws(Table table, String name) {
    Draw draw = new Draw(1);
    return Stream.generate(() -> table.named(name).draw(draw, 0)).limit(200).toList();
  }

  private static Stream<List<String>> calls(Mode mode) {
    return steps(mode).flatMap(step -> step.calls().stream()).map(Call::args);
  }

  private static Stream<Step> steps(Mode mode) {
    return LongStream.range(0, 200)
        .mapToObj(seed -> ProgramGenerator.generate(TABLE, mode, seed, 300))
        .flatMap(program -> program.steps().stream());
  }

  private static boolean is(List<String> args, String name) {
    return !args.isEmpty() && args.getFirst().equalsIgnoreCase(name);
  }

  private static boolean stopsOrBlocks(List<String> args) {
    return (args.size() == 1 && (is(args, "SHUTDOWN") || is(args, "MONITOR")))
        || (args.size() == 3
            && is(args, "WAIT")
            && args.get(1).equals("1")
            && args.get(2).equals("0"));
  }

  private static boolean expiresSoon(List<String> args) {
    if (args.isEmpty()) {
      return false;
    }
    String name = args.getFirst().toUpperCase(Locale.ROOT);
    if (WITH_TTL.contains(name)) {
      boolean isComplete = args.size() == 4 || (args.size() == 3 && name.endsWith("EXPIRE"));
      return isComplete && isSoon(args.get(2), name.startsWith("P") ? 1000 : 1);
    }
    for (int i = 2; (name.equals("SET") || name.equals("GETEX")) && i + 1 < args.size(); i++) {
      String option = args.get(i).toUpperCase(Locale.ROOT);
      if ((option.equals("EX") && isSoon(args.get(i + 1), 1))
          || (option.equals("PX") && isSoon(args.get(i + 1), 1000))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSoon(String time, long unitsPerSecond) {
    return time.matches("[0-9]{1,17}")
        && Long.parseLong(time) > 0
        && Long.parseLong(time) < Draw.NEAREST_TTL_S * unitsPerSecond;
  }
}
