package io.pgredis.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.RealRedis;
import io.pgredis.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The fuzzer is silent about two servers that are right, and finds and shrinks the bugs of others.
 */
class FuzzerSelfTest {
  private static final int STEPS = 300;
  private static final int QUIET_PROGRAMS = 24;
  private static final int MOST_PROGRAMS = 300;

  private static RealRedis one;
  private static RealRedis other;

  @BeforeAll
  static void start() {
    one = RealRedis.start();
    other = RealRedis.start();
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
  }

  @Test
  void findsNothingBetweenTwoRedisServers() {
    var printed = new ByteArrayOutputStream();
    Table table = Table.of(java.util.EnumSet.allOf(Capability.class));
    try (Duel duel = new Duel(at(one), at(other))) {
      var fuzzer = new Fuzzer(duel, table, new PrintStream(printed, true, StandardCharsets.UTF_8));
      fuzzer.runPrograms(Arrays.asList(Mode.values()), 1, STEPS, QUIET_PROGRAMS, 1);
      assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(fuzzer.tally().total()).isGreaterThan(1000);
    }
  }

  @Test
  void shrinksAWrongReplyToTheTwoCommandsItTakes() {
    Server faulty =
        FaultyServer.changingReplies(
            at(other),
            (command, reply) ->
                command.getFirst().equalsIgnoreCase("PERSIST") && reply.equals(new Reply.Int(1))
                    ? new Reply.Int(0)
                    : reply);
    Shrinker.Result found = find(faulty, Mode.PIPELINE);
    assertThat(found.mismatch().what()).isEqualTo("PERSIST");
    assertThat(calls(found)).hasSizeLessThanOrEqualTo(3).last().asString().startsWith("PERSIST");
    assertThat(found.program().steps()).noneMatch(Step::joined);
  }

  @Test
  void keepsTheCommandThatMakesTheKeyAndNoOther() {
    Server faulty =
        FaultyServer.changingReplies(
            at(other),
            (command, reply) ->
                command.getFirst().equalsIgnoreCase("LSET") && !reply.isError()
                    ? new Reply.Int(0)
                    : reply);
    Shrinker.Result found = find(faulty, Mode.INSTANCES);
    assertThat(found.mismatch().what()).isEqualTo("LSET");
    assertThat(calls(found)).hasSize(2).last().asString().startsWithIgnoringCase("LSET");
    assertThat(found.program().steps()).hasSize(2).noneMatch(Step::joined);
  }

  @Test
  void shrinksALostWatchToOneTransaction() {
    Server faulty =
        FaultyServer.changingCommands(
            at(other),
            command ->
                command.getFirst().equalsIgnoreCase("WATCH") && command.size() > 1
                    ? List.of("CLIENT", "UNPAUSE")
                    : command);
    Shrinker.Result found = find(faulty, Mode.MULTI);
    assertThat(found.mismatch().what()).isEqualTo("EXEC");
    assertThat(calls(found)).hasSizeLessThanOrEqualTo(6).last().isEqualTo("EXEC");
  }

  @Test
  void findsAWrongStateThatNoReplyShows() {
    Server faulty =
        FaultyServer.changingCommands(
            at(other),
            command ->
                command.getFirst().equals("SETEX") && command.size() == 4
                    ? List.of("SET", command.get(1), command.get(3))
                    : command);
    Shrinker.Result found = find(faulty, Mode.SINGLE);
    assertThat(calls(found)).hasSizeLessThanOrEqualTo(2).first().asString().startsWith("SETEX");
  }

  private static Server at(RealRedis redis) {
    return Server.at(redis.host() + ":" + redis.port());
  }

  private static Shrinker.Result find(Server faulty, Mode mode) {
    Table table = Table.of(Capability.current());
    try (Duel duel = new Duel(at(one), faulty)) {
      for (long seed = 1; seed <= MOST_PROGRAMS; seed++) {
        Program program = ProgramGenerator.generate(table, mode, seed, STEPS);
        Optional<Mismatch> found = duel.play(program, new Tally());
        if (found.isPresent()) {
          return Shrinker.shrink(duel, program, found.get()).orElseThrow();
        }
      }
    }
    throw new AssertionError("not found in " + MOST_PROGRAMS + " programs");
  }

  private static List<String> calls(Shrinker.Result result) {
    List<String> lines = new ArrayList<>();
    result
        .program()
        .steps()
        .forEach(step -> step.calls().forEach(call -> lines.add(CliText.line(call.args()))));
    return lines;
  }
}
