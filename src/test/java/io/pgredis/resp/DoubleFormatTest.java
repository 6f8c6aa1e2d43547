package io.pgredis.resp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ZSCORE of Redis 7.0.15 answers. */
class DoubleFormatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "3, 3",
    "-3, -3",
    "0.5, 0.5",
    "-1.5, -1.5",
    "0.1, 0.10000000000000001",
    "0.2, 0.20000000000000001",
    "0.3, 0.29999999999999999",
    "3.141, 3.141",
    "4.35, 4.3499999999999996",
    "1e-4, 0.0001",
    "0.00012345, 0.00012344999999999999",
    "1e-5, 1.0000000000000001e-05",
    "8.5e-5, 8.5000000000000006e-05",
    "-1e-7, -9.9999999999999995e-08",
    "1e-10, 1e-10",
    "100000.5, 100000.5",
    "1e15, 1000000000000000",
    "1e16, 10000000000000000",
    "12345678901234567, 12345678901234568",
    "9007199254740993, 9007199254740992",
    "99999999999999999, 1e+17",
    "1.5e17, 1.5e+17",
    "-1.5e17, -1.5e+17",
    "123456789012345678, 1.2345678901234568e+17",
    "144115188075855870, 1.4411518807585587e+17",
    "1e21, 1e+21",
    "1e100, 1e+100",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "4.9e-324, 4.9406564584124654e-324",
    "Infinity, inf",
    "-Infinity, -inf",
    "NaN, nan",
  })
  void asRedisPrints(double value, String expected) {
    assertThat(DoubleFormat.format(value)).isEqualTo(expected);
  }
}
