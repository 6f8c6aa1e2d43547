package io.pgredis.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgredis.resp.RespDecoder.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The expectations are what Redis 7.0.15 does with these bytes. */
class RespDecoderTest {

  /** A stream and what becomes of it. */
  record Example(String stream, Decoded expected) {}

  private static Example requests(String stream, List<?>... requests) {
    List<List<String>> expected = new ArrayList<>();
    for (List<?> request : requests) {
      expected.add(request.stream().map(Object::toString).toList());
    }
    return new Example(stream, Decoded.waiting(expected));
  }

  private static Example error(String stream, String error) {
    return new Example(stream, new Decoded(List.of(), "ERR Protocol error: " + error));
  }

  private static final List<String> PING = List.of("PING");

  private static final List<Example> MULTIBULK =
      List.of(
          requests("*1\r\n$4\r\nPING\r\n", PING),
          requests("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*1\r\n$4\r\nPING\r\n", List.of("GET", "k"), PING),
          requests("*2\r\n$4\r\nECHO\r\n$4\r\n\r\n\0\377\r\n", List.of("ECHO", "\r\n\0\377")),
          requests("*1\r\n$0\r\n\r\n", List.of("")),
          requests("*12\r\n" + "$1\r\nx\r\n".repeat(12), List.of("x".repeat(12).split(""))),
          requests("*0\r\n*1\r\n$4\r\nPING\r\n", PING),
          requests("*-1\r\n*1\r\n$4\r\nPING\r\n", PING),
          requests("*-9223372036854775808\r\nPING\r\n", PING),
          requests("*1\r\n$4\r\nPING"),
          requests("*1\r\n$4\r\nPING\r"),
          requests("*2147483647\r\n"),
          requests("*1\r\nfoo"),
          requests("*1\r\nfoo\r"),
          // Only the CR of a line is looked at, and nothing of the bytes behind an argument.
          requests("*1\rX$4\rYPING??*1\r\n$4\r\nPING\r\n", PING, PING),
          // A NUL hides the line's end.
          requests("*1\0\r\n*1\r\n"),
          requests("*1\r\n\0\r\n"),
          error("*2147483648\r\n", "invalid multibulk length"),
          error("*99999999999999999999999\r\n", "invalid multibulk length"),
          error("*-9223372036854775809\r\n", "invalid multibulk length"),
          error("*abc\r\n", "invalid multibulk length"),
          error("*\r\n", "invalid multibulk length"),
          error("*-\r\n", "invalid multibulk length"),
          error("*01\r\n", "invalid multibulk length"),
          error("*-0\r\n", "invalid multibulk length"),
          error("*+1\r\n", "invalid multibulk length"),
          error("* 1\r\n", "invalid multibulk length"),
          error("*1 \r\n", "invalid multibulk length"),
          error("*1\r\nfoo\r\n", "expected '$', got 'f'"),
          error("*1\r\n*1\r\n", "expected '$', got '*'"),
          error("*1\r\n\r\n", "expected '$', got ' '"),
          error("*1\r\n\n\r\n", "expected '$', got ' '"),
          error("*1\r\n\377\r\n", "expected '$', got '\377'"),
          error("*1\r\n$-1\r\n", "invalid bulk length"),
          error("*1\r\n$\r\n", "invalid bulk length"),
          error("*1\r\n$x\r\n", "invalid bulk length"),
          error("*1\r\n$00\r\n", "invalid bulk length"),
          error("*1\r\n$536870913\r\n", "invalid bulk length"),
          error("*1\r\n$9223372036854775807\r\n", "invalid bulk length"),
          error("*1\r\n$9223372036854775808\r\n", "invalid bulk length"),
          error("*1\r\n$99999999999999999999\r\n", "invalid bulk length"));

  private static final List<Example> INLINE =
      List.of(
          requests("PING\r\n", PING),
          requests("PING\n", PING),
          requests("PING\r\r\n", PING),
          requests("\r\n\n\r\n \t\r\nPING\n", PING),
          requests("  set  k\tv \r\nPING\r\n", List.of("set", "k", "v"), PING),
          requests("PI\rNG\r\n", List.of("PI", "NG")),
          requests("PING a\013b \014c\r\n", List.of("PING", "a\013b", "c")),
          requests("PING \377\200\r\n", List.of("PING", "\377\200")),
          requests("PING \"\" ''\r\n", List.of("PING", "", "")),
          requests(
              "PING \"a\\x41\\xZZ\\x4\\n\\r\\t\\b\\a\\q\\\"\\\\\"\r\n",
              List.of("PING", "aAxZZx4\n\r\t\b\007q\"\\")),
          requests("PING \"\\xfF\\x00\"\r\n", List.of("PING", "\377\0")),
          requests("PING 'a\\'b\\n\\x41\"'\r\n", List.of("PING", "a'b\\n\\x41\"")),
          requests("PING a\"b c\" d'e f'\r\n", List.of("PING", "ab c", "de f")),
          requests("PING \"a\"\013b\r\n", List.of("PING", "a", "b")),
          requests("PING"),
          requests("PING \"\\"),
          requests("PI\0NG\r\nPING\r\n"),
          requests("PI\0NG\r\n\0\r\nPING\r\n"),
          error("PING \"a\r\n", "unbalanced quotes in request"),
          error("PING 'a\r\n", "unbalanced quotes in request"),
          error("PING 'a'b\r\n", "unbalanced quotes in request"),
          error("PING \"a\"b\r\n", "unbalanced quotes in request"),
          error("PING \"a\"\"b\"\r\n", "unbalanced quotes in request"),
          error("PING \"\\\r\n", "unbalanced quotes in request"),
          error("PING 'a\\'\r\n", "unbalanced quotes in request"));

  private static RespDecoder decoder() {
    return new RespDecoder(new DecoderLimits());
  }

  static List<Example> examples() {
    return Stream.of(MULTIBULK, INLINE).flatMap(List::stream).toList();
  }

  @TestFactory
  Stream<DynamicTest> everyExampleInOnePiece() {
    return examples().stream()
        .map(
            example ->
                dynamicTest(
                    name(example),
                    () ->
                        assertThat(
                                Decoded.decode(
                                    decoder(), Decoded.bytes(example.stream()), new int[0]))
                            .isEqualTo(example.expected())));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleCutAnywhere() {
    return examples().stream()
        .map(example -> dynamicTest(name(example), () -> cutAnywhere(example)));
  }

  private static String name(Example example) {
    return example.stream().replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
  }

  private static void cutAnywhere(Example example) {
    byte[] stream = Decoded.bytes(example.stream());
    for (int cut = 0; cut <= stream.length; cut++) {
      assertThat(Decoded.decode(decoder(), stream, cut))
          .as("cut at %d", cut)
          .isEqualTo(example.expected());
      for (int second = cut; second <= stream.length; second++) {
        assertThat(Decoded.decode(decoder(), stream, cut, second))
            .as("cut at %d and %d", cut, second)
            .isEqualTo(example.expected());
      }
    }
    int[] everywhere = new int[stream.length];
    Arrays.setAll(everywhere, i -> i);
    assertThat(Decoded.decode(decoder(), stream, everywhere))
        .as("byte by byte")
        .isEqualTo(example.expected());
  }

  @Test
  void linesMayWaitUntilTheyHave64KilobytesAndNoLonger() {
    assertLineLimit("", "a", "too big inline request");
    assertLineLimit("", "\0\r\n", "too big inline request");
    assertLineLimit("", "*1", "too big mbulk count string");
    assertLineLimit("*1\r\n", "$1", "too big bulk count string");
    assertLineLimit("*1\r\n", "$\0", "too big bulk count string");
  }

  private static void assertLineLimit(String before, String line, String error) {
    String longest = before + line + "1".repeat(RespDecoder.MAX_LINE_BYTES - line.length());
    for (int cut : new int[] {0, before.length() + 1, 40_000}) {
      assertThat(Decoded.decode(decoder(), Decoded.bytes(longest), cut))
          .isEqualTo(Decoded.waiting(List.of()));
      assertThat(Decoded.decode(decoder(), Decoded.bytes(longest + "1"), cut))
          .isEqualTo(error("", error).expected());
    }
  }

  @Test
  void theLongestInlineRequestIsTaken() {
    String argument = "a".repeat(RespDecoder.MAX_LINE_BYTES - 6);
    byte[] stream = Decoded.bytes("PING " + argument + "\r\n");
    assertThat(Decoded.decode(decoder(), stream, 7))
        .isEqualTo(Decoded.waiting(List.of(List.of("PING", argument))));
  }

  @Test
  void limitsAreLowerBeforeAuthentication() {
    assertUnauthenticated("*10\r\n", Decoded.WAITING);
    assertUnauthenticated("*11\r\n", "ERR Protocol error: unauthenticated multibulk length");
    assertUnauthenticated("*1\r\n$16384\r\n", Decoded.WAITING);
    assertUnauthenticated("*1\r\n$16385\r\n", "ERR Protocol error: unauthenticated bulk length");
  }

  private static void assertUnauthenticated(String stream, String end) {
    RespDecoder decoder = decoder();
    decoder.authenticationRequired(true);
    assertThat(Decoded.decode(decoder, Decoded.bytes(stream), 2).end()).isEqualTo(end);
    decoder = decoder();
    decoder.authenticationRequired(true);
    decoder.authenticationRequired(false);
    assertThat(Decoded.decode(decoder, Decoded.bytes(stream), 2).end()).isEqualTo(Decoded.WAITING);
  }

  @Test
  void theLongestArgumentIsConfigurable() {
    DecoderLimits limits = new DecoderLimits();
    limits.maxBulkBytes(3);
    assertThat(Decoded.decode(new RespDecoder(limits), Decoded.bytes("*1\r\n$3\r\nabc\r\n"), 0))
        .isEqualTo(Decoded.waiting(List.of(List.of("abc"))));
    assertThat(Decoded.decode(new RespDecoder(limits), Decoded.bytes("*1\r\n$4\r\n"), 0).end())
        .isEqualTo("ERR Protocol error: invalid bulk length");
    limits.maxBulkBytes(Long.MAX_VALUE);
    assertThat(
            Decoded.decode(new RespDecoder(limits), Decoded.bytes("*1\r\n$2147483647\r\n"), 0)
                .end())
        .isEqualTo("ERR Protocol error: invalid bulk length");
  }

  @Test
  void defaultLimitsAreThoseOfRedis() {
    DecoderLimits limits = new DecoderLimits();
    assertThat(limits.maxBulkBytes()).isEqualTo(536_870_912L);
    assertThat(limits.queryBufferBytes()).isEqualTo(1_073_741_824L);
    assertThat(RespDecoder.MAX_LINE_BYTES).isEqualTo(65_536);
  }

  @Test
  void anArgumentThatExceedsTheQueryBufferEndsTheConnectionOnceItHasArrived() {
    String before = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$";
    assertQueryBuffer(100, before + "5000\r\n" + "x".repeat(100), Decoded.WAITING);
    assertQueryBuffer(100, before + "5000\r\n" + "x".repeat(101), Decoded.TOO_BIG);
    assertQueryBuffer(100, before + "98\r\n" + "x".repeat(98) + "\r\n", Decoded.WAITING);
    assertQueryBuffer(100, before + "99\r\n" + "x".repeat(99) + "\r", Decoded.WAITING);
    assertQueryBuffer(100, before + "99\r\n" + "x".repeat(99) + "\r\n", Decoded.TOO_BIG);
  }

  @Test
  void completeArgumentsDoNotCountForTheQueryBuffer() {
    String arguments = ("$90\r\n" + "x".repeat(90) + "\r\n").repeat(5);
    assertQueryBuffer(100, "*5\r\n" + arguments + "*6\r\n" + arguments, Decoded.WAITING);
  }

  @Test
  void aRequestThatWouldTakeTooMuchMemoryEndsTheConnection() {
    int argument = 90 + RespDecoder.ARGUMENT_OVERHEAD_BYTES;
    String arguments = ("$90\r\n" + "x".repeat(90) + "\r\n").repeat(4);
    DecoderLimits limits = new DecoderLimits(5L * argument);
    byte[] fits = Decoded.bytes("*6\r\n" + arguments + "$90\r\n");
    assertThat(Decoded.decode(new RespDecoder(limits), fits).end()).isEqualTo(Decoded.WAITING);
    byte[] exceeds = Decoded.bytes("*6\r\n" + arguments + "$91\r\n");
    assertThat(Decoded.decode(new RespDecoder(limits), exceeds).end()).isEqualTo(Decoded.TOO_BIG);
  }

  private static void assertQueryBuffer(int limit, String stream, String end) {
    DecoderLimits limits = new DecoderLimits();
    limits.queryBufferBytes(limit);
    byte[] bytes = Decoded.bytes(stream);
    for (int cut : new int[] {0, 9, bytes.length - 3, bytes.length - 1}) {
      assertThat(Decoded.decode(new RespDecoder(limits), bytes, cut).end())
          .as("cut at %d", cut)
          .isEqualTo(end);
    }
  }

  @Test
  void aDeadDecoderStaysDeadAndSwallowsEverything() {
    RespDecoder decoder = decoder();
    ByteBuf bad = Unpooled.wrappedBuffer(Decoded.bytes("*x\r\n*1\r\n$4\r\nPING\r\n"));
    assertThat(decoder.decode(bad)).isEqualTo(Outcome.PROTOCOL_ERROR);
    assertThat(bad.isReadable()).isFalse();
    ByteBuf good = Unpooled.wrappedBuffer(Decoded.bytes("PING\r\n"));
    assertThat(decoder.decode(good)).isEqualTo(Outcome.PROTOCOL_ERROR);
    assertThat(good.isReadable()).isFalse();
    assertThat(decoder.error())
        .isEqualTo(Reply.error("ERR Protocol error: invalid multibulk length"));
  }

  @Test
  void bigArgumentsGrowAsTheirBytesArrive() {
    RespDecoder decoder = decoder();
    byte[] payload = new byte[3_000_000];
    new Random(1).nextBytes(payload);
    ByteBuf whole = Unpooled.buffer();
    RespEncoder.write(Reply.array(Reply.bulk("SET"), Reply.bulk(payload)), 2, whole);
    Outcome outcome = Outcome.MORE;
    while (whole.isReadable()) {
      assertThat(outcome).isEqualTo(Outcome.MORE);
      ByteBuf piece = whole.readSlice(Math.min(whole.readableBytes(), 16_384));
      outcome = decoder.decode(piece);
    }
    assertThat(outcome).isEqualTo(Outcome.REQUEST);
    assertThat(decoder.arguments()[1]).isEqualTo(payload);
  }

  @Test
  void announcedSizesAloneTakeNoMemory() {
    // 400 times half a gigabyte and 400 times two billion arguments: more than any test heap.
    List<RespDecoder> decoders = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      for (String stream : List.of("*1\r\n$536870912\r\nx", "*2147483647\r\n$1\r\nx\r\n")) {
        RespDecoder decoder = decoder();
        assertThat(Decoded.decode(decoder, Decoded.bytes(stream), 0).end())
            .isEqualTo(Decoded.WAITING);
        decoders.add(decoder);
      }
    }
    assertThat(decoders).hasSize(800);
  }

  @Test
  void manyArgumentsAreAllKept() {
    List<Reply> arguments = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      arguments.add(Reply.bulk("argument " + i));
    }
    ByteBuf stream = Unpooled.buffer();
    RespEncoder.write(Reply.array(arguments), 2, stream);
    RespDecoder decoder = decoder();
    assertThat(decoder.decode(stream)).isEqualTo(Outcome.REQUEST);
    assertThat(decoder.arguments()).hasNumberOfRows(5000);
    assertThat(new String(decoder.arguments()[4999])).isEqualTo("argument 4999");
  }

  @Test
  void theSizeOfARequestIsReported() {
    RespDecoder decoder = decoder();
    decoder.decode(Unpooled.wrappedBuffer(Decoded.bytes("*2\r\n$3\r\nGET\r\n$5\r\nabcde\r\n")));
    assertThat(decoder.requestBytes()).isEqualTo(8 + 2 * RespDecoder.ARGUMENT_OVERHEAD_BYTES);
    decoder.decode(Unpooled.wrappedBuffer(Decoded.bytes("GET abcd\r\n")));
    assertThat(decoder.requestBytes()).isEqualTo(7 + 2 * RespDecoder.ARGUMENT_OVERHEAD_BYTES);
  }
}
