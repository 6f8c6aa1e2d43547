package io.pgredis.spec;

import io.pgredis.testing.Reply;
import java.util.List;
import java.util.regex.Pattern;

/** What a reply must look like; {@link Notation} reads it and {@link Comparison} applies it. */
sealed interface Expected {

  /** This reply. */
  record Exactly(Reply reply) implements Expected {}

  /** Any one reply. */
  record Any() implements Expected {}

  /** Any double. */
  record AnyFloating() implements Expected {}

  /** An integer between these, both included. */
  record IntRange(long lowest, long highest) implements Expected {}

  /** A text of this kind of which the whole matches. */
  record Text(TextKind kind, Pattern regex) implements Expected {}

  /** The kinds of text that a regex can stand for. */
  enum TextKind {
    BULK,
    SIMPLE,
    ERROR,
    VERBATIM
  }

  /** Any number of elements of the aggregate that it stands in. */
  record Rest() implements Expected {}

  /** An aggregate of which at least one element is a pattern. */
  record Aggregate(Reply.Aggregate.Kind kind, List<Expected> items) implements Expected {}

  /** Keeps what was matched as a variable. */
  record Capture(String name, Expected expected) implements Expected {}
}
