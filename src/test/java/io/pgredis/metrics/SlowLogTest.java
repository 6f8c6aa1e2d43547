package io.pgredis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowLogTest {
  private final SlowLog log = new SlowLog();

  private void add(long maxLength, String... words) {
    byte[][] args =
        Arrays.stream(words)
            .map(word -> word.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    log.add(1, 2, args, "127.0.0.1:5", "me", maxLength);
  }

  private static List<String> words(SlowLog.Entry entry) {
    return entry.arguments().stream().map(b -> new String(b, StandardCharsets.US_ASCII)).toList();
  }

  @Test
  void keepsTheNewest() {
    for (String word : List.of("a", "b", "c")) {
      add(2, word);
    }
    assertThat(log.length()).isEqualTo(2);
    assertThat(log.newest(10)).extracting(SlowLog.Entry::id).containsExactly(2L, 1L);
    assertThat(log.newest(1)).hasSize(1);
    assertThat(log.newest(0)).isEmpty();
    log.reset();
    assertThat(log.length()).isZero();
    add(0, "d");
    assertThat(log.length()).isZero();
    add(5, "e");
    assertThat(log.newest(1)).extracting(SlowLog.Entry::id).containsExactly(4L);
  }

  @Test
  void shortensArguments() {
    add(5, "x".repeat(128), "y".repeat(130));
    assertThat(words(log.newest(1).getFirst()))
        .containsExactly("x".repeat(128), "y".repeat(128) + "... (2 more bytes)");
  }

  @Test
  void shortensTheListOfArguments() {
    add(5, Collections.nCopies(32, "a").toArray(String[]::new));
    assertThat(words(log.newest(1).getFirst())).hasSize(32).endsWith("a");
    add(5, Collections.nCopies(33, "a").toArray(String[]::new));
    assertThat(words(log.newest(1).getFirst())).hasSize(32).endsWith("... (2 more arguments)");
  }
}
