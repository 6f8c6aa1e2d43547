package io.pgredis.engine;

/** Where a batch ends. What does not fit goes into the next one. */
public final class BatchLimits {
  /** Commands of a batch. */
  public static final int COMMANDS = 1024;

  /**
   * Keys of a writing batch. Each takes an advisory lock, and PostgreSQL has room for about 12,000
   * of all instances by default. A command with more keys takes the store's exclusive lock instead.
   */
  public static final int LOCKED_KEYS = 256;

  /** Keys of a reading batch. */
  public static final int READ_KEYS = 1024;

  /**
   * Keys of a reading batch that are enough: it takes no more of other connections' commands. So a
   * few batches of a bearable size run beside each other and beside the event loops, where one with
   * all that waits would keep everybody else idle.
   */
  static final int ENOUGH_READ_KEYS = 160;

  /**
   * Keys that keep all workers of a kind busy; a command without any counts as one. A worker's
   * share of that has to wait for a batch to begin beside another one: the more processors and so
   * workers there are, the less.
   */
  static final int WEIGHT_OF_A_LANE = 256;

  /** Bytes of requests, of values written and of replies, each for itself. */
  public static final long PAYLOAD_BYTES = 64L << 20;

  /**
   * Bytes of replies of one connection in a batch: its other commands wait until the client has
   * taken these. A single reply may be longer.
   */
  public static final long REPLY_BYTES = 1L << 20;

  /**
   * How long a batch carries out commands before it ends and leaves the rest to the next one. One
   * command may take longer. In milliseconds.
   */
  static final int EXECUTION_MILLIS = 1_000;

  /** How long a batch of reads may take before another one begins beside it. In milliseconds. */
  static final int READ_PATIENCE_MILLIS = 10;

  /**
   * How long a batch of writes may take before another one begins beside it. In milliseconds. Not
   * longer, for the sake of slow disks: two batches that wait for one do not delay each other.
   */
  static final int WRITE_PATIENCE_MILLIS = 2;

  /** How often a batch starts again before it takes the store's exclusive lock. */
  static final int RESTARTS_BEFORE_EXCLUSIVE = 2;

  /** How often a batch starts again before its commands fail. */
  static final int RESTARTS = 20;

  /** How long a batch waits for a database that cannot be reached. In milliseconds. */
  public static final long OUTAGE_MILLIS = 10_000;

  /** The pause between two attempts to reach the database. In milliseconds. */
  static final long OUTAGE_PAUSE_MILLIS = 100;

  private BatchLimits() {}
}
