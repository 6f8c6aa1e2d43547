package io.pgredis.sql;

/** A row to be written. */
public interface RowWrite extends RowKey {
  /** The key. */
  byte[] name();

  /** The type's code. */
  short typeCode();

  /** The encoding's code. */
  short encodingCode();

  /** The value; null for a marker. */
  byte[] valueBytes();

  /** The expiry to be written, in milliseconds since the epoch; 0 for never. */
  long expiryMillis();

  /** The new version. */
  long version();
}
