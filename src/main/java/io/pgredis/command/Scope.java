package io.pgredis.command;

/**
 * How much of the store a command looks at: it decides in which kind of batch the command travels.
 */
public enum Scope {
  /** No data at all, only the connection or the server: runs without the database. */
  CONNECTION,
  /** The keys that its key specs name, read or written according to their flags. */
  KEYS,
  /**
   * Every key of a database, read only (DBSIZE, RANDOMKEY, SCAN): never in a batch with writes,
   * except under the store's exclusive lock.
   */
  KEYSPACE,
  /** As {@link #KEYSPACE}, and long: a batch of its own, so that it delays nobody (KEYS). */
  KEYSPACE_LONG,
  /**
   * Changes the store as a whole (FLUSHALL, SWAPDB): a batch of its own under the store's exclusive
   * lock.
   */
  STORE
}
