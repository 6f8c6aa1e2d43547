package io.pgredis.sql;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The advisory locks that a batch takes: deduplicated to the stronger mode and in ascending order
 * of their ids, the same order in every instance, so that waiting batches cannot deadlock.
 */
public final class LockSet {
  private final long storeLock;
  private final boolean storeExclusive;
  private final Map<Long, Boolean> locks = new HashMap<>();

  /**
   * A set that begins with the store's lock, which every writing batch holds shared.
   *
   * @param storeExclusive whether it is taken exclusively, which makes all other locks superfluous
   */
  public LockSet(long storeLock, boolean storeExclusive) {
    this.storeLock = storeLock;
    this.storeExclusive = storeExclusive;
  }

  /** Adds a lock. */
  public void add(long id, boolean exclusive) {
    if (!storeExclusive) {
      locks.merge(id, exclusive, Boolean::logicalOr);
    }
  }

  /** How many, the store's counted. */
  public int size() {
    return locks.size() + 1;
  }

  /** The ids; the store's lock first, as everywhere, then ascending. */
  long[] ids() {
    long[] ids = new long[locks.size()];
    int i = 0;
    for (long id : locks.keySet()) {
      ids[i++] = id;
    }
    Arrays.sort(ids);
    long[] all = new long[ids.length + 1];
    all[0] = storeLock;
    System.arraycopy(ids, 0, all, 1, ids.length);
    return all;
  }

  /** For each of {@link #ids} whether it is exclusive. */
  boolean[] modes(long[] ids) {
    boolean[] modes = new boolean[ids.length];
    modes[0] = storeExclusive;
    for (int i = 1; i < ids.length; i++) {
      modes[i] = locks.get(ids[i]);
    }
    return modes;
  }
}
