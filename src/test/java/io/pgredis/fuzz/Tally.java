package io.pgredis.fuzz;

import io.pgredis.fuzz.Entry.Trait;
import io.pgredis.testing.Reply;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what was played, as Redis answered it: commands, errors, and types of values in the state.
 */
final class Tally {
  /** A run that is long enough has played each command at least so often. */
  static final int LEAST_PLAYED = 1000;

  private static final int LONGEST_ERROR = 110;

  private final Map<String, long[]> commands = new TreeMap<>();
  private final Map<String, Long> errors = new TreeMap<>();
  private final Map<String, Long> types = new TreeMap<>();
  private long total;

  void count(Call call, Reply reply) {
    long[] counts = commands.computeIfAbsent(call.entry(), name -> new long[2]);
    counts[0]++;
    total++;
    if (reply instanceof Reply.Error(String text)) {
      counts[1]++;
      errors.merge(pattern(text), 1L, Long::sum);
    }
  }

  /** Counts a key seen when the whole state was compared. */
  void countType(String type, String encoding) {
    types.merge(type + " (" + encoding + ")", 1L, Long::sum);
  }

  long total() {
    return total;
  }

  /** An error's text without the parts that the client sent. */
  private static String pattern(String text) {
    String bare =
        text.replaceAll("(?s)'[^']*'", "'...'")
            .replaceAll("(?s)(beginning with: |^ERR Unsupported option ).*", "$1...");
    String shown = Reply.quote(bare);
    return shown.length() <= LONGEST_ERROR ? shown : shown.substring(0, LONGEST_ERROR) + "...";
  }

  /**
   * Prints the histogram: commands with their share of replies that are no errors, types, errors.
   */
  void print(PrintStream out) {
    out.printf("%n%-26s %10s %9s%n", "command", "played", "no error");
    commands.forEach(
        (name, counts) -> out.printf("%-26s %10d %8.1f%%%n", name, counts[0], share(counts)));
    out.printf("%-26s %10d%n", "all", total);
    out.printf("%n%-26s %10s%n", "value in the state", "seen");
    types.forEach((type, count) -> out.printf("%-26s %10d%n", type, count));
    out.printf("%n%10s  %s%n", "seen", "error reply");
    errors.entrySet().stream()
        .sorted(Comparator.comparing(entry -> -entry.getValue()))
        .forEach(entry -> out.printf("%10d  %s%n", entry.getValue(), entry.getKey()));
  }

  private static double share(long[] counts) {
    return 100.0 * (counts[0] - counts[1]) / counts[0];
  }

  /**
   * What falls short of the aim that each command is played at least {@link #LEAST_PLAYED} times
   * and at least half of its replies are no errors.
   */
  List<String> shortfalls(Table table) {
    List<String> found = new ArrayList<>();
    Set<String> refused = new HashSet<>();
    table.entries().stream()
        .filter(entry -> entry.has(Trait.MOSTLY_REFUSED))
        .forEach(entry -> refused.add(entry.name()));
    for (Entry entry : table.entries()) {
      long[] counts = commands.getOrDefault(entry.name(), new long[2]);
      if (counts[0] < LEAST_PLAYED) {
        found.add(entry.name() + " (" + counts[0] + ")");
      } else if (share(counts) < 50 && !refused.contains(entry.name())) {
        found.add(entry.name() + " (refused more often than not)");
      }
    }
    return found.stream().distinct().toList();
  }
}
