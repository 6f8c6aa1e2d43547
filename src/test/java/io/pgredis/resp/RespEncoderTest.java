package io.pgredis.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespEncoderTest {
  private static final Reply A = Reply.bulk("a");

  static String encode(Reply reply, int protocolVersion) {
    ByteBuf out = Unpooled.buffer(1);
    RespEncoder.write(reply, protocolVersion, out);
    return Reply.bytesAsText(ByteBufUtil.getBytes(out));
  }

  static List<Arguments> goldenBytes() {
    return List.of(
        same(Reply.OK, "+OK\r\n"),
        same(Reply.simple("OK"), "+OK\r\n"),
        same(Reply.QUEUED, "+QUEUED\r\n"),
        same(Reply.PONG, "+PONG\r\n"),
        same(Reply.error("ERR syntax error"), "-ERR syntax error\r\n"),
        same(Reply.error("ERR got '\377'"), "-ERR got '\377'\r\n"),
        same(Reply.integer(0), ":0\r\n"),
        same(Reply.integer(-1), ":-1\r\n"),
        same(Reply.integer(12345), ":12345\r\n"),
        same(Reply.bulk(""), "$0\r\n\r\n"),
        same(Reply.bulk("Hello World"), "$11\r\nHello World\r\n"),
        same(Reply.bulk("é"), "$2\r\n\303\251\r\n"),
        same(Reply.bulk(new byte[] {0, 13, 10, -1}), "$4\r\n\0\r\n\377\r\n"),
        same(Reply.EMPTY_ARRAY, "*0\r\n"),
        same(Reply.array(A, Reply.array(Reply.ONE)), "*2\r\n$1\r\na\r\n*1\r\n:1\r\n"),
        same(new Reply.Many(List.of(Reply.OK, Reply.ONE)), "+OK\r\n:1\r\n"),
        same(Reply.NONE, ""),
        both(Reply.NULL, "$-1\r\n", "_\r\n"),
        both(Reply.NULL_ARRAY, "*-1\r\n", "_\r\n"),
        both(Reply.array(Reply.NULL, A), "*2\r\n$-1\r\n$1\r\na\r\n", "*2\r\n_\r\n$1\r\na\r\n"),
        both(Reply.EMPTY_MAP, "*0\r\n", "%0\r\n"),
        both(
            Reply.map(A, Reply.TRUE, Reply.ONE, Reply.FALSE),
            "*4\r\n$1\r\na\r\n:1\r\n:1\r\n:0\r\n",
            "%2\r\n$1\r\na\r\n#t\r\n:1\r\n#f\r\n"),
        both(Reply.EMPTY_SET, "*0\r\n", "~0\r\n"),
        both(
            Reply.set(List.of(A, Reply.ONE)), "*2\r\n$1\r\na\r\n:1\r\n", "~2\r\n$1\r\na\r\n:1\r\n"),
        both(Reply.push(A, Reply.ONE), "*2\r\n$1\r\na\r\n:1\r\n", ">2\r\n$1\r\na\r\n:1\r\n"),
        both(Reply.dbl(3.141), "$5\r\n3.141\r\n", ",3.141\r\n"),
        both(Reply.dbl(Double.POSITIVE_INFINITY), "$3\r\ninf\r\n", ",inf\r\n"),
        both(Reply.dbl(Double.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n"),
        both(
            new Reply.BigNumber("1234567999999999999999999999999999999"),
            "$37\r\n1234567999999999999999999999999999999\r\n",
            "(1234567999999999999999999999999999999\r\n"),
        both(
            Reply.verbatim("This is a verbatim\nstring"),
            "$25\r\nThis is a verbatim\nstring\r\n",
            "=29\r\ntxt:This is a verbatim\nstring\r\n"),
        both(Reply.verbatim(""), "$0\r\n\r\n", "=4\r\ntxt:\r\n"));
  }

  private static Arguments same(Reply reply, String bytes) {
    return Arguments.of(reply, bytes, bytes);
  }

  private static Arguments both(Reply reply, String resp2, String resp3) {
    return Arguments.of(reply, resp2, resp3);
  }

  @ParameterizedTest
  @MethodSource
  void goldenBytes(Reply reply, String resp2, String resp3) {
    assertThat(encode(reply, RespEncoder.RESP2)).isEqualTo(resp2);
    assertThat(encode(reply, RespEncoder.RESP3)).isEqualTo(resp3);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, -10, -9, 9, 10, 1023})
  void integersAtTheirEdges(long value) {
    assertThat(encode(Reply.integer(value), 2)).isEqualTo(":" + value + "\r\n");
  }

  @Test
  void integersOfEveryLength() {
    long value = 1;
    for (int digits = 1; digits <= 19; digits++) {
      for (long near : new long[] {value - 1, value, value + 1, -value + 1, -value, -value - 1}) {
        assertThat(encode(Reply.integer(near), 2)).isEqualTo(":" + near + "\r\n");
      }
      value *= 10;
    }
  }

  @Test
  void errorsStayOnOneLine() {
    assertThat(Reply.error("\r\nERR a\r\nb\nc\r\n")).isEqualTo(Reply.error("ERR a  b c"));
    assertThat(Reply.error("\r\n").text()).isEmpty();
  }

  @Test
  void largeValuesAreNotCopied() {
    byte[] large = new byte[RespEncoder.LARGE_BULK_BYTES];
    byte[] small = new byte[RespEncoder.LARGE_BULK_BYTES - 1];
    Reply reply =
        Reply.array(Reply.bulk(small), Reply.bulk(large), Reply.ONE, Reply.bulk(large), Reply.ONE);
    BufferListSink sink = new BufferListSink(ByteBufAllocator.DEFAULT);
    ByteBuf last = RespEncoder.write(reply, 2, ByteBufAllocator.DEFAULT.ioBuffer(), sink);
    List<ByteBuf> buffers = sink.finish(RespEncoder.write(Reply.OK, 2, last, sink));
    assertThat(buffers).hasSize(5);
    assertThat(buffers.get(1).array()).isSameAs(large);
    assertThat(buffers.get(3).array()).isSameAs(large);
    ByteBuf joined = Unpooled.wrappedBuffer(buffers.toArray(ByteBuf[]::new));
    assertThat(Reply.bytesAsText(ByteBufUtil.getBytes(joined)))
        .isEqualTo(encode(reply, 2) + "+OK\r\n");
    joined.release();
  }

  @Test
  void valuesAreComparedByContent() {
    assertThat(Reply.bulk("a")).isEqualTo(A).hasSameHashCodeAs(A).isNotEqualTo(Reply.bulk("b"));
    assertThat(Reply.verbatim("a")).isEqualTo(Reply.verbatim("a")).isNotEqualTo(A);
    assertThat(Reply.integer(7)).isSameAs(Reply.integer(7)).isEqualTo(new Reply.Int(7));
    assertThat(Reply.integer(70_000)).isEqualTo(new Reply.Int(70_000));
  }

  @Test
  void malformedRepliesCannotBeMade() {
    assertThatThrownBy(() -> Reply.map(A)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reply.Verbatim("text", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
