package io.pgredis.command.string;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.command.string.LongestCommonSubsequence.Piece;
import io.pgredis.testing.RealRedis;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LongestCommonSubsequenceTest {
  private static final int PAIRS = 3_000;

  @Test
  void piecesFromTheLastToTheFirst() {
    LongestCommonSubsequence found = lcs("ohmytext", "mynewtext");
    assertThat(text(found)).isEqualTo("mytext");
    assertThat(found.pieces()).containsExactly(new Piece(4, 5, 4), new Piece(2, 0, 2));
  }

  @Test
  void nothingInCommon() {
    for (String other : List.of("", "xyz")) {
      assertThat(text(lcs("abc", other))).isEmpty();
      assertThat(lcs("abc", other).pieces()).isEmpty();
      assertThat(lcs(other, "abc").pieces()).isEmpty();
    }
  }

  @Test
  void equalStringsAreOnePiece() {
    assertThat(lcs("abc", "abc").pieces()).containsExactly(new Piece(0, 0, 3));
  }

  @Test
  @Tag("full")
  void choosesAsRedisDoes() {
    Random random = new Random(5);
    try (RealRedis redis = RealRedis.start();
        RespClient client = redis.connect()) {
      for (int i = 0; i < PAIRS; i++) {
        String a = random(random);
        String b = random(random);
        client.call("MSET", "a", a, "b", b);
        LongestCommonSubsequence found = lcs(a, b);
        assertThat(client.call("LCS", "a", "b")).isEqualTo(new Reply.Bulk(text(found)));
        assertThat(client.call("LCS", "a", "b", "LEN").toString())
            .isEqualTo(":" + LongestCommonSubsequence.length(bytes(a), bytes(b)));
        assertThat(client.call("LCS", "a", "b", "IDX", "WITHMATCHLEN").toString())
            .as("%s and %s", a, b)
            .isEqualTo(reply(found).toString());
      }
    }
  }

  private static Reply reply(LongestCommonSubsequence found) {
    Reply[] matches =
        found.pieces().stream()
            .map(
                piece ->
                    Reply.array(
                        range(piece.inFirst(), piece.length()),
                        range(piece.inSecond(), piece.length()),
                        integer(piece.length())))
            .toArray(Reply[]::new);
    return Reply.array(
        new Reply.Bulk("matches"),
        Reply.array(matches),
        new Reply.Bulk("len"),
        integer(found.bytes().length));
  }

  private static Reply range(int start, int length) {
    return Reply.array(integer(start), integer(start + length - 1));
  }

  private static Reply integer(long value) {
    return new Reply.Int(value);
  }

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(30); n > 0; n--) {
      text.append((char) ('a' + random.nextInt(4)));
    }
    return text.toString();
  }

  private static LongestCommonSubsequence lcs(String a, String b) {
    return LongestCommonSubsequence.of(bytes(a), bytes(b));
  }

  private static String text(LongestCommonSubsequence found) {
    return new String(found.bytes(), ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
