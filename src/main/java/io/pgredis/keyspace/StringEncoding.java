package io.pgredis.keyspace;

/**
 * How Redis would hold a string, which OBJECT ENCODING tells. It depends on how the value came
 * about: SET looks for an integer, APPEND always leaves a raw string. Codes are stored: never
 * change one.
 */
public enum StringEncoding {
  /** As SET chooses: int, embstr or raw, by the value alone. */
  AUTOMATIC(0),
  /** Embstr or raw by length, never int (INCRBYFLOAT). */
  PLAIN(1),
  /** Raw (APPEND, SETRANGE). */
  RAW(2);

  /** Longer strings are raw. In bytes. */
  static final int EMBSTR_LIMIT = 44;

  private static final StringEncoding[] BY_CODE = values();

  private final short code;

  StringEncoding(int code) {
    this.code = (short) code;
  }

  /** The stored code. */
  public short code() {
    return code;
  }

  static StringEncoding of(short code) {
    return BY_CODE[code];
  }
}
