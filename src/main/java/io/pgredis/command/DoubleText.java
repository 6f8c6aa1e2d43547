package io.pgredis.command;

import io.pgredis.resp.Reply;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Doubles as C's {@code strtod} reads them: decimal and hexadecimal numbers with exponents, and
 * infinity; rounded to the nearest.
 */
public final class DoubleText {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d++\\.?\\d*+|\\.\\d++)([eE][+-]?\\d++)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile(
          "[+-]?0[xX](\\p{XDigit}++\\.?\\p{XDigit}*+|\\.\\p{XDigit}++)([pP][+-]?\\d++)?");
  private static final Pattern INFINITY =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_ZERO = Pattern.compile("[1-9a-fA-F]");

  private static final long NOT_A_LONG = Long.MIN_VALUE;

  private DoubleText() {}

  /**
   * The number in an argument.
   *
   * @return empty if Redis answers "value is not a valid float": for blanks, anything behind the
   *     number, NaN, and numbers that are too large or too small
   */
  public static OptionalDouble parse(byte[] argument) {
    long whole = argument.length < 16 ? Args.parseLong(argument, NOT_A_LONG) : NOT_A_LONG;
    if (whole != NOT_A_LONG) {
      return OptionalDouble.of(whole);
    }
    return number(Reply.bytesAsText(argument), true);
  }

  /**
   * The number in a bound of a range, which Redis reads less strictly: up to a zero byte, behind
   * blanks; nothing at all is 0, and what is too large is infinite.
   *
   * @param start where it begins in the argument
   * @return empty if it is none, or NaN
   */
  public static OptionalDouble parseBound(byte[] argument, int start) {
    String text = Reply.bytesAsText(argument).substring(start);
    int zero = text.indexOf('\0');
    text = zero < 0 ? text : text.substring(0, zero);
    if (text.isEmpty()) {
      return OptionalDouble.of(0);
    }
    int first = 0;
    while (first < text.length() && isSpace(text.charAt(first))) {
      first++;
    }
    return number(text.substring(first), false);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static OptionalDouble number(String text, boolean inRange) {
    if (INFINITY.matcher(text).matches()) {
      return OptionalDouble.of(
          text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    Matcher matcher = DECIMAL.matcher(text);
    String java = text;
    if (!matcher.matches()) {
      matcher = HEXADECIMAL.matcher(text);
      if (!matcher.matches()) {
        return OptionalDouble.empty();
      }
      java = matcher.group(2) == null ? text + "p0" : text;
    }
    double value = Double.parseDouble(java);
    boolean lost =
        Double.isInfinite(value) || (value == 0 && NOT_ZERO.matcher(matcher.group(1)).find());
    return inRange && lost ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
