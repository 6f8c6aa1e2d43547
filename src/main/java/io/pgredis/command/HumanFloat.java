package io.pgredis.command;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The numbers of INCRBYFLOAT and HINCRBYFLOAT. Redis computes them as C's {@code long double},
 * which on x86-64 is the x87 format: a sign, 64 bits of mantissa and exponents down to denormal
 * numbers of 2^-16445. This class does the same arithmetic with the same roundings (to nearest,
 * ties to even), so that sums agree with Redis to the last digit, and prints with at most 17 digits
 * behind the point, which is what Redis stores.
 *
 * <p>Immutable. The sign of zero is not kept: Redis never shows it.
 */
public final class HumanFloat {

  /** Texts of this many bytes and more are no numbers for Redis. */
  public static final int MAX_TEXT_BYTES = 5 * 1024;

  public static final HumanFloat ZERO = new HumanFloat(Kind.FINITE, BigInteger.ZERO, 0);

  private static final int MANTISSA_BITS = 64;
  private static final int LOWEST_EXPONENT = -16445;

  /** Finite numbers are below two to this power. */
  private static final int END_EXPONENT = 16384;

  private static final int FRACTION_DIGITS = 17;
  private static final BigInteger FRACTION_SCALE = BigInteger.TEN.pow(FRACTION_DIGITS);

  private static final HumanFloat POSITIVE_INFINITY =
      new HumanFloat(Kind.INFINITE, BigInteger.ONE, 0);
  private static final HumanFloat NEGATIVE_INFINITY =
      new HumanFloat(Kind.INFINITE, BigInteger.ONE.negate(), 0);
  private static final HumanFloat NAN = new HumanFloat(Kind.NOT_A_NUMBER, BigInteger.ZERO, 0);

  private enum Kind {
    FINITE,
    INFINITE,
    NOT_A_NUMBER
  }

  private final Kind kind;

  /** With the sign, at most 64 bits; the value is mantissa · 2^exponent. */
  private final BigInteger mantissa;

  private final int exponent;

  private HumanFloat(Kind kind, BigInteger mantissa, int exponent) {
    this.kind = kind;
    this.mantissa = mantissa;
    this.exponent = exponent;
  }

  /**
   * Reads what C's {@code strtold} reads, if it takes the whole text: decimal and hexadecimal
   * numbers with exponents, and "inf". Blanks, "nan", and numbers that are too large or so small
   * that they become zero are refused.
   *
   * @return empty if Redis answers "value is not a valid float"
   */
  public static Optional<HumanFloat> parse(byte[] text) {
    if (text.length >= MAX_TEXT_BYTES) {
      return Optional.empty();
    }
    return new HumanFloatParser(text).parse();
  }

  /** The sum, rounded; it may overflow to infinity. */
  public HumanFloat plus(HumanFloat other) {
    if (!isFinite() || !other.isFinite()) {
      return plusNonFinite(other);
    }
    int lower = Math.min(exponent, other.exponent);
    BigInteger sum =
        mantissa.shiftLeft(exponent - lower).add(other.mantissa.shiftLeft(other.exponent - lower));
    return rounded(sum, lower, false);
  }

  private HumanFloat plusNonFinite(HumanFloat other) {
    if (kind == Kind.FINITE) {
      return other;
    }
    if (other.kind == Kind.FINITE || equals(other)) {
      return this;
    }
    return NAN;
  }

  /** False for infinity and for what is no number: results that Redis refuses. */
  public boolean isFinite() {
    return kind == Kind.FINITE;
  }

  /** The number as Redis stores it: no exponent, no zeros at the end, at most 17 decimals. */
  public String format() {
    if (!isFinite()) {
      return kind == Kind.NOT_A_NUMBER ? "nan" : mantissa.signum() > 0 ? "inf" : "-inf";
    }
    if (exponent >= 0) {
      return mantissa.shiftLeft(exponent).toString();
    }
    BigInteger scaled =
        shiftRightRounded(mantissa.abs().multiply(FRACTION_SCALE), -exponent, false);
    if (scaled.signum() == 0) {
      return "0";
    }
    return (mantissa.signum() < 0 ? "-" : "") + withPoint(scaled.toString());
  }

  private static String withPoint(String digits) {
    String padded = "0".repeat(Math.max(0, FRACTION_DIGITS + 1 - digits.length())) + digits;
    int point = padded.length() - FRACTION_DIGITS;
    int end = padded.length();
    while (end > point && padded.charAt(end - 1) == '0') {
      end--;
    }
    String whole = padded.substring(0, point);
    return end == point ? whole : whole + "." + padded.substring(point, end);
  }

  static HumanFloat infinity(boolean negative) {
    return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
  }

  boolean isZero() {
    return isFinite() && mantissa.signum() == 0;
  }

  /**
   * The number nearest to value · 2^exponent, or to a little more in magnitude than that if there
   * is a remainder; then the value must have more than 64 bits.
   */
  static HumanFloat rounded(BigInteger value, int exponent, boolean remainder) {
    BigInteger magnitude = value.abs();
    int dropped = Math.max(magnitude.bitLength() - MANTISSA_BITS, LOWEST_EXPONENT - exponent);
    int roundedExponent = exponent;
    if (dropped > 0) {
      magnitude = shiftRightRounded(magnitude, dropped, remainder);
      roundedExponent += dropped;
    }
    if (magnitude.signum() == 0) {
      return ZERO;
    }
    if (magnitude.bitLength() + roundedExponent > END_EXPONENT) {
      return infinity(value.signum() < 0);
    }
    return new HumanFloat(
        Kind.FINITE, value.signum() < 0 ? magnitude.negate() : magnitude, roundedExponent);
  }

  /** Divides a magnitude by 2^count and rounds to nearest, ties to even. */
  private static BigInteger shiftRightRounded(BigInteger magnitude, int count, boolean remainder) {
    BigInteger quotient = magnitude.shiftRight(count);
    if (!magnitude.testBit(count - 1)) {
      return quotient;
    }
    boolean aboveHalf = remainder || magnitude.getLowestSetBit() < count - 1;
    return aboveHalf || quotient.testBit(0) ? quotient.add(BigInteger.ONE) : quotient;
  }

  /** Equal if they are the same number; two results that are no numbers are equal, too. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HumanFloat that
        && kind == that.kind
        && normalized().equals(that.normalized())
        && lowestBit() == that.lowestBit();
  }

  @Override
  public int hashCode() {
    return 31 * normalized().hashCode() + lowestBit();
  }

  private BigInteger normalized() {
    return mantissa.signum() == 0 ? mantissa : mantissa.shiftRight(mantissa.getLowestSetBit());
  }

  private int lowestBit() {
    return mantissa.signum() == 0 ? 0 : exponent + mantissa.getLowestSetBit();
  }

  @Override
  public String toString() {
    return format();
  }
}
