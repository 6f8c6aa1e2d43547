package io.pgredis.spec;

import java.util.Map;
import java.util.TreeMap;

/** Counts what became of the examples, and prints it. */
final class SpecSummary {

  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, String> differences = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  void difference(String example, String reason) {
    differences.put(example, reason);
  }

  /** Nothing is skipped in silence. */
  void print() {
    var text = new StringBuilder("Specification:\n");
    counts.forEach((what, count) -> text.append(String.format("  %6d %s%n", count, what)));
    text.append(String.format("  %6d pgredis: differs as expected%n", differences.size()));
    differences.forEach(
        (example, reason) -> text.append(String.format("         %s: %s%n", example, reason)));
    System.out.print(text);
  }
}
