package io.pgredis.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanCursorTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", 0",
        "0, 0",
        "+5, 5",
        "-0, 0",
        "9223372036854775807, 9223372036854775807",
        "-18446744073709551615, 1",
      })
  void positions(String argument, long position) {
    assertThat(parse(argument)).isEqualTo(position);
  }

  @Test
  void endsWhereCEndsIt() {
    assertThat(parse("\0")).isZero();
    assertThat(parse("12\0ab")).isEqualTo(12);
    assertThatThrownBy(() -> parse("-\0")).hasMessage("ERR invalid cursor");
  }

  @Test
  void leadingZerosDoNotMatter() {
    assertThat(parse("0".repeat(100) + "7")).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "18446744073709551615", "-1"})
  void nothingIsBehindLargeOnes(String argument) {
    assertThat(parse(argument)).isEqualTo(ScanCursor.BEYOND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "-", "+", " 1", "1 ", "1.5", "0x1", "18446744073709551616"})
  void refused(String argument) {
    assertThatThrownBy(() -> parse(argument)).hasMessage("ERR invalid cursor");
  }

  private static long parse(String argument) {
    return ScanCursor.parse(argument.getBytes(ISO_8859_1));
  }
}
