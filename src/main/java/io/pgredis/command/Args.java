package io.pgredis.command;

import io.pgredis.resp.Reply;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of one command with a cursor over its options. Position 0 is the command's name.
 * Everything that does not parse throws the {@link CommandError} that Redis answers.
 */
public final class Args {
  private final byte[][] values;
  private int next;

  /** Arguments, the cursor at 1. */
  public Args(byte[][] values) {
    this.values = values;
    this.next = 1;
  }

  /** How many there are, the command's name counted. */
  public int count() {
    return values.length;
  }

  /** The raw array; not to be changed. */
  public byte[][] raw() {
    return values;
  }

  /** The bytes at a position; not to be changed. */
  public byte[] bytes(int index) {
    return values[index];
  }

  /** The text at a position, one char a byte, for messages and for words of the protocol. */
  public String text(int index) {
    return Reply.bytesAsText(values[index]);
  }

  /** As {@link #text}, up to the first zero byte, as Redis quotes it. */
  public String textToZero(int index) {
    return textToZero(values[index]);
  }

  /** The text of an argument up to its first zero byte, as Redis quotes it. */
  public static String textToZero(byte[] argument) {
    String text = Reply.bytesAsText(argument);
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  /** Whether the argument at a position is this word, whatever its case. */
  public boolean is(int index, String word) {
    return equalsIgnoreCase(values[index], word);
  }

  /** The 64-bit integer at a position, else {@link Errors#NOT_AN_INTEGER}. */
  public long integer(int index) {
    return integer(values[index]);
  }

  /** The 32-bit integer at a position, else an error that depends on what it is instead. */
  public int int32(int index) {
    return int32(values[index]);
  }

  /** The 32-bit integer in these bytes, else an error that depends on what it is instead. */
  public static int int32(byte[] bytes) {
    long value = integer(bytes);
    if (value != (int) value) {
      throw new CommandError(Errors.NOT_AN_INT);
    }
    return (int) value;
  }

  /** The 64-bit integer at a position, else an error with this text. */
  public long integer(int index, String otherwise) {
    byte[] bytes = values[index];
    long value = parseLong(bytes, Long.MIN_VALUE);
    if (value == Long.MIN_VALUE && !isMinValue(bytes)) {
      throw new CommandError(otherwise);
    }
    return value;
  }

  /** The 64-bit integer in these bytes, else {@link Errors#NOT_AN_INTEGER}. */
  public static long integer(byte[] bytes) {
    long value = parseLong(bytes, Long.MIN_VALUE);
    if (value == Long.MIN_VALUE && !isMinValue(bytes)) {
      throw new CommandError(Errors.NOT_AN_INTEGER);
    }
    return value;
  }

  /** Moves the cursor to a position. */
  public Args from(int index) {
    next = index;
    return this;
  }

  /** Whether arguments are left at the cursor. */
  public boolean hasNext() {
    return next < values.length;
  }

  /** How many arguments are left at the cursor. */
  public int remaining() {
    return values.length - next;
  }

  /** Takes the next argument; {@link Errors#SYNTAX} if there is none. */
  public byte[] next() {
    if (next >= values.length) {
      throw new CommandError(Errors.SYNTAX);
    }
    return values[next++];
  }

  /** Takes the next argument as an integer. */
  public long nextInteger() {
    return integer(next());
  }

  /** Takes the next argument if it is this word. */
  public boolean accept(String word) {
    if (next < values.length && equalsIgnoreCase(values[next], word)) {
      next++;
      return true;
    }
    return false;
  }

  /** Takes the next argument if it is this word and at least {@code more} arguments follow it. */
  public boolean accept(String word, int more) {
    if (next + more < values.length && equalsIgnoreCase(values[next], word)) {
      next++;
      return true;
    }
    return false;
  }

  /** {@link Errors#SYNTAX} if arguments are left. */
  public void finish() {
    if (next < values.length) {
      throw new CommandError(Errors.SYNTAX);
    }
  }

  /**
   * Whether bytes are this ASCII word, whatever its case. A zero byte ends them, as it does for
   * Redis, which compares options as C strings.
   */
  public static boolean equalsIgnoreCase(byte[] bytes, String word) {
    int length = word.length();
    if (bytes.length < length || (bytes.length > length && bytes[length] != 0)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int a = bytes[i];
      int b = word.charAt(i);
      if (a != b && (lower(a) != lower(b))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  /**
   * Parses a decimal 64-bit integer by Redis's strict rules (string2ll): no spaces, no plus sign,
   * no leading zeros, no minus zero.
   *
   * @return the number, or {@code otherwise} if these bytes are not one
   */
  public static long parseLong(byte[] b, long otherwise) {
    int n = b.length;
    if (n == 0 || n > 20) {
      return otherwise;
    }
    int i = 0;
    boolean negative = b[0] == '-';
    if (negative) {
      i = 1;
      if (n == 1) {
        return otherwise;
      }
    }
    int first = b[i];
    if (first == '0') {
      return n == 1 ? 0 : otherwise;
    }
    if (first < '1' || first > '9') {
      return otherwise;
    }
    long value = 0;
    for (; i < n; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return otherwise;
      }
      // Accumulates below zero, where there is room for Long.MIN_VALUE.
      if (value < Long.MIN_VALUE / 10) {
        return otherwise;
      }
      value *= 10;
      if (value < Long.MIN_VALUE + digit) {
        return otherwise;
      }
      value -= digit;
    }
    if (negative) {
      return value;
    }
    return value == Long.MIN_VALUE ? otherwise : -value;
  }

  private static boolean isMinValue(byte[] b) {
    return b.length == 20
        && new String(b, StandardCharsets.US_ASCII).equals("-9223372036854775808");
  }
}
