package io.pgredis.keyspace;

/** The type of a key's value. Codes are stored: never change one. */
public enum ValueType {
  /** No key: also the type of the marker of a watched key that does not exist. */
  NONE(0, "none"),
  STRING(1, "string"),
  LIST(2, "list"),
  SET(3, "set"),
  ZSET(4, "zset"),
  HASH(5, "hash"),
  STREAM(6, "stream");

  private static final ValueType[] BY_CODE = values();

  private final short code;
  private final String label;

  ValueType(int code, String label) {
    this.code = (short) code;
    this.label = label;
  }

  /** The stored code. */
  public short code() {
    return code;
  }

  /** What TYPE answers. */
  public String label() {
    return label;
  }

  /** The type with a code. */
  public static ValueType of(short code) {
    return BY_CODE[code];
  }
}
