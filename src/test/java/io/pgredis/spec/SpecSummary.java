package io.pgredis.spec;

import java.util.Map;
import java.util.TreeMap;

/** Counts what became of the examples, and prints it. */
final class SpecSummary {

  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, String> differences = new TreeMap<>();

  private final Map<String, String> postponed = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  void difference(String example, String reason) {
    differences.put(example, reason);
  }

  void postponed(String example, String reason) {
    postponed.put(example, reason);
  }

  /** Nothing is skipped in silence. */
  void print() {
    var text = new StringBuilder("Specification:\n");
    counts.forEach((what, count) -> text.append(String.format("  %6d %s%n", count, what)));
    list(text, "pgredis: differs as expected", differences);
    list(text, "pgredis: postponed, fails as expected", postponed);
    System.out.print(text);
  }

  private static void list(StringBuilder text, String what, Map<String, String> examples) {
    text.append(String.format("  %6d %s%n", examples.size(), what));
    examples.forEach(
        (example, reason) -> text.append(String.format("         %s: %s%n", example, reason)));
  }
}
