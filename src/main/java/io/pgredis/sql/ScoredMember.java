package io.pgredis.sql;

import java.util.Arrays;

/**
 * A member of a sorted set with its score, and by that a place in the order of sorted sets: by
 * score, then by the bytes of the member.
 *
 * @param member the member, not to be changed
 * @param score its score; NaN stands behind all numbers and only in {@link #END}
 */
public record ScoredMember(byte[] member, double score) implements Comparable<ScoredMember> {
  private static final byte[] EMPTY = {};

  /** The place before every member. */
  public static final ScoredMember START = new ScoredMember(EMPTY, Double.NEGATIVE_INFINITY);

  /** The place behind every member. */
  public static final ScoredMember END = new ScoredMember(EMPTY, Double.NaN);

  /** The place before all members with a score. */
  public static ScoredMember before(double score) {
    return new ScoredMember(EMPTY, score);
  }

  /** The place behind all members with a score. */
  public static ScoredMember behind(double score) {
    return score == Double.POSITIVE_INFINITY ? END : before(Math.nextUp(score));
  }

  /** The place right behind this one. */
  public ScoredMember next() {
    return new ScoredMember(Arrays.copyOf(member, member.length + 1), score);
  }

  /** The part of the member that stands in the index. */
  byte[] prefix() {
    int limit = Limits.MEMBER_INDEX_BYTES;
    return member.length <= limit ? member : Arrays.copyOf(member, limit);
  }

  @Override
  public int compareTo(ScoredMember other) {
    // Minus zero is the same score as zero.
    int byScore = Double.compare(score + 0.0, other.score + 0.0);
    return byScore != 0 ? byScore : Arrays.compareUnsigned(member, other.member);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoredMember that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(member) + Double.hashCode(score + 0.0);
  }
}
