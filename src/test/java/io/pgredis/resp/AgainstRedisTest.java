package io.pgredis.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Patience;
import io.pgredis.testing.RealRedis;
import io.pgredis.testing.RespClient;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoder, encoder and doubles beside a real server. */
@Tag("full")
class AgainstRedisTest {
  private static final int DOUBLES = 20_000;

  private static RealRedis redis;

  @BeforeAll
  static void start() {
    redis = RealRedis.start("--enable-debug-command", "yes");
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  static List<String> errorStreams() {
    return RespDecoderTest.examples().stream()
        .filter(example -> example.expected().end().startsWith("ERR"))
        .map(RespDecoderTest.Example::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("errorStreams")
  void protocolErrors(String stream) throws IOException {
    assertThat(allBytesAfter(stream)).isEqualTo("-" + decode(stream).end() + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ECHO a\013b\r\n",
        "ECHO \377\200\n",
        "ECHO \"\"\r\n",
        "ECHO ''\r\n",
        "  ECHO\t\"a\\x41\\xZZ\\x4\\n\\r\\t\\b\\a\\q\\\"\\\\\" \r\n",
        "\r\n\n*-1\r\nECHO \"\\xfF\\x00\"\r\n",
        "ECHO 'a\\'b\\n\\x41\"'\r\n",
        "ECHO a\"b c\"\r\n",
        "ECHO d'e f'\r\n",
        "ECHO \014\013x\r\r\n",
        "*0\r\n*2\rX$4\rXECHO??$3\r\n\0\r\n\r\n",
      })
  void requests(String stream) throws IOException {
    List<String> request = decode(stream).requests().getFirst();
    assertThat(allBytesAfter(stream + "QUIT\r\n"))
        .isEqualTo(RespEncoderTest.encode(bytes(request.get(1)), 2) + "+OK\r\n");
  }

  static List<Arguments> debugReplies() {
    Reply[] numbers = {Reply.ZERO, Reply.ONE, Reply.integer(2)};
    return List.of(
        Arguments.of("string", Reply.bulk("Hello World")),
        Arguments.of("integer", Reply.integer(12345)),
        Arguments.of("double", Reply.dbl(3.141)),
        Arguments.of("null", Reply.NULL),
        Arguments.of("array", Reply.array(numbers)),
        Arguments.of("set", Reply.set(List.of(numbers))),
        Arguments.of(
            "map",
            Reply.map(numbers[0], Reply.FALSE, numbers[1], Reply.TRUE, numbers[2], Reply.FALSE)),
        Arguments.of("true", Reply.TRUE),
        Arguments.of("false", Reply.FALSE),
        Arguments.of("verbatim", Reply.verbatim("This is a verbatim\nstring")),
        Arguments.of("bignum", new Reply.BigNumber("1234567999999999999999999999999999999")));
  }

  @ParameterizedTest
  @MethodSource("debugReplies")
  void replies(String kind, Reply reply) throws IOException {
    for (int version : new int[] {2, 3}) {
      String bytes = RespEncoderTest.encode(reply, version);
      assertThat(allBytesAfter("HELLO " + version + "\r\nDEBUG PROTOCOL " + kind + "\r\nQUIT\r\n"))
          .endsWith("\r\n" + bytes + "+OK\r\n");
    }
  }

  @Test
  void doubles() {
    Random random = new Random(3);
    try (RespClient client = redis.connect()) {
      for (int i = 0; i < DOUBLES; i++) {
        double score = anyDouble(random, i);
        client.call("ZADD", "scores", Double.toHexString(score), "member");
        assertThat(client.call("ZSCORE", "scores", "member"))
            .isEqualTo(new io.pgredis.testing.Reply.Bulk(DoubleFormat.format(score)));
      }
    }
  }

  private static double anyDouble(Random random, int index) {
    return switch (index % 4) {
      case 0 -> Math.round(random.nextGaussian() * 1e6) / Math.pow(10, random.nextInt(8));
      case 1 -> random.nextLong();
      case 2 -> random.nextDouble();
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(any) ? any : 1;
      }
    };
  }

  private static Decoded decode(String stream) {
    return Decoded.decode(new RespDecoder(new DecoderLimits()), Decoded.bytes(stream));
  }

  private static Reply bytes(String text) {
    return Reply.bulk(Decoded.bytes(text));
  }

  /** All that the server sends until it closes the connection. */
  private static String allBytesAfter(String stream) throws IOException {
    try (Socket socket = new Socket(redis.host(), redis.port())) {
      socket.setSoTimeout((int) Patience.LONGEST.toMillis());
      socket.getOutputStream().write(Decoded.bytes(stream));
      return Reply.bytesAsText(socket.getInputStream().readAllBytes());
    }
  }
}
