package io.pgredis.config;

import java.util.regex.Pattern;

/** The patterns of CONFIG GET: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a]}, {@code \x}. */
final class Glob {
  private Glob() {}

  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** Matches names without regard to case. */
  static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '\\' -> {
          i = Math.min(i + 1, glob.length() - 1);
          regex.append(Pattern.quote(glob.substring(i, i + 1)));
        }
        case '[' -> i = set(glob, i + 1, regex);
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** Reads a set from after its bracket and returns where it ends; one never closed ends there. */
  private static int set(String glob, int start, StringBuilder regex) {
    int i = start;
    StringBuilder members = new StringBuilder();
    boolean negated = i < glob.length() && glob.charAt(i) == '^';
    if (negated) {
      i++;
    }
    for (; i < glob.length() && glob.charAt(i) != ']'; i++) {
      char from = glob.charAt(i);
      if (from == '\\' && i + 1 < glob.length()) {
        from = glob.charAt(++i);
      }
      char to = from;
      if (i + 2 < glob.length() && glob.charAt(i + 1) == '-') {
        to = glob.charAt(i + 2);
        i += 2;
      }
      members.append("\\x{%x}-\\x{%x}".formatted((int) min(from, to), (int) max(from, to)));
    }
    if (members.isEmpty()) {
      regex.append(negated ? "." : "(?!)");
    } else {
      regex.append(negated ? "[^" : "[").append(members).append(']');
    }
    return i;
  }

  private static char min(char a, char b) {
    return a < b ? a : b;
  }

  private static char max(char a, char b) {
    return a < b ? b : a;
  }
}
