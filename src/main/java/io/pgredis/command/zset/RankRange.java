package io.pgredis.command.zset;

import io.pgredis.command.Args;

/**
 * Ranks from one to another, both included; negative ones count from the end.
 *
 * @param first the first one
 * @param last the last one
 */
record RankRange(long first, long last) {

  static RankRange parse(byte[] start, byte[] stop) {
    return new RankRange(Args.integer(start), Args.integer(stop));
  }

  /** Those that exist among so many elements, as ranks from 0; maybe none. */
  RankRange within(long size) {
    long from = Math.max(first < 0 ? first + size : first, 0);
    long to = Math.min(last < 0 ? last + size : last, size - 1);
    return from > to ? new RankRange(0, -1) : new RankRange(from, to);
  }

  /** How many there are. */
  long count() {
    return last - first + 1;
  }
}
