package io.pgredis.resp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The decoder against {@link ReferenceDecoder}, over any bytes cut anywhere.
 *
 * <p>The coverage-guided test runs over its stored inputs only; to search for new ones, run {@code
 * JAZZER_FUZZ=1 mvn test -Dtest=RespDecoderFuzzTest#anyBytesCutAnywhere -Djazzer.hooks=true}. An
 * input that fails is kept under {@code
 * src/test/resources/io/pgredis/resp/RespDecoderFuzzTestInputs}.
 */
class RespDecoderFuzzTest {
  private static final int MAX_CUTS = 8;
  private static final int SEEDED_STREAMS = 200_000;

  /** Small enough for streams to reach it. */
  private static final int MAX_BULK_BYTES = 20_000;

  private static final String[] PIECES = {
    "*1\r\n",
    "*2\r\n",
    "*3\r\n",
    "*11\r\n",
    "*0\r\n",
    "*-1\r\n",
    "$0\r\n\r\n",
    "$1\r\nx\r\n",
    "$4\r\nPING\r\n",
    "$5\r\na\r\nb\0\r\n",
    "$20000\r\n",
    "$20001\r\n",
    "$16385\r\n",
    "PING\r\n",
    "\"",
    "'",
    "\\",
    "\\x4",
    "\\x41",
    "a",
    " ",
    "\t",
    "\013",
    "\r",
    "\n",
    "\r\n",
    "\0",
    "*",
    "$",
    "-",
    "+",
    "0",
    "1",
    "9223372036854775807",
    "9223372036854775808",
    "\377",
  };

  @FuzzTest(maxDuration = "2m")
  void anyBytesCutAnywhere(FuzzedDataProvider data) {
    boolean authenticationRequired = data.consumeBoolean();
    int[] cuts = data.consumeInts(data.consumeInt(0, MAX_CUTS));
    check(data.consumeRemainingAsBytes(), cuts, authenticationRequired);
  }

  @Test
  void someStreamsOfUsualPieces() {
    checkSeeded(1, SEEDED_STREAMS / 100);
  }

  @Test
  @Tag("full")
  void manyStreamsOfUsualPieces() {
    checkSeeded(2, SEEDED_STREAMS);
  }

  private static void checkSeeded(long seed, int count) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      byte[] stream = Decoded.bytes(stream(random));
      int[] cuts = random.ints(random.nextInt(MAX_CUTS)).toArray();
      boolean authenticationRequired = random.nextInt(4) == 0;
      check(stream, cuts, authenticationRequired);
    }
  }

  /** Mostly whole requests, so that decoding goes on, and now and then something else. */
  private static String stream(Random random) {
    var stream = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      switch (random.nextInt(8)) {
        case 0 -> stream.append(PIECES[random.nextInt(PIECES.length)]);
        case 1 -> stream.append((char) random.nextInt(256));
        case 2 -> inline(random, stream);
        default -> multibulk(random, stream);
      }
    }
    if (random.nextInt(50) == 0) {
      int start = random.nextInt(stream.length() + 1);
      stream.insert(start, "1".repeat(65_530 + random.nextInt(12)));
    }
    return stream.toString();
  }

  private static void inline(Random random, StringBuilder stream) {
    for (int i = random.nextInt(6); i >= 0; i--) {
      stream.append(PIECES[random.nextInt(PIECES.length)]);
    }
    stream.append("\r\n");
  }

  private static void multibulk(Random random, StringBuilder stream) {
    int count = random.nextInt(12);
    stream.append('*').append(count).append("\r\n");
    for (int i = 0; i < count; i++) {
      int bound = random.nextInt(20) == 0 ? MAX_BULK_BYTES + 2 : 12;
      int length = random.nextInt(bound);
      stream.append('$').append(length).append("\r\n");
      stream.append("v\r\n\0*".repeat(length / 5 + 1), 0, length).append("\r\n");
    }
  }

  /** Any ints are good as cuts: they are brought into the stream and into order. */
  private static void check(byte[] stream, int[] anyCuts, boolean authenticationRequired) {
    int[] cuts =
        Arrays.stream(anyCuts).map(cut -> Math.floorMod(cut, stream.length + 1)).sorted().toArray();
    DecoderLimits limits = new DecoderLimits();
    limits.maxBulkBytes(MAX_BULK_BYTES);
    RespDecoder decoder = new RespDecoder(limits);
    decoder.authenticationRequired(authenticationRequired);
    assertThat(Decoded.decode(decoder, stream, cuts))
        .as(() -> description(stream, cuts, authenticationRequired))
        .isEqualTo(ReferenceDecoder.decode(stream, MAX_BULK_BYTES, authenticationRequired));
  }

  private static String description(byte[] stream, int[] cuts, boolean authenticationRequired) {
    return "cuts %s, authentication required: %b, stream in hex: %s"
        .formatted(Arrays.toString(cuts), authenticationRequired, HexFormat.of().formatHex(stream));
  }
}
