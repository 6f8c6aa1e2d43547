package io.pgredis.resp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as Redis 7.0 sends them in replies: C's {@code %.17g}, so 0.1 is 0.10000000000000001 and
 * 1e21 is 1e+21.
 */
public final class DoubleFormat {
  private static final int SIGNIFICANT_DIGITS = 17;

  /** Smaller decimal exponents than this one are written with an "e". */
  private static final int LOWEST_PLAIN_EXPONENT = -4;

  /** Below this every whole double is a long with at most 17 digits. */
  private static final double WHOLE_NUMBERS_END = 1e17;

  /** The exact decimal value of a double, rounded half to even as C libraries do. */
  private static final MathContext ROUNDING =
      new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN);

  private DoubleFormat() {}

  public static String format(double value) {
    if (Math.abs(value) < WHOLE_NUMBERS_END && value == (long) value) {
      return isNegativeZero(value) ? "-0" : Long.toString((long) value);
    }
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    BigDecimal rounded = new BigDecimal(value).round(ROUNDING).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= LOWEST_PLAIN_EXPONENT && exponent < SIGNIFICANT_DIGITS) {
      return rounded.toPlainString();
    }
    return scientific(rounded, exponent);
  }

  private static boolean isNegativeZero(double value) {
    return value == 0 && Double.doubleToRawLongBits(value) != 0;
  }

  private static String scientific(BigDecimal value, int exponent) {
    String digits = value.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder(24);
    if (value.signum() < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      text.append('0');
    }
    return text.append(magnitude).toString();
  }
}
