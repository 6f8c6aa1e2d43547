package io.pgredis.sql;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The elements of a packed collection as PostgreSQL's {@code bytea[]}: read in the binary form of
 * {@code array_send}, written as the text of an array, because arrays of different lengths cannot
 * travel together in one parameter.
 */
public final class ItemArray {
  private static final HexFormat HEX = HexFormat.of();
  private static final int HEADER_BYTES = 12;
  private static final int DIMENSION_BYTES = 8;

  private ItemArray() {}

  /** How many elements there are. */
  public static int size(byte[] sent) {
    ByteBuffer buffer = ByteBuffer.wrap(sent);
    return buffer.getInt() == 0 ? 0 : buffer.getInt(HEADER_BYTES);
  }

  /** The elements of what {@code array_send} made of an array without nulls. */
  public static List<byte[]> decode(byte[] sent) {
    int size = size(sent);
    List<byte[]> items = new ArrayList<>(size);
    ByteBuffer buffer = ByteBuffer.wrap(sent, 0, sent.length);
    buffer.position(size == 0 ? sent.length : HEADER_BYTES + DIMENSION_BYTES);
    for (int i = 0; i < size; i++) {
      byte[] item = new byte[buffer.getInt()];
      buffer.get(item);
      items.add(item);
    }
    return items;
  }

  /** The text that a cast to {@code bytea[]} reads. */
  public static String literal(List<byte[]> items) {
    int length = 2;
    for (byte[] item : items) {
      length += 4 + 2 * item.length;
    }
    StringBuilder text = new StringBuilder(length).append('{');
    for (byte[] item : items) {
      if (text.length() > 1) {
        text.append(',');
      }
      text.append("\\\\x");
      HEX.formatHex(text, item);
    }
    return text.append('}').toString();
  }
}
