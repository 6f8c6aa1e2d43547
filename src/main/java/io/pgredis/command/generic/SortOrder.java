package io.pgredis.command.generic;

import java.util.Arrays;
import java.util.Comparator;

/**
 * An element of SORT with what it is sorted by. Equal numbers are sorted by the bytes of their
 * elements, so that the order is the same everywhere; texts are compared as C strings, up to their
 * first zero byte, unless the result is stored.
 *
 * @param element the element
 * @param number what it weighs; not looked at if texts are compared
 * @param text the text to compare; null if there is none, which comes first
 */
record SortOrder(byte[] element, double number, byte[] text) {

  /** By numbers, then by elements. */
  static final Comparator<SortOrder> BY_NUMBER =
      // Not Double.compare: the two zeros are equal.
      ((Comparator<SortOrder>) (a, b) -> a.number < b.number ? -1 : a.number > b.number ? 1 : 0)
          .thenComparing(SortOrder::element, Arrays::compareUnsigned);

  /** By whole texts. */
  static final Comparator<SortOrder> BY_BYTES =
      Comparator.comparing(SortOrder::text, Comparator.nullsFirst(Arrays::compareUnsigned));

  /** By texts as C strings. */
  static final Comparator<SortOrder> BY_TEXT =
      Comparator.comparing(
          SortOrder::text,
          Comparator.nullsFirst((a, b) -> Arrays.compareUnsigned(toZero(a), toZero(b))));

  /** The bytes before the first zero byte. */
  static byte[] toZero(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return Arrays.copyOf(bytes, i);
      }
    }
    return bytes;
  }
}
