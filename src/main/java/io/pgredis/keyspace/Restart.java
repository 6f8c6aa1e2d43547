package io.pgredis.keyspace;

/**
 * A batch found that it cannot go on with what it began with: it is rolled back and run again with
 * more. It carries no stack, since it is no failure.
 */
public final class Restart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the batch needs. */
  public enum Need {
    /** One snapshot for several reads. */
    SNAPSHOT,
    /** To write: it was thought to be only reading. */
    WRITE,
    /** To read what was thought to be only overwritten. */
    LOAD,
    /** The locks of keys it had not named; they are in {@link UnitOfWork#wanted}. */
    LOCKS,
    /** The store's exclusive lock. */
    EXCLUSIVE,
    /** The new mapping of databases. */
    MAPPING,
    /** To read at length: alone, so that it delays nobody. */
    ALONE
  }

  private final Need need;

  /** The batch was run without any data, and a command asks for some. */
  public static Restart forData() {
    return new Restart(Need.SNAPSHOT);
  }

  Restart(Need need) {
    super("the batch has to start again: " + need, null, false, false);
    this.need = need;
  }

  /** What the batch needs. */
  public Need need() {
    return need;
  }
}
