package io.pgredis.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Patience;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a, a, true",
        "a, b, false",
        "a, aa, false",
        "*, a, true",
        "*, \"\", false",
        "**, \"\", false",
        "\"\", \"\", true",
        "\"\", a, false",
        "a*, a, true",
        "a**, a, true",
        "a*c, abc, true",
        "a*c, abcb, false",
        "*a*b, xaxxb, true",
        "*ab*ab, abab, true",
        "*ab*ab, ab, false",
        "?, a, true",
        "?, \"\", false",
        "a?c, abc, true",
        "h[ae]llo, hello, true",
        "h[ae]llo, hillo, false",
        "h[^e]llo, hallo, true",
        "h[^e]llo, hello, false",
        "[a-c], b, true",
        "[c-a], b, true",
        "[a-c], d, false",
        "[a-], -, false",
        "[a-], ^, true",
        "[a-]x, bx, false",
        "[ab, a, true",
        "[ab, c, false",
        "[^, c, true",
        "[, c, false",
        "[], c, false",
        "[^], c, true",
        "[\\]], ], true",
        "[\\-], -, true",
        "\\*, *, true",
        "\\*, a, false",
        "\\, \\, true",
        "a\\, a\\, true",
        "\\a, a, true",
        "A, a, false",
        "[A-C], b, false",
      })
  void matches(String pattern, String text, boolean expected) {
    assertThat(Glob.of(bytes(pattern)).matches(bytes(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "SAVE, save, true",
        "max*, MAXMEMORY, true",
        "[A-C], b, true",
        "[^a], A, false",
        "a, b, false",
      })
  void matchesInAnyCase(String pattern, String text, boolean expected) {
    assertThat(Glob.ignoringCase(bytes(pattern)).matches(bytes(text))).isEqualTo(expected);
  }

  @Test
  void bytesInRangesAreSigned() {
    assertThat(Glob.of(bytes("[\u0080-a]")).matches(bytes("\u00ff"))).isTrue();
    assertThat(Glob.of(bytes("[a-\u0080]")).matches(bytes("\u0000"))).isTrue();
    assertThat(Glob.of(bytes("[\u0080-a]")).matches(bytes("b"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "user:*, user:",
        "user:?, user:",
        "user:[1], user:",
        "user:1, user:1",
        "*, \"\"",
        "a\\*b*, a*b",
        "a\\, a\\",
        "\\?\\[*, ?[",
      })
  void literalPrefix(String pattern, String prefix) {
    assertThat(new String(Glob.of(bytes(pattern)).literalPrefix(), ISO_8859_1)).isEqualTo(prefix);
  }

  @Test
  void manyStarsCostNoMoreThanLengthTimesLength() {
    Glob hostile = Glob.of(bytes("*a".repeat(1_000) + "b"));
    byte[] text = bytes("a".repeat(5_000));
    Assertions.assertTimeoutPreemptively(
        Patience.LONGEST, () -> assertThat(hostile.matches(text)).isFalse());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
