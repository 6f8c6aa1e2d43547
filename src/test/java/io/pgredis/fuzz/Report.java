package io.pgredis.fuzz;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Prints a failing program as lines for redis-cli, with both replies and how to repeat it. */
final class Report {
  private Report() {}

  static void print(PrintStream out, Program program, Mismatch mismatch, int originalSteps) {
    out.printf("%nDIFFERENCE in %s%n", mismatch.signature());
    out.printf(
        "repeat with: auto/fuzz --seed %d --mode %s --steps %d%n",
        program.seed(), program.mode().name().toLowerCase(java.util.Locale.ROOT), originalSteps);
    boolean several = program.steps().stream().map(Step::connection).distinct().count() > 1;
    String resp3 =
        program.steps().stream()
            .map(Step::connection)
            .distinct()
            .sorted()
            .filter(connection -> program.protocols().get(connection) == 3)
            .map(connection -> "c" + connection)
            .collect(Collectors.joining(" "));
    if (!resp3.isEmpty()) {
      out.printf("RESP3 on connections: %s%n", resp3);
    }
    for (Step step : program.steps()) {
      String prefix = several ? "c" + step.connection() + "> " : "> ";
      String suffix = step.joined() ? "   (in one write with the line above)" : "";
      List<Call> calls = step.calls();
      for (Call call : calls) {
        out.println(prefix + CliText.line(call.args()) + suffix);
      }
    }
    out.printf("at: %s%n", mismatch.where());
    out.printf("  redis:   %s%n", Mismatch.shown(mismatch.expected()));
    out.printf("  pgredis: %s%n", Mismatch.shown(mismatch.actual()));
    out.flush();
  }
}
