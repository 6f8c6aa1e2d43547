package io.pgredis.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes commands as one would type them into redis-cli. */
final class CliText {
  private static final String NEEDS_NO_QUOTES = "[A-Za-z0-9_:.,+*?@%/=<>()|~!&^$#-]+";

  private CliText() {}

  static String line(List<String> args) {
    return args.stream().map(CliText::argument).collect(Collectors.joining(" "));
  }

  private static String argument(String argument) {
    if (argument.matches(NEEDS_NO_QUOTES)) {
      return argument;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : argument.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        quoted.append(c);
      } else {
        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      }
    }
    return quoted.append('"').toString();
  }
}
