package io.pgredis.sql;

/** Limits of what travels between this server and PostgreSQL. */
public final class Limits {
  /** A load brings longer values only on demand. In bytes. */
  public static final int INLINE_VALUE_BYTES = 64 * 1024;

  /** A longer value is written by a statement of its own, not inside an array. In bytes. */
  public static final int ARRAY_VALUE_BYTES = 1024 * 1024;

  /** How long a batch waits for another instance's lock before it starts again. In milliseconds. */
  public static final int LOCK_TIMEOUT_MILLIS = 15_000;

  /**
   * How long PostgreSQL lets an open transaction of a stopped instance keep its locks. In
   * milliseconds.
   */
  public static final int IDLE_IN_TRANSACTION_MILLIS = 10_000;

  /** An instance that computes in an open transaction says so as often. In milliseconds. */
  static final int KEEP_ALIVE_MILLIS = 2_000;

  /** It does so no longer than this; whatever it computes then, something is wrong. */
  static final int TRANSACTION_MILLIS = 600_000;

  /** How often warnings of PostgreSQL at a commit are logged at most. In milliseconds. */
  static final int WARNING_MILLIS = 60_000;

  /**
   * How long PostgreSQL may be silent in the middle of a statement before its connection counts as
   * lost. Longer than the wait for a lock. In milliseconds.
   */
  public static final int READ_TIMEOUT_MILLIS = 60_000;

  /**
   * The same once a batch has walked through a whole keyspace, read or written a long value, or
   * waits for locks, each in turn. In milliseconds.
   */
  public static final int LONG_READ_TIMEOUT_MILLIS = 600_000;

  /** A page of SCAN looks at so many rows at most, whatever COUNT says. */
  public static final int SCAN_ROWS = 10_000;

  /** A prefix with so few matches is answered in one page of SCAN. */
  public static final int SCAN_PREFIX_ROWS = 1_000;

  /** How much of a key's name stands in the name index. In bytes. */
  public static final int NAME_INDEX_BYTES = 256;

  /** How much of a sorted set's member stands in the index of its order. In bytes. */
  public static final int MEMBER_INDEX_BYTES = 256;

  /**
   * The smallest size of the blocks by which the elements of a sorted set are counted; the size
   * grows with the root of their number. Sets of up to twice as many elements have no blocks.
   */
  public static final int ZSET_BLOCK_ELEMENTS = 512;

  /**
   * A collection whose elements take more, 8 bytes counted for each besides its own, is spread: its
   * row would leave the page for a table of long values. In bytes.
   */
  public static final int PACKED_BYTES = 1_400;

  /** Expired fields of one large hash that are removed in one transaction of the sweeper. */
  public static final int EXPIRED_FIELDS = 1_000;

  /** So many neighbouring elements of a spread list share a row at most. */
  public static final int CHUNK_ELEMENTS = 128;

  /**
   * The elements that share a row of a spread list take so much together at most, 8 bytes counted
   * for each besides its own; a longer one has a row of its own. In bytes.
   */
  public static final int CHUNK_BYTES = 1_900;

  /** A batch that writes more elements of collections may take PostgreSQL long. */
  static final int SHORT_WRITE_ELEMENTS = 10_000;

  private Limits() {}
}
