package io.pgredis.keyspace;

import io.pgredis.sql.ScoredMember;
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
  private boolean isBehindStart(byte[] member) {
    return Arrays.compareUnsigned(member, from) >= 0;
  }

  /** Whether a member is before the upper bound. */
  private boolean isBeforeEnd(byte[] member) {
    return !hasEnd || Arrays.compareUnsigned(member, to) < 0;
  }

  /**
   * The places in a sorted set where the range begins and where it ends.
   *
   * @return two places; nothing is between them if nothing is in the range
   */
  public ScoredMember[] places(SortedSetView set) {
    ScoredMember[] nothing = {ScoredMember.END, ScoredMember.END};
    if (set.isEmpty()) {
      return nothing;
    }
    ScoredMember first = set.slice(0, 1, false).getFirst();
    ScoredMember last = set.slice(set.size() - 1, 1, false).getFirst();
    if (first.score() == last.score()) {
      double score = first.score();
      return new ScoredMember[] {
        new ScoredMember(from, score),
        hasEnd ? new ScoredMember(to, score) : ScoredMember.behind(score)
      };
    }
    // Different scores make no sense here. As Redis does it: from the first element that is not too
    // low to the first one behind it that is too high, unless the ends speak against it.
    if (!isBehindStart(last.member()) || !isBeforeEnd(first.member())) {
      return nothing;
    }
    ScoredMember begin = null;
    for (ScoredMember element :
        set.range(ScoredMember.START, ScoredMember.END, false, 0, Long.MAX_VALUE)) {
      if (begin == null && isBehindStart(element.member())) {
        begin = element;
      }
      if (begin != null && !isBeforeEnd(element.member())) {
        return new ScoredMember[] {begin, element};
      }
    }
    return begin == null ? nothing : new ScoredMember[] {begin, ScoredMember.END};
  }
}
