package io.pgredis.resp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Reads one line at a time for {@link RespDecoder} and keeps the part of it that has arrived. Redis
 * looks for the end of a line with C string functions, so a NUL byte hides every end behind it: the
 * line then grows until it is too long.
 */
final class LineBuffer {
  private static final int FIRST_BYTES = 64;

  /** More digits than these may not fit a long and go the slow way, which checks. */
  private static final int SAFE_DIGITS = 18;

  private final int maxBytes;
  private byte[] bytes = new byte[0];
  private int length;
  private boolean endHidden;

  /** A count or length line was seen up to its CR; the byte behind it is still to come. */
  private boolean carriageReturnSeen;

  private int firstByte;
  private long number;
  private boolean isNumber;

  LineBuffer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The length of the line, less one if it ends with the given byte. */
  int lengthWithout(char last) {
    return length > 0 && bytes[length - 1] == last ? length - 1 : length;
  }

  boolean isTooLong() {
    return length > maxBytes;
  }

  void clear() {
    bytes = length > FIRST_BYTES ? new byte[0] : bytes;
    length = 0;
    endHidden = false;
    carriageReturnSeen = false;
  }

  /** The first byte of the last count or length line, unsigned. */
  int firstByte() {
    return firstByte;
  }

  /** The number of the last count or length line; valid if {@link #isNumber()}. */
  long number() {
    return number;
  }

  boolean isNumber() {
    return isNumber;
  }

  /**
   * Moves bytes here up to the end byte, which is consumed but not kept.
   *
   * @return whether the line is complete; if not, the buffer is used up or the line too long
   */
  boolean readThrough(ByteBuf in, char endByte) {
    if (!endHidden) {
      int start = in.readerIndex();
      int end = in.indexOf(start, start + room(in), (byte) endByte);
      append(in, end < 0 ? room(in) : end - start);
      if (end >= 0 && !endHidden) {
        in.skipBytes(1);
        return true;
      }
    }
    append(in, room(in));
    return false;
  }

  /** How many of the buffer's bytes may be taken before the line is known to be too long. */
  private int room(ByteBuf in) {
    return Math.min(in.readableBytes(), maxBytes + 1 - length);
  }

  private void append(ByteBuf in, int count) {
    if (length + count > bytes.length) {
      int grown = Math.max(FIRST_BYTES, Math.max(length + count, bytes.length * 2));
      bytes = Arrays.copyOf(bytes, grown);
    }
    in.readBytes(bytes, length, count);
    for (int i = length; i < length + count && !endHidden; i++) {
      endHidden = bytes[i] == 0;
    }
    length += count;
  }

  /**
   * Reads a line made of a type byte, a number, CR and one more byte. Any line counts as one:
   * {@link #firstByte()} and {@link #isNumber()} tell what it was.
   *
   * @return whether the line is complete; if not, the buffer is used up or the line too long
   */
  boolean readNumber(ByteBuf in, char type) {
    if (length == 0 && !carriageReturnSeen && readPlainNumber(in, type)) {
      return true;
    }
    if (!carriageReturnSeen) {
      if (!readThrough(in, '\r')) {
        return false;
      }
      carriageReturnSeen = true;
    }
    if (!in.isReadable()) {
      return false;
    }
    in.skipBytes(1);
    firstByte = length == 0 ? '\r' : bytes[0] & 0xff;
    parseNumber();
    clear();
    return true;
  }

  /**
   * The usual case: a whole line without surprises in one buffer. Otherwise nothing is consumed.
   */
  private boolean readPlainNumber(ByteBuf in, char type) {
    int start = in.readerIndex();
    int end = in.writerIndex();
    if (end - start < 4 || in.getByte(start) != type) {
      return false;
    }
    int first = start + 1;
    int last = Math.min(end, first + SAFE_DIGITS);
    long value = 0;
    int i = first;
    byte b = 0;
    while (i < last && (b = in.getByte(i)) >= '0' && b <= '9') {
      value = value * 10 + (b - '0');
      i++;
    }
    if (i == last || i == first || b != '\r' || i + 1 == end) {
      return false;
    }
    if (i > first + 1 && in.getByte(first) == '0') {
      return false;
    }
    firstByte = type;
    number = value;
    isNumber = true;
    in.readerIndex(i + 2);
    return true;
  }

  /** Takes only what Redis would print itself: no plus, no blanks, no leading zeros, no "-0". */
  private void parseNumber() {
    isNumber = false;
    number = 0;
    int position = 1;
    boolean negative = position < length && bytes[position] == '-';
    if (negative) {
      position++;
    }
    if (length == 2 && bytes[1] == '0') {
      isNumber = true;
      return;
    }
    if (position >= length || bytes[position] < '1' || bytes[position] > '9') {
      return;
    }
    long value = 0;
    for (; position < length; position++) {
      int digit = bytes[position] - '0';
      if (digit < 0 || digit > 9) {
        return;
      }
      // Counting downwards makes room for the lowest long.
      if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
        return;
      }
      value = value * 10 - digit;
    }
    if (!negative && value == Long.MIN_VALUE) {
      return;
    }
    number = negative ? value : -value;
    isNumber = true;
  }
}
