package io.pgredis.testing;

import java.util.List;

/**
 * A reply as it stood on the wire, its RESP type included.
 *
 * <p>All texts are byte strings: one {@code char} per byte (ISO-8859-1), so that any bytes survive
 * and records compare byte for byte. {@link #toString()} prints the notation of the files in {@code
 * spec/}, which {@code spec/README.md} explains; {@code io.pgredis.spec.Notation} reads it back.
 */
public sealed interface Reply {

  /** The integer that this must be. */
  default long number() {
    throw new AssertionError("no integer: " + this);
  }

  /** The elements of the array, map, set or push that this must be. */
  default List<Reply> items() {
    throw new AssertionError("no array: " + this);
  }

  /** A number as a bulk string. */
  static Bulk bulk(long number) {
    return new Bulk(Long.toString(number));
  }

  /** {@code +OK} */
  record Simple(String text) implements Reply {
    @Override
    public String toString() {
      return "+" + line(text);
    }
  }

  /** {@code -ERR what went wrong} */
  record Error(String text) implements Reply {
    /** The error's code: {@code ERR}, {@code WRONGTYPE}, … */
    public String code() {
      int space = text.indexOf(' ');
      return space < 0 ? text : text.substring(0, space);
    }

    @Override
    public String toString() {
      return "-" + line(text);
    }
  }

  /** {@code :42} */
  record Int(long value) implements Reply {
    @Override
    public long number() {
      return value;
    }

    @Override
    public String toString() {
      return ":" + value;
    }
  }

  /** {@code $5 hello} */
  record Bulk(String text) implements Reply {
    @Override
    public String toString() {
      return quote(text);
    }
  }

  /** The three ways of saying "nothing". */
  enum Nil implements Reply {
    /** RESP2's {@code $-1} */
    BULK("nil"),
    /** RESP2's {@code *-1} */
    ARRAY("nil-array"),
    /** RESP3's {@code _} */
    NULL("null");

    private final String notation;

    Nil(String notation) {
      this.notation = notation;
    }

    @Override
    public String toString() {
      return notation;
    }
  }

  /** RESP3's {@code ,3.14}; the digits as sent. */
  record Floating(String digits) implements Reply {
    @Override
    public String toString() {
      return "," + digits;
    }
  }

  /** RESP3's {@code #t} and {@code #f} */
  record Bool(boolean value) implements Reply {
    @Override
    public String toString() {
      return value ? "#t" : "#f";
    }
  }

  /** RESP3's {@code (123}; the digits as sent. */
  record BigNumber(String digits) implements Reply {
    @Override
    public String toString() {
      return "(" + digits;
    }
  }

  /** RESP3's {@code =15 txt:Some string}; {@code format} is the part before the colon. */
  record Verbatim(String format, String text) implements Reply {
    @Override
    public String toString() {
      return format + quote(text);
    }
  }

  /** An array, map, set or push. A map's keys and values alternate in {@code items}. */
  record Aggregate(Kind kind, List<Reply> items) implements Reply {
    /** Which aggregate. */
    public enum Kind {
      /** {@code *} */
      ARRAY("[", "]"),
      /** RESP3's {@code %} */
      MAP("{", "}"),
      /** RESP3's {@code ~} */
      SET("set[", "]"),
      /** RESP3's {@code >} */
      PUSH("push[", "]");

      private final String open;
      private final String close;

      Kind(String open, String close) {
        this.open = open;
        this.close = close;
      }

      /** What opens it in the notation. */
      public String open() {
        return open;
      }

      /** What closes it in the notation. */
      public String close() {
        return close;
      }
    }

    public Aggregate {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      var text = new StringBuilder(kind.open());
      for (Reply item : items) {
        if (text.length() > kind.open().length()) {
          text.append(' ');
        }
        text.append(nested(item));
      }
      return text.append(kind.close()).toString();
    }
  }

  /** Shorthand for an array. */
  static Aggregate array(Reply... items) {
    return new Aggregate(Aggregate.Kind.ARRAY, List.of(items));
  }

  /** Whether this is an error; errors inside an array (as EXEC gives them) do not count. */
  default boolean isError() {
    return this instanceof Error;
  }

  /** The notation inside an aggregate, where a text with spaces needs quotes. */
  static String nested(Reply reply) {
    return switch (reply) {
      case Simple simple when !isWord(simple.text()) -> "+" + quote(simple.text());
      case Error error when !isWord(error.text()) -> "-" + quote(error.text());
      default -> reply.toString();
    };
  }

  /** A text that ends with its line, in quotes only if it would not survive there. */
  private static String line(String text) {
    boolean survives =
        text.chars().allMatch(c -> c >= ' ' && c <= '~')
            && text.strip().equals(text)
            && !text.startsWith("\"")
            && !text.startsWith("/");
    return survives ? text : quote(text);
  }

  private static boolean isWord(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 127 && "[]{}\"\\".indexOf(c) < 0)
        && !text.isEmpty();
  }

  /** Double quotes and redis-cli's escapes; a long run of one byte prints as {@code "x"*1000}. */
  static String quote(String text) {
    if (text.length() > 64 && text.chars().allMatch(c -> c == text.charAt(0))) {
      return quote(text.substring(0, 1)) + "*" + text.length();
    }
    var quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c > '~') {
            quoted.append(String.format("\\x%02x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
