package io.pgredis.sql;

/**
 * The identity of a worker in the table of the same name: which batch it is at. Used by one thread.
 */
public final class Worker {
  private static final int COUNTER_BITS = 32;

  private final long id;
  private long epoch;
  private long n;
  private long lastVersion;
  private int backend;
  private int[] created = {};

  Worker(long id, long epoch, long n) {
    this.id = id;
    this.epoch = epoch;
    this.n = n;
    this.lastVersion = id << COUNTER_BITS;
  }

  /** Its number. */
  public long id() {
    return id;
  }

  long epoch() {
    return epoch;
  }

  long n() {
    return n;
  }

  /** The process id of the server's side of the connection that it commits its next batch over. */
  int backend() {
    return backend;
  }

  void runsOn(int newBackend) {
    backend = newBackend;
  }

  void committed() {
    n++;
  }

  void fenced(long newEpoch, long storedN, int[] storedCreated) {
    epoch = newEpoch;
    n = storedN;
    created = storedCreated;
  }

  /**
   * Which elements were new that the last batch put unseen, if it was settled that this committed.
   */
  public int[] created() {
    return created;
  }

  /** A version that no other modification of the same key ever had. */
  public long nextVersion() {
    return ++lastVersion;
  }

  /** Whether its versions are nearly used up and it needs a successor. */
  public boolean isWorn() {
    return (lastVersion & ((1L << COUNTER_BITS) - 1)) > (1L << COUNTER_BITS) - (1L << 24);
  }
}
