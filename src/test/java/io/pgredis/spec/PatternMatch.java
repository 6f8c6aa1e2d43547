package io.pgredis.spec;

import io.pgredis.testing.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** Matches a reply against a pattern and keeps what the pattern names. */
final class PatternMatch {

  private PatternMatch() {}

  static boolean matches(Expected expected, Reply reply, Map<String, String> variables) {
    return switch (expected) {
      case Expected.Exactly(Reply wanted) -> wanted.equals(reply);
      case Expected.Any() -> true;
      case Expected.AnyFloating() -> reply instanceof Reply.Floating;
      case Expected.IntRange(long lowest, long highest) ->
          reply instanceof Reply.Int(long value) && value >= lowest && value <= highest;
      case Expected.Text text -> matchesText(text, reply, variables);
      case Expected.Rest() -> false;
      case Expected.Aggregate(var kind, var items) ->
          reply instanceof Reply.Aggregate aggregate
              && aggregate.kind() == kind
              && matchItems(items, aggregate.items(), variables);
      case Expected.Capture(String name, Expected inner) -> {
        boolean matched = matches(inner, reply, variables);
        if (matched) {
          variables.put(name, textOf(reply).orElse(reply.toString()));
        }
        yield matched;
      }
    };
  }

  private static boolean matchItems(
      List<Expected> patterns, List<Reply> items, Map<String, String> variables) {
    if (patterns.isEmpty()) {
      return items.isEmpty();
    }
    Expected first = patterns.getFirst();
    List<Expected> others = patterns.subList(1, patterns.size());
    if (first instanceof Expected.Rest) {
      for (int skipped = 0; skipped <= items.size(); skipped++) {
        if (matchItems(others, items.subList(skipped, items.size()), variables)) {
          return true;
        }
      }
      return false;
    }
    return !items.isEmpty()
        && matches(first, items.getFirst(), variables)
        && matchItems(others, items.subList(1, items.size()), variables);
  }

  private static boolean matchesText(
      Expected.Text expected, Reply reply, Map<String, String> variables) {
    boolean sameKind =
        switch (expected.kind()) {
          case BULK -> reply instanceof Reply.Bulk;
          case SIMPLE -> reply instanceof Reply.Simple;
          case ERROR -> reply instanceof Reply.Error;
          case VERBATIM -> reply instanceof Reply.Verbatim;
        };
    if (!sameKind) {
      return false;
    }
    Matcher matcher = expected.regex().matcher(textOf(reply).orElse(""));
    if (!matcher.matches()) {
      return false;
    }
    for (String name : expected.regex().namedGroups().keySet()) {
      if (matcher.group(name) != null) {
        variables.put(name, matcher.group(name));
      }
    }
    return true;
  }

  private static Optional<String> textOf(Reply reply) {
    return switch (reply) {
      case Reply.Bulk(String text) -> Optional.of(text);
      case Reply.Simple(String text) -> Optional.of(text);
      case Reply.Error(String text) -> Optional.of(text);
      case Reply.Verbatim(var format, String text) -> Optional.of(text);
      case Reply.Int(long value) -> Optional.of(Long.toString(value));
      case Reply.Floating(String digits) -> Optional.of(digits);
      default -> Optional.empty();
    };
  }
}
