package io.pgredis.command.generic;

import io.pgredis.resp.Reply;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number as C's strtod reads it, which is how SORT weighs elements. */
final class SortNumber {
  private static final Pattern NUMBER =
      Pattern.compile(
          "[ \\t\\n\\x0B\\f\\r]*([+-]?)(?:(?<infinity>(?i:inf(?:inity)?))"
              + "|0[xX](?<hex>\\p{XDigit}++(?:\\.\\p{XDigit}*+)?|\\.\\p{XDigit}++)(?<power>[pP][+-]?\\d++)?"
              + "|(?<decimal>(?<digits>\\d++(?:\\.\\d*+)?|\\.\\d++)(?:[eE][+-]?\\d++)?))");

  private SortNumber() {}

  /**
   * The number in these bytes, which a zero byte ends; no bytes are 0.
   *
   * @return empty if they are no number, or one that a double cannot hold
   */
  static OptionalDouble parse(byte[] bytes) {
    String text = Reply.bytesAsText(SortOrder.toZero(bytes));
    if (text.isEmpty()) {
      return OptionalDouble.of(0);
    }
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      return OptionalDouble.empty();
    }
    double sign = matcher.group(1).equals("-") ? -1 : 1;
    if (matcher.group("infinity") != null) {
      return OptionalDouble.of(sign * Double.POSITIVE_INFINITY);
    }
    boolean hex = matcher.group("hex") != null;
    String digits = hex ? matcher.group("hex") : matcher.group("digits");
    double value;
    if (hex) {
      String power = matcher.group("power");
      value = Double.parseDouble("0x" + digits + (power == null ? "p0" : power));
    } else {
      value = Double.parseDouble(matcher.group("decimal"));
    }
    boolean zero = digits.chars().allMatch(c -> c == '0' || c == '.');
    if (Double.isInfinite(value) || (value < Double.MIN_NORMAL && !zero)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(sign * value);
  }
}
