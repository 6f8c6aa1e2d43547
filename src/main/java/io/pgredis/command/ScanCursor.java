package io.pgredis.command;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The cursors of SCAN and its kin, read as Redis reads them: what C's {@code strtoul} takes up to
 * the end of the argument or a zero byte in it. So an empty one is 0, and a negative one is very
 * large.
 */
public final class ScanCursor {
  /** A cursor that Redis takes and behind which there is nothing here. */
  public static final long BEYOND = -1;

  private static final String INVALID = "ERR invalid cursor";
  private static final int UNSIGNED_BITS = 64;
  private static final int MOST_DIGITS = 20;

  private ScanCursor() {}

  /**
   * The position, from 0 to 2^63 - 1, or {@link #BEYOND}.
   *
   * @throws CommandError if Redis refuses it
   */
  public static long parse(byte[] given) {
    byte[] argument = toZero(given);
    if (argument.length == 0) {
      return 0;
    }
    int start = argument[0] == '-' || argument[0] == '+' ? 1 : 0;
    if (start == argument.length) {
      throw new CommandError(INVALID);
    }
    for (int i = start; i < argument.length; i++) {
      if (argument[i] < '0' || argument[i] > '9') {
        throw new CommandError(INVALID);
      }
    }
    while (start < argument.length - 1 && argument[start] == '0') {
      start++;
    }
    if (argument.length - start > MOST_DIGITS) {
      throw new CommandError(INVALID);
    }
    BigInteger value =
        new BigInteger(
            new String(argument, start, argument.length - start, StandardCharsets.US_ASCII));
    if (value.bitLength() > UNSIGNED_BITS) {
      throw new CommandError(INVALID);
    }
    long cursor = argument[0] == '-' ? -value.longValue() : value.longValue();
    return cursor < 0 ? BEYOND : cursor;
  }

  private static byte[] toZero(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return Arrays.copyOf(bytes, i);
      }
    }
    return bytes;
  }
}
