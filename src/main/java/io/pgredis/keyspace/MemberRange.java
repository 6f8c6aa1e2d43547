package io.pgredis.keyspace;

import java.util.Arrays;

/**
 * Members between two bounds in the order of bytes, as ZRANGEBYLEX means them: all scores are taken
 * to be equal.
 *
 * @param from the first that may be in it
 * @param hasEnd whether there is an upper bound
 * @param to the first that is not in it any more; empty if there is no upper bound
 */
public record MemberRange(byte[] from, boolean hasEnd, byte[] to) {

  /** Whether a member is not before the lower bound. */
  boolean isBehindStart(byte[] member) {
    return Arrays.compareUnsigned(member, from) >= 0;
  }

  /** Whether a member is before the upper bound. */
  boolean isBeforeEnd(byte[] member) {
    return !hasEnd || Arrays.compareUnsigned(member, to) < 0;
  }
}
