package io.pgredis.keyspace;

import java.nio.charset.StandardCharsets;

/** A string; a long one is loaded only when it is asked for. */
final class StringContent extends Content {
  private final Entry entry;
  private final StringEncoding encoding;
  private final long length;
  private byte[] value;

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
      value = entry.unit().loadValue(entry);
    }
    return value;
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
