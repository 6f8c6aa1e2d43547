package io.pgredis.sql;

import java.util.Arrays;

/**
 * The advisory locks that a batch takes: deduplicated to the stronger mode and in ascending order
 * of their ids, the same order in every instance, so that waiting batches cannot deadlock.
 */
public final class LockSet {
  private static final int FEW = 16;

  private final long storeLock;
  private final boolean storeExclusive;
  private final Ids exclusive = new Ids();
  private final Ids shared = new Ids();

  /** Ids as they come. */
  private static final class Ids {
    private long[] ids = new long[FEW];
    private int size;

    void add(long id) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, size * 2);
      }
      ids[size++] = id;
    }

    void copyTo(long[] all, int from) {
      System.arraycopy(ids, 0, all, from, size);
    }

    long[] sorted() {
      long[] sorted = Arrays.copyOf(ids, size);
      Arrays.sort(sorted);
      return sorted;
    }
  }

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
  public void add(long id, boolean isExclusive) {
    if (!storeExclusive) {
      (isExclusive ? exclusive : shared).add(id);
    }
  }

  /** The ids; the store's lock first, as everywhere, then ascending. */
  long[] ids() {
    long[] all = new long[1 + exclusive.size + shared.size];
    exclusive.copyTo(all, 1);
    shared.copyTo(all, 1 + exclusive.size);
    Arrays.sort(all, 1, all.length);
    all[0] = storeLock;
    int different = 1;
    for (int i = 1; i < all.length; i++) {
      if (i == 1 || all[i] != all[i - 1]) {
        all[different++] = all[i];
      }
    }
    return Arrays.copyOf(all, different);
  }

  /** For each of {@link #ids} whether it is exclusive. */
  boolean[] modes(long[] ids) {
    long[] sorted = exclusive.sorted();
    boolean[] modes = new boolean[ids.length];
    modes[0] = storeExclusive;
    for (int i = 1; i < ids.length; i++) {
      modes[i] = Arrays.binarySearch(sorted, ids[i]) >= 0;
    }
    return modes;
  }
}
