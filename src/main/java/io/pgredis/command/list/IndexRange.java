package io.pgredis.command.list;

/**
 * The part of a list between two indexes.
 *
 * @param from the first index, included
 * @param to the last index, not included
 */
record IndexRange(long from, long to) {

  /**
   * Resolves indexes as clients give them: both included, negative ones counted from the tail, what
   * lies outside cut off.
   */
  static IndexRange of(long start, long stop, long length) {
    long from = Math.max(0, start < 0 ? start + length : start);
    long last = Math.min(length - 1, stop < 0 ? stop + length : stop);
    return from > last ? new IndexRange(0, 0) : new IndexRange(from, last + 1);
  }

  boolean isEmpty() {
    return from == to;
  }
}
