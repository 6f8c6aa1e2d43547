package io.pgredis.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorFeedTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "61 62, '\"ab\"'",
        "'', '\"\"'",
        "22 5c, '\"\\\"\\\\\"'",
        "0a 0d 09 07 08, '\"\\n\\r\\t\\a\\b\"'",
        "00 1f 7f 80 ff, '\"\\x00\\x1f\\x7f\\x80\\xff\"'",
        "20 7e, '\" ~\"'"
      })
  void everyByteIsPrintable(String hex, String quoted) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    StringBuilder out = new StringBuilder();
    MonitorFeed.quote(out, bytes);
    assertThat(out).hasToString(quoted);
  }
}
