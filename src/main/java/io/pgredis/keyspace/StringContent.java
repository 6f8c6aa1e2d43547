package io.pgredis.keyspace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A string; a long one, or a part of it, is loaded only when it is asked for. */
final class StringContent extends Content {
  /** What a part costs besides its own bytes: so many bytes more could be read instead. */
  private static final int PART_BYTES = 256 * 1024;

  private final Entry entry;
  private final StringEncoding encoding;
  private final long length;
  private byte[] value;
  private long askedBytes;

  StringContent(Entry entry, byte[] value, StringEncoding encoding) {
    this(entry, value, value.length, encoding);
  }

  /** As it was read; the value is null if it is long. */
  StringContent(Entry entry, byte[] value, long length, StringEncoding encoding) {
    this.entry = entry;
    this.value = value;
    this.length = length;
    this.encoding = encoding;
  }

  byte[] value() {
    if (value == null) {
      value = entry.unit().onDemand().loadValue(entry);
    }
    return value;
  }

  /** A part of the value; the whole is loaded once the parts have cost as much. */
  byte[] part(int from, int to) {
    askedBytes += PART_BYTES + (to - from);
    return value == null && askedBytes < length
        ? entry.unit().onDemand().loadPart(entry, from, to)
        : Arrays.copyOfRange(value(), from, to);
  }

  /** The value if it is in memory; one that is not has not changed either. */
  byte[] valueInMemory() {
    return value;
  }

  long length() {
    return length;
  }

  StringEncoding encoding() {
    return encoding;
  }

  @Override
  ValueType type() {
    return ValueType.STRING;
  }

  @Override
  short encodingCode() {
    return encoding.code();
  }

  @Override
  String encodingName() {
    if (encoding == StringEncoding.RAW || length > StringEncoding.EMBSTR_LIMIT) {
      return "raw";
    }
    return encoding == StringEncoding.AUTOMATIC && isInteger(value()) ? "int" : "embstr";
  }

  @Override
  long footprint() {
    return length;
  }

  /** Whether bytes are a canonical 64-bit integer. */
  static boolean isInteger(byte[] b) {
    int n = b.length;
    if (n == 0 || n > 20) {
      return false;
    }
    int start = b[0] == '-' ? 1 : 0;
    if (n == start || (b[start] == '0' && n > 1)) {
      return false;
    }
    for (int i = start; i < n; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    if (n - start < 19) {
      return true;
    }
    try {
      Long.parseLong(new String(b, StandardCharsets.US_ASCII));
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
