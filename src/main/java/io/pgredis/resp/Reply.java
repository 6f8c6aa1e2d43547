package io.pgredis.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A reply as a value: what a command answers, before anyone has decided in which protocol version
 * it is sent. All kinds are immutable; byte arrays and lists given to them must not be changed
 * afterwards (they are not copied, because values can be hundreds of megabytes).
 *
 * <p>Texts of {@link Simple}, {@link Err} and {@link BigNumber} are bytes in a string: every char
 * stands for one byte (ISO-8859-1), so that an error that quotes an argument gives back exactly the
 * bytes that came. Use {@link #bytesAsText(byte[])} to put arguments into them.
 */
public sealed interface Reply {

  Reply OK = new Simple("OK");
  Reply QUEUED = new Simple("QUEUED");
  Reply PONG = new Simple("PONG");
  Reply NULL = new Null();
  Reply NULL_ARRAY = new NullArray();
  Reply EMPTY_ARRAY = new Arr(List.of());
  Reply EMPTY_MAP = new MapReply(List.of());
  Reply EMPTY_SET = new SetReply(List.of());
  Reply EMPTY_BULK = new Bulk(new byte[0]);
  Reply ZERO = IntCache.get(0);
  Reply ONE = IntCache.get(1);
  Reply TRUE = new Bool(true);
  Reply FALSE = new Bool(false);
  Reply NONE = new None();

  /** A status line. The text holds neither CR nor LF. */
  record Simple(String text) implements Reply {}

  /**
   * An error line: the text begins with its code ("ERR syntax error"), without '-' and CRLF. CR and
   * LF at its ends are cut off and those inside become spaces, as in Redis.
   */
  record Err(String text) implements Reply {
    public Err {
      text = oneLine(text);
    }
  }

  /** A 64-bit integer. Prefer {@link Reply#integer(long)}, which shares small ones. */
  record Int(long value) implements Reply {}

  /** A string of bytes, compared by content. */
  record Bulk(byte[] bytes) implements Reply {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bulk(byte[] otherBytes) && Arrays.equals(bytes, otherBytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bulk[" + bytesAsText(bytes) + "]";
    }
  }

  /** Nothing where a single value would be: {@code $-1} in RESP2, {@code _} in RESP3. */
  record Null() implements Reply {}

  /** Nothing where an array would be: {@code *-1} in RESP2, {@code _} in RESP3. */
  record NullArray() implements Reply {}

  /** An array. */
  record Arr(List<Reply> items) implements Reply {}

  /** Key, value, key, value …; in RESP2 a flat array. The list's size is even. */
  record MapReply(List<Reply> flat) implements Reply {
    public MapReply {
      if ((flat.size() & 1) != 0) {
        throw new IllegalArgumentException("a map reply needs pairs, got " + flat.size());
      }
    }
  }

  /** A set; in RESP2 an array. */
  record SetReply(List<Reply> items) implements Reply {}

  /** A double; in RESP2 a bulk string. */
  record Dbl(double value) implements Reply {}

  /** {@code #t} or {@code #f}; in RESP2 the integers 1 and 0. */
  record Bool(boolean value) implements Reply {}

  /** Decimal digits of any number; in RESP2 a bulk string. */
  record BigNumber(String digits) implements Reply {}

  /** Text with a format of exactly three letters ("txt", "mkd"); in RESP2 a bulk string. */
  record Verbatim(String format, byte[] bytes) implements Reply {
    public Verbatim {
      if (format.length() != 3) {
        throw new IllegalArgumentException("a verbatim format has three letters: " + format);
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Verbatim(String otherFormat, byte[] otherBytes)
          && format.equals(otherFormat)
          && Arrays.equals(bytes, otherBytes);
    }

    @Override
    public int hashCode() {
      return 31 * format.hashCode() + Arrays.hashCode(bytes);
    }
  }

  /** An out-of-band message; in RESP2 an array. */
  record Push(List<Reply> items) implements Reply {}

  /** Several replies sent one after the other, as SUBSCRIBE with several channels does. */
  record Many(List<Reply> replies) implements Reply {}

  /**
   * An array of which CLIENT REPLY, called within a transaction, has left something out.
   *
   * @param announced how many items its header speaks of; negative if the header is left out too
   */
  record Torn(int announced, List<Reply> items) implements Reply {}

  /** A reply in a protocol version of its own, because HELLO changed it inside EXEC. */
  record InProtocol(Reply reply, int protocol) implements Reply {}

  /** A 64-bit integer that is known once what it answers has been committed. */
  record Later(LongSupplier value) implements Reply {}

  /** Nothing is sent. */
  record None() implements Reply {}

  static Reply simple(String text) {
    return new Simple(text);
  }

  static Err error(String text) {
    return new Err(text);
  }

  static Reply integer(long value) {
    return IntCache.get(value);
  }

  static Reply bulk(byte[] bytes) {
    return new Bulk(bytes);
  }

  /** A bulk string of the text's UTF-8 bytes. */
  static Reply bulk(String text) {
    return new Bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply array(List<Reply> items) {
    return new Arr(items);
  }

  static Reply array(Reply... items) {
    return new Arr(List.of(items));
  }

  static Reply map(List<Reply> flat) {
    return new MapReply(flat);
  }

  /** Key, value, key, value … */
  static Reply map(Reply... flat) {
    return new MapReply(List.of(flat));
  }

  static Reply set(List<Reply> items) {
    return new SetReply(items);
  }

  static Reply push(Reply... items) {
    return new Push(List.of(items));
  }

  static Reply dbl(double value) {
    return new Dbl(value);
  }

  static Reply bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** Plain text for people ("txt"), sent as UTF-8. */
  static Reply verbatim(String text) {
    return new Verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes as a string of one char each, for use inside {@link Simple} and {@link Err}. */
  static String bytesAsText(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Cuts CR and LF off both ends and makes spaces of those inside. */
  static String oneLine(String text) {
    if (text.indexOf('\r') < 0 && text.indexOf('\n') < 0) {
      return text;
    }
    int start = 0;
    int end = text.length();
    while (start < end && isLineBreak(text.charAt(start))) {
      start++;
    }
    while (end > start && isLineBreak(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end).replace('\r', ' ').replace('\n', ' ');
  }

  private static boolean isLineBreak(char c) {
    return c == '\r' || c == '\n';
  }
}
