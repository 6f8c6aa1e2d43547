package io.pgredis.sql;

import java.util.List;

/** A row to be written. */
public interface RowWrite extends RowKey {
  /** The key. */
  byte[] name();

  /** The type's code. */
  short typeCode();

  /** The encoding's code. */
  short encodingCode();

  /** The value of a string; null for a marker and for a collection. */
  byte[] valueBytes();

  /**
   * The expiry to be written, in milliseconds since the epoch; 0 for never, negative for from now
   * on, which only blind writes know.
   */
  long expiryMillis();

  /** The new version. */
  long version();

  /** Whether it holds a collection; only then what follows is asked for. */
  boolean isCollection();

  /** The id of a spread collection; 0 for a packed one. */
  long collectionId();

  /** How many elements a spread collection has. */
  long collectionLength();

  /** The position of a spread list's first element. */
  long collectionHead();

  /** The elements of a packed collection. */
  List<byte[]> collectionItems();
}
