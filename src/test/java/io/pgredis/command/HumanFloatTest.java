package io.pgredis.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HumanFloatTest {
  private static final String INVALID = "ERR value is not a valid float";
  private static final String OVERFLOW = "ERR increment would produce NaN or Infinity";

  /** What INCRBYFLOAT answers: the sum of two texts or an error. */
  static String incrByFloat(String value, String increment) {
    Optional<HumanFloat> sum = parse(value).flatMap(left -> parse(increment).map(left::plus));
    return sum.map(result -> result.isFinite() ? result.format() : OVERFLOW).orElse(INVALID);
  }

  private static Optional<HumanFloat> parse(String text) {
    return HumanFloat.parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Taken from Redis 7.0.15 on x86-64. */
  static List<Arguments> asRedisAnswers() {
    return List.of(
        Arguments.of("0.1", "0.2", "0.3"),
        Arguments.of("3.0e3", "0", "3000"),
        Arguments.of("5.0e-324", "0", "0"),
        Arguments.of("10.50", "0.1", "10.6"),
        Arguments.of("5.0e3", "2.0e2", "5200"),
        Arguments.of("-1", "1", "0"),
        Arguments.of("-0", "0", "0"),
        Arguments.of("-0.0", "-0", "0"),
        Arguments.of("0", "-1e-20", "0"),
        Arguments.of("1", "-1e-17", "0.99999999999999999"),
        Arguments.of("1", "1e-17", "1.00000000000000001"),
        Arguments.of("1", "5e-18", "1"),
        Arguments.of("1", "4e-18", "1"),
        Arguments.of("1e17", "0.1", "100000000000000000.1015625"),
        Arguments.of("1e18", "0.1", "1000000000000000000.125"),
        Arguments.of("1e19", "0.5", "10000000000000000000"),
        Arguments.of("9007199254740993", "1", "9007199254740994"),
        Arguments.of("9223372036854775807", "1", "9223372036854775808"),
        Arguments.of("18446744073709551615", "1", "18446744073709551616"),
        Arguments.of("18446744073709551616", "1", "18446744073709551616"),
        Arguments.of("1e21", "1", "1000000000000000000000"),
        Arguments.of("1.1e4932", "1.1e4932", OVERFLOW),
        Arguments.of("1e4933", "0", INVALID),
        Arguments.of("3e-4951", "0", "0"),
        Arguments.of("1e-4951", "0", INVALID),
        Arguments.of("2e-4951", "0", "0"),
        Arguments.of("inf", "1", OVERFLOW),
        Arguments.of("-inf", "1", OVERFLOW),
        Arguments.of("inf", "-inf", OVERFLOW),
        Arguments.of("infinity", "0", OVERFLOW),
        Arguments.of("INF", "1", OVERFLOW),
        Arguments.of("+inf", "1", OVERFLOW),
        Arguments.of("nan", "1", INVALID),
        Arguments.of("-nan", "1", INVALID),
        Arguments.of("nan(1)", "1", INVALID),
        Arguments.of("+1", "+2", "3"),
        Arguments.of("0x10", "0x.8", "16.5"),
        Arguments.of("0x1p-3", "0", "0.125"),
        Arguments.of("0x1p", "1", INVALID),
        Arguments.of("0x", "1", INVALID),
        Arguments.of("0x.", "1", INVALID),
        Arguments.of("0xg", "1", INVALID),
        Arguments.of("0X1.8P3", "0", "12"),
        Arguments.of("0x1p16383", "0x1p16383", OVERFLOW),
        Arguments.of("0x1p16384", "1", INVALID),
        Arguments.of("0x1p-16445", "0", "0"),
        Arguments.of("0x1p-16446", "0", INVALID),
        Arguments.of("0x1.8p-16446", "0", "0"),
        Arguments.of("0x1fffffffffffffffep-1", "0", "18446744073709551615"),
        Arguments.of("1e", "1", INVALID),
        Arguments.of("1e+", "1", INVALID),
        Arguments.of("1e+2", "1e-2", "100.01"),
        Arguments.of(".5", "5.", "5.5"),
        Arguments.of(".", "1", INVALID),
        Arguments.of("+", "1", INVALID),
        Arguments.of("-", "1", INVALID),
        Arguments.of("--", "1", INVALID),
        Arguments.of("+-1", "1", INVALID),
        Arguments.of("1.2.3", "1", INVALID),
        Arguments.of("1_0", "1", INVALID),
        Arguments.of("1,5", "1", INVALID),
        Arguments.of("1f", "1", INVALID),
        Arguments.of("0.1", "1x", INVALID),
        Arguments.of(" 1", "1", INVALID),
        Arguments.of("1 ", "1", INVALID),
        Arguments.of("\t1", "1", INVALID),
        Arguments.of("1\0", "1", INVALID),
        Arguments.of("\377", "1", INVALID),
        Arguments.of("1e99999999999999999999", "1", INVALID),
        Arguments.of("0e99999999999999999999", "1", "1"),
        Arguments.of("1e-99999999999999999999", "1", INVALID),
        Arguments.of("0.00000000000000000000000000000000000000000000000001e50", "1", "2"),
        Arguments.of("100000000000000000000000000000000000000000000000000e-50", "1", "2"),
        Arguments.of("3.14159265358979323846", "0", "3.14159265358979324"),
        Arguments.of("2.71828182845904523536", "0.00000000000000000001", "2.71828182845904524"),
        Arguments.of("0.000000000000000005", "0", "0"),
        Arguments.of("0.0000000000000000050001", "0", "0.00000000000000001"),
        Arguments.of("0.000000000000000015", "0", "0.00000000000000002"),
        Arguments.of("-0.000000000000000004", "0", "0"),
        Arguments.of("123456789.123456789123456789", "0", "123456789.12345678912242875"),
        Arguments.of("99999999999999999999.99", "0.01", "100000000000000000000"),
        Arguments.of("1.5", "-1.5", "0"),
        Arguments.of("1", "-0.9", "0.1"),
        Arguments.of("1.1", "2.2", "3.3"),
        Arguments.of("0.7", "0.1", "0.8"),
        Arguments.of("4.35", "100", "104.35"),
        Arguments.of("1e3", "1e-3", "1000.001"),
        Arguments.of("17179869184", "0.1", "17179869184.09999999962747097"),
        Arguments.of("1", "0", "1"));
  }

  @ParameterizedTest
  @MethodSource
  void asRedisAnswers(String value, String increment, String expected) {
    assertThat(incrByFloat(value, increment)).isEqualTo(expected);
  }

  @Test
  void theLargestNumbersArePrintedInFull() {
    assertThat(incrByFloat("1e4932", "1"))
        .hasSize(4933)
        .startsWith("1000000000000000000006018949387");
    assertThat(incrByFloat("-0x1p16383", "1")).hasSize(4933).startsWith("-59486574767");
  }

  @Test
  void textsOfFiveKilobytesAreNoNumbers() {
    String longest = "0".repeat(HumanFloat.MAX_TEXT_BYTES - 2) + "1";
    assertThat(incrByFloat(longest, "1")).isEqualTo("2");
    assertThat(incrByFloat("0" + longest, "1")).isEqualTo(INVALID);
    assertThat(incrByFloat("", "1")).isEqualTo(INVALID);
  }

  @Test
  void equalNumbersAreEqual() {
    assertThat(parse("8")).isEqualTo(parse("0x1p3")).hasSameHashCodeAs(parse("8.0"));
    assertThat(parse("8")).isNotEqualTo(parse("-8")).isNotEqualTo(parse("16"));
    assertThat(parse("-0")).contains(HumanFloat.ZERO);
    assertThat(parse("inf")).isNotEqualTo(parse("1")).isNotEqualTo(parse("-inf"));
  }
}
