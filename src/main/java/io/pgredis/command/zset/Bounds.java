package io.pgredis.command.zset;

import io.pgredis.command.CommandError;
import io.pgredis.command.DoubleText;
import io.pgredis.keyspace.MemberRange;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.Arrays;

/** Two bounds of a part of a sorted set, as arguments name them. */
sealed interface Bounds {
  Reply.Err NO_SCORE = new Reply.Err("ERR min or max is not a float");
  Reply.Err NO_MEMBER = new Reply.Err("ERR min or max not valid string range item");

  /** Where the part begins. */
  ScoredMember from(SortedSetView set);

  /** Where it ends. */
  ScoredMember to(SortedSetView set);

  /** Between two scores; an opening bracket before one leaves it out. */
  static Bounds ofScores(byte[] min, byte[] max) {
    boolean openMin = isOpen(min);
    double low = score(min, openMin);
    boolean openMax = isOpen(max);
    double high = score(max, openMax);
    return new Places(
        openMin ? ScoredMember.behind(low) : ScoredMember.before(low),
        openMax ? ScoredMember.before(high) : ScoredMember.behind(high));
  }

  private static boolean isOpen(byte[] bound) {
    return bound.length > 0 && bound[0] == '(';
  }

  private static double score(byte[] bound, boolean open) {
    return DoubleText.parseBound(bound, open ? 1 : 0).orElseThrow(() -> new CommandError(NO_SCORE));
  }

  /** Between two members: {@code [} takes it in, {@code (} leaves it out, - and + are the ends. */
  static Bounds ofMembers(byte[] min, byte[] max) {
    byte[] from = isWord(min, '-') ? new byte[0] : isWord(min, '+') ? null : member(min, true);
    byte[] to = isWord(max, '+') ? new byte[0] : isWord(max, '-') ? null : member(max, false);
    if (from == null || to == null) {
      // From the end, or to the beginning: nothing.
      return new Places(ScoredMember.END, ScoredMember.END);
    }
    return new Members(new MemberRange(from, !isWord(max, '+'), to));
  }

  /** Redis looks no further than a zero byte. */
  private static boolean isWord(byte[] bound, char word) {
    return bound.length > 0 && bound[0] == word && (bound.length == 1 || bound[1] == 0);
  }

  /** The first member that is in the range (lower bound), or that is not (upper bound). */
  private static byte[] member(byte[] bound, boolean lower) {
    if (bound.length == 0 || (bound[0] != '(' && bound[0] != '[')) {
      throw new CommandError(NO_MEMBER);
    }
    boolean open = bound[0] == '(';
    byte[] member = Arrays.copyOfRange(bound, 1, bound.length);
    // Behind a member there is nothing before the same one with a zero byte at its end.
    return open == lower ? Arrays.copyOf(member, member.length + 1) : member;
  }

  /** Places that do not depend on the set. */
  record Places(ScoredMember begin, ScoredMember end) implements Bounds {
    @Override
    public ScoredMember from(SortedSetView set) {
      return begin;
    }

    @Override
    public ScoredMember to(SortedSetView set) {
      return end;
    }
  }

  /** Members, whatever the score. */
  record Members(MemberRange range) implements Bounds {
    @Override
    public ScoredMember from(SortedSetView set) {
      return range.places(set)[0];
    }

    @Override
    public ScoredMember to(SortedSetView set) {
      return range.places(set)[1];
    }
  }
}
