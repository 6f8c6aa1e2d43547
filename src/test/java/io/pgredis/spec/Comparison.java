package io.pgredis.spec;

import io.pgredis.testing.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The modes of comparison; each says what it does in {@code spec/README.md}. */
enum Comparison {
  EXACT {
    @Override
    boolean matches(Expected expected, Reply reply, Map<String, String> variables) {
      return whole(expected).equals(reply);
    }
  },
  UNORDERED {
    @Override
    boolean matches(Expected expected, Reply reply, Map<String, String> variables) {
      return sorted(whole(expected)).equals(sorted(reply));
    }
  },
  ROUNDED {
    @Override
    boolean matches(Expected expected, Reply reply, Map<String, String> variables) {
      return isNear(whole(expected), reply);
    }
  },
  ERROR {
    @Override
    boolean matches(Expected expected, Reply reply, Map<String, String> variables) {
      return reply instanceof Reply.Error error && whole(expected).equals(codeOf(error));
    }
  },
  PATTERN {
    @Override
    boolean matches(Expected expected, Reply reply, Map<String, String> variables) {
      return PatternMatch.matches(expected, reply, variables);
    }
  };

  /** Stands for a reply that never comes. */
  static final String NONE = "none";

  /** Stands for a reply that has not come yet. */
  static final String BLOCKED = "blocked";

  /** Stands for the end of the connection. */
  static final String CLOSED = "closed";

  /** Stands for a reply that the recorder is to fill in. */
  static final String UNKNOWN = "?";

  private static final double TOLERANCE = 1e-6;
  private static final Pattern MODE =
      Pattern.compile("(unordered|rounded|error|pattern) +(.+)", Pattern.DOTALL);

  abstract boolean matches(Expected expected, Reply reply, Map<String, String> variables);

  /** Compares a reply with what the file says; captures variables. */
  static boolean matches(String text, Reply reply, Map<String, String> variables) {
    Matcher mode = MODE.matcher(text);
    if (!mode.matches()) {
      return EXACT.matches(Notation.reply(text), reply, variables);
    }
    Comparison comparison = valueOf(mode.group(1).toUpperCase(java.util.Locale.ROOT));
    Expected expected =
        comparison == ERROR
            ? new Expected.Exactly(new Reply.Error(mode.group(2).strip()))
            : Notation.reply(mode.group(2));
    return comparison.matches(expected, reply, variables);
  }

  private static Reply whole(Expected expected) {
    if (expected instanceof Expected.Exactly exactly) {
      return exactly.reply();
    }
    throw new IllegalArgumentException("a pattern needs the mode: pattern …");
  }

  private static Reply codeOf(Reply.Error error) {
    return new Reply.Error(error.code());
  }

  private static Reply sorted(Reply reply) {
    if (!(reply instanceof Reply.Aggregate aggregate)) {
      return reply;
    }
    int width = aggregate.kind() == Reply.Aggregate.Kind.MAP ? 2 : 1;
    var groups = new ArrayList<List<Reply>>();
    for (int i = 0; i + width <= aggregate.items().size(); i += width) {
      groups.add(aggregate.items().subList(i, i + width).stream().map(Comparison::sorted).toList());
    }
    groups.sort(Comparator.comparing(Object::toString));
    return new Reply.Aggregate(
        aggregate.kind(),
        groups.stream().flatMap(List::stream).collect(Collectors.toUnmodifiableList()));
  }

  private static boolean isNear(Reply expected, Reply reply) {
    if (expected instanceof Reply.Aggregate(var kind, var items)
        && reply instanceof Reply.Aggregate(var otherKind, var others)) {
      boolean near = kind == otherKind && items.size() == others.size();
      for (int i = 0; near && i < items.size(); i++) {
        near = isNear(items.get(i), others.get(i));
      }
      return near;
    }
    if (expected.getClass() != reply.getClass()) {
      return false;
    }
    try {
      double wanted = number(expected);
      double found = number(reply);
      return wanted == found
          || Math.abs(wanted - found) <= TOLERANCE * Math.max(Math.abs(wanted), Math.abs(found));
    } catch (NumberFormatException e) {
      return expected.equals(reply);
    }
  }

  private static double number(Reply reply) {
    return switch (reply) {
      case Reply.Int(long value) -> value;
      case Reply.Bulk(String text) -> Double.parseDouble(text);
      case Reply.Floating(String digits) -> Double.parseDouble(digits);
      default -> throw new NumberFormatException();
    };
  }
}
