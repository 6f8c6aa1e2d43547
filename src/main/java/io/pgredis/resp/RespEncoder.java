package io.pgredis.resp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes replies as bytes in RESP2 or RESP3. Nothing is allocated for statuses, errors, integers
 * and bulk strings.
 */
public final class RespEncoder {

  public static final int RESP2 = 2;
  public static final int RESP3 = 3;

  /** From this size on a bulk string is given to the {@link ReplySink} instead of copied. */
  public static final int LARGE_BULK_BYTES = 64 * 1024;

  /** Type byte, sign, 19 digits, CRLF. */
  private static final int MAX_NUMBER_LINE_BYTES = 23;

  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] NULL_BULK = ascii("$-1\r\n");
  private static final byte[] NULL_ARRAY = ascii("*-1\r\n");
  private static final byte[] NULL_RESP3 = ascii("_\r\n");
  private static final byte[] TRUE_RESP3 = ascii("#t\r\n");
  private static final byte[] FALSE_RESP3 = ascii("#f\r\n");
  private static final byte[] EMPTY_BULK = ascii("$0\r\n\r\n");

  /** CR and LF as one big-endian short. */
  private static final int CRLF = '\r' << 8 | '\n';

  private RespEncoder() {}

  /** Appends the reply to the buffer, large values included. */
  public static void write(Reply reply, int protocolVersion, ByteBuf out) {
    write(reply, protocolVersion, out, ReplySink.COPYING);
  }

  /**
   * Appends the reply; large bulk strings go to the sink uncopied.
   *
   * @return the buffer to append the next reply to: {@code out}, or what the sink gave last
   */
  public static ByteBuf write(Reply reply, int protocolVersion, ByteBuf out, ReplySink sink) {
    boolean resp3 = protocolVersion >= RESP3;
    return switch (reply) {
      case Reply.Simple simple -> simple == Reply.OK ? put(out, OK) : line(out, '+', simple.text());
      case Reply.Err error -> line(out, '-', error.text());
      case Reply.Int integer -> number(out, ':', integer.value());
      case Reply.Later later -> number(out, ':', later.value().getAsLong());
      case Reply.Bulk bulk -> bulk(out, bulk.bytes(), sink);
      case Reply.Null _ -> put(out, resp3 ? NULL_RESP3 : NULL_BULK);
      case Reply.NullArray _ -> put(out, resp3 ? NULL_RESP3 : NULL_ARRAY);
      case Reply.Arr array -> items(array.items(), '*', protocolVersion, out, sink);
      case Reply.MapReply map -> map(map.flat(), protocolVersion, out, sink);
      case Reply.SetReply set -> items(set.items(), resp3 ? '~' : '*', protocolVersion, out, sink);
      case Reply.Push push -> items(push.items(), resp3 ? '>' : '*', protocolVersion, out, sink);
      case Reply.Dbl dbl -> textValue(out, resp3 ? ',' : '$', DoubleFormat.format(dbl.value()));
      case Reply.Bool bool -> bool(out, bool.value(), resp3);
      case Reply.BigNumber big -> textValue(out, resp3 ? '(' : '$', big.digits());
      case Reply.Verbatim text -> resp3 ? verbatim(out, text, sink) : bulk(out, text.bytes(), sink);
      case Reply.Many many -> all(many.replies(), protocolVersion, out, sink);
      case Reply.Torn torn -> {
        if (torn.announced() >= 0) {
          number(out, '*', torn.announced());
        }
        yield all(torn.items(), protocolVersion, out, sink);
      }
      case Reply.InProtocol(Reply inner, int version) -> write(inner, version, out, sink);
      case Reply.None _ -> out;
    };
  }

  private static ByteBuf bool(ByteBuf out, boolean value, boolean resp3) {
    if (resp3) {
      return put(out, value ? TRUE_RESP3 : FALSE_RESP3);
    }
    return number(out, ':', value ? 1 : 0);
  }

  private static ByteBuf map(List<Reply> flat, int protocolVersion, ByteBuf out, ReplySink sink) {
    boolean resp3 = protocolVersion >= RESP3;
    number(out, resp3 ? '%' : '*', resp3 ? flat.size() / 2 : flat.size());
    return all(flat, protocolVersion, out, sink);
  }

  private static ByteBuf items(
      List<Reply> items, char type, int protocolVersion, ByteBuf out, ReplySink sink) {
    number(out, type, items.size());
    return all(items, protocolVersion, out, sink);
  }

  private static ByteBuf all(
      List<Reply> replies, int protocolVersion, ByteBuf out, ReplySink sink) {
    ByteBuf current = out;
    for (Reply reply : replies) {
      current = write(reply, protocolVersion, current, sink);
    }
    return current;
  }

  private static ByteBuf bulk(ByteBuf out, byte[] bytes, ReplySink sink) {
    if (bytes.length == 0) {
      return put(out, EMPTY_BULK);
    }
    number(out, '$', bytes.length);
    return payload(out, bytes, sink);
  }

  private static ByteBuf verbatim(ByteBuf out, Reply.Verbatim text, ReplySink sink) {
    number(out, '=', text.bytes().length + 4L);
    out.writeCharSequence(text.format(), StandardCharsets.ISO_8859_1);
    out.writeByte(':');
    return payload(out, text.bytes(), sink);
  }

  private static ByteBuf payload(ByteBuf out, byte[] bytes, ReplySink sink) {
    ByteBuf current = bytes.length >= LARGE_BULK_BYTES ? sink.large(out, bytes) : put(out, bytes);
    current.writeShort(CRLF);
    return current;
  }

  /** A short ASCII text: as a bulk string when the type is '$', otherwise as a line. */
  private static ByteBuf textValue(ByteBuf out, char type, String text) {
    if (type != '$') {
      return line(out, type, text);
    }
    number(out, '$', text.length());
    out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    out.writeShort(CRLF);
    return out;
  }

  /** A line whose chars are bytes. */
  private static ByteBuf line(ByteBuf out, char type, String text) {
    out.ensureWritable(text.length() + 3);
    out.writeByte(type);
    out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    out.writeShort(CRLF);
    return out;
  }

  private static ByteBuf put(ByteBuf out, byte[] bytes) {
    return out.writeBytes(bytes);
  }

  /** Writes type, decimal number, CRLF; the digits from the last to the first. */
  private static ByteBuf number(ByteBuf out, char type, long value) {
    if (value >= 0 && value < 10) {
      return out.writeInt(type << 24 | (int) ('0' + value) << 16 | CRLF);
    }
    int digits = digitCount(value);
    int start = out.writerIndex();
    int length = 1 + (value < 0 ? 1 : 0) + digits;
    out.ensureWritable(MAX_NUMBER_LINE_BYTES);
    out.setByte(start, type);
    if (value < 0) {
      out.setByte(start + 1, '-');
    }
    // Negative remainders, so that Long.MIN_VALUE needs no case of its own.
    long rest = value < 0 ? value : -value;
    for (int i = start + length - 1, n = digits; n > 0; i--, n--) {
      long quotient = rest / 10;
      out.setByte(i, (int) ('0' + quotient * 10 - rest));
      rest = quotient;
    }
    out.setShort(start + length, CRLF);
    return out.writerIndex(start + length + 2);
  }

  private static int digitCount(long value) {
    long limit = -10;
    long negative = value < 0 ? value : -value;
    for (int digits = 1; digits < 19; digits++) {
      if (negative > limit) {
        return digits;
      }
      limit *= 10;
    }
    return 19;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
