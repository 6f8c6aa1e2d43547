package io.pgredis.command;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads one {@link HumanFloat} by the grammar of C's {@code strtold} in the C locale. */
final class HumanFloatParser {

  /** Decimal numbers of 10^4932 and more do not fit; neither does anything above this. */
  private static final long HIGHEST_DECIMAL_EXPONENT = 4940;

  /** Half the smallest number is about 1.8e-4951. */
  private static final long LOWEST_DECIMAL_EXPONENT = -4960;

  /** The same for powers of two; the range of exponents is that of an int by far. */
  private static final long MAX_BINARY_EXPONENT = 40_000;

  /** Exponents are cut here while they are read, far outside of what any mantissa makes up for. */
  private static final long SATURATED_EXPONENT = 1_000_000_000;

  /** Bits of a quotient: those of the mantissa and some to round by. */
  private static final int QUOTIENT_BITS = 68;

  private final String text;
  private int position;
  private boolean negative;

  HumanFloatParser(byte[] text) {
    this.text = new String(text, StandardCharsets.ISO_8859_1);
  }

  Optional<HumanFloat> parse() {
    if (peek() == '-' || peek() == '+') {
      negative = peek() == '-';
      position++;
    }
    String rest = text.substring(position);
    if (rest.equalsIgnoreCase("inf") || rest.equalsIgnoreCase("infinity")) {
      return Optional.of(HumanFloat.infinity(negative));
    }
    if (rest.startsWith("0x") || rest.startsWith("0X")) {
      position += 2;
      return parseNumber(16, 'p');
    }
    return parseNumber(10, 'e');
  }

  private Optional<HumanFloat> parseNumber(int radix, char exponentLetter) {
    StringBuilder digits = new StringBuilder();
    readDigits(radix, digits);
    int fractionDigits = 0;
    if (peek() == '.') {
      position++;
      fractionDigits = readDigits(radix, digits);
    }
    if (digits.isEmpty()) {
      return Optional.empty();
    }
    long exponent = 0;
    if (Character.toLowerCase(peek()) == exponentLetter) {
      position++;
      boolean negativeExponent = peek() == '-';
      if (negativeExponent || peek() == '+') {
        position++;
      }
      int start = position;
      exponent = readExponent();
      if (position == start) {
        return Optional.empty();
      }
      exponent = negativeExponent ? -exponent : exponent;
    }
    if (position < text.length()) {
      return Optional.empty();
    }
    return radix == 16
        ? binary(new BigInteger(digits.toString(), 16), exponent - 4L * fractionDigits)
        : decimal(digits, exponent - fractionDigits);
  }

  /** The next char, NUL at the end: a NUL in the text is no part of any number either. */
  private char peek() {
    return position < text.length() ? text.charAt(position) : 0;
  }

  private int readDigits(int radix, StringBuilder digits) {
    int start = position;
    while (peek() < 128 && Character.digit(peek(), radix) >= 0) {
      digits.append(peek());
      position++;
    }
    return position - start;
  }

  private long readExponent() {
    long exponent = 0;
    while (peek() >= '0' && peek() <= '9') {
      exponent = Math.min(SATURATED_EXPONENT, exponent * 10 + (peek() - '0'));
      position++;
    }
    return exponent;
  }

  private Optional<HumanFloat> binary(BigInteger digits, long exponent) {
    long end = exponent + digits.bitLength();
    if (digits.signum() != 0 && Math.abs(end) > MAX_BINARY_EXPONENT) {
      return Optional.empty();
    }
    return inRange(digits, digits.signum() == 0 ? 0 : (int) exponent, false);
  }

  private Optional<HumanFloat> decimal(CharSequence text, long exponent) {
    BigInteger digits = new BigInteger(text.toString());
    if (digits.signum() == 0) {
      return Optional.of(HumanFloat.ZERO);
    }
    long end = exponent + digits.toString().length();
    if (end > HIGHEST_DECIMAL_EXPONENT || end < LOWEST_DECIMAL_EXPONENT) {
      return Optional.empty();
    }
    if (exponent >= 0) {
      return inRange(digits.multiply(BigInteger.TEN.pow((int) exponent)), 0, false);
    }
    BigInteger divisor = BigInteger.TEN.pow((int) -exponent);
    int shift = Math.max(0, QUOTIENT_BITS + divisor.bitLength() - digits.bitLength());
    BigInteger[] quotient = digits.shiftLeft(shift).divideAndRemainder(divisor);
    return inRange(quotient[0], -shift, quotient[1].signum() != 0);
  }

  /** Refuses what overflows, and what is not zero and becomes it. */
  private Optional<HumanFloat> inRange(BigInteger digits, int exponent, boolean remainder) {
    HumanFloat number =
        HumanFloat.rounded(negative ? digits.negate() : digits, exponent, remainder);
    boolean underflow = number.isZero() && digits.signum() != 0;
    return number.isFinite() && !underflow ? Optional.of(number) : Optional.empty();
  }
}
