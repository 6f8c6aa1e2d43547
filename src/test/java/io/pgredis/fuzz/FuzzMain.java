package io.pgredis.fuzz;

import io.pgredis.sql.Limits;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the fuzzer, as {@code auto/fuzz} calls it. */
@Command(
    name = "auto/fuzz",
    mixinStandardHelpOptions = true,
    description = {
      "Plays random command sequences against real Redis and pgredis and compares every reply.",
      "A difference is made small and printed as redis-cli lines; the exit status is then 1."
    })
public final class FuzzMain implements Callable<Integer> {
  private static final int SEED_BITS = 40;

  @Option(
      names = "--minutes",
      description =
          "How long to run (default: 1). With --seed and without --minutes one program is played.")
  private Double minutes;

  @Option(names = "--seed", description = "Seed of the first program (default: a fresh one).")
  private Long seed;

  @Option(
      names = "--mode",
      defaultValue = "all",
      description = "all, single, pipeline, multi or instances (default: all, in turn).")
  private String mode;

  @Option(
      names = "--steps",
      defaultValue = "300",
      description = "Steps of each program (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--redis",
      description = "host:port of real Redis; its data are deleted (default: starts one).")
  private String redis;

  @Option(
      names = "--target",
      description =
          "host:port[,host:port] of pgredis, whose data are deleted (default: starts two"
              + " instances); 'redis' starts a second real Redis.")
  private String target;

  @Option(
      names = "--packed-bytes",
      description =
          "Up to so many bytes the instances started here keep a collection in the row of its key;"
              + " 0 spreads them all (default: ${DEFAULT-VALUE}).")
  private int packedBytes = Limits.PACKED_BYTES;

  @Option(
      names = "--failures",
      defaultValue = "5",
      description = "Stop after so many kinds of differences (default: ${DEFAULT-VALUE}).")
  private int mostFailures;

  @Option(
      names = "--with",
      split = ",",
      description = "Further capabilities of the target: ${COMPLETION-CANDIDATES}.")
  private Set<Capability> with = EnumSet.noneOf(Capability.class);

  @Option(names = "--without", split = ",", description = "Commands to leave out.")
  private Set<String> without = Set.of();

  @Option(
      names = "--known-only",
      description = "Leave out the commands that the target does not know, and name them.")
  private boolean knownOnly;

  @Option(
      names = "--coverage",
      description = "Fail unless each command was played 1,000 times and half of it not refused.")
  private boolean coverage;

  @Option(
      names = "--evenly",
      description =
          "Draw rare commands oftener, so that some 1,500,000 commands suffice for --coverage."
              + " A seed then stands for other programs.")
  private boolean evenly;

  /** Runs the fuzzer and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new FuzzMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() {
    try (Servers servers = Servers.open(redis, target, packedBytes);
        Duel duel = new Duel(servers.expected(), servers.actual())) {
      return run(duel);
    }
  }

  private int run(Duel duel) {
    Set<Capability> capabilities = Capability.current();
    capabilities.addAll(with);
    Table table = Table.of(capabilities).without(without);
    if (evenly) {
      table = table.evenly();
    }
    if (knownOnly) {
      Table known = duel.known(table);
      System.out.println("left out as unknown: " + table.namesWithout(known));
      table = known;
    }
    long first = seed != null ? seed : ThreadLocalRandom.current().nextLong(1L << SEED_BITS);
    Duration time =
        minutes != null
            ? Duration.ofMillis((long) (minutes * 60_000))
            : seed != null ? Duration.ZERO : Duration.ofMinutes(1);
    List<Mode> modes =
        mode.equals("all")
            ? Arrays.asList(Mode.values())
            : List.of(Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
    System.out.printf("first seed %d, modes %s, %d steps each%n", first, modes, steps);
    Fuzzer fuzzer = new Fuzzer(duel, table, System.out);
    long start = System.nanoTime();
    fuzzer.run(modes, first, steps, time, mostFailures);
    double seconds = (System.nanoTime() - start) / 1e9;
    Tally tally = fuzzer.tally();
    tally.print(System.out);
    List<String> shortfalls = tally.shortfalls(table);
    System.out.printf(
        "%n%s%n",
        shortfalls.isEmpty()
            ? "Each command was played at least 1,000 times, at least half of it not refused."
            : "Short of the aim of 1,000 of each command, half not refused: " + shortfalls);
    System.out.printf(
        "%d programs, %d commands in %.1f s (%.0f/s); seeds %d to %d; %d kinds of differences%n",
        fuzzer.programs(),
        tally.total(),
        seconds,
        tally.total() / seconds,
        first,
        first + fuzzer.programs() - 1,
        fuzzer.failures().size());
    fuzzer.failures().forEach((kind, count) -> System.out.printf("  %d times: %s%n", count, kind));
    return fuzzer.failures().isEmpty() && (!coverage || shortfalls.isEmpty()) ? 0 : 1;
  }
}
