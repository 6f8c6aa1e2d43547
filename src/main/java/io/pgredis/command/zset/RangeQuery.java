package io.pgredis.command.zset;

import io.pgredis.command.Args;
import io.pgredis.command.CommandError;
import io.pgredis.command.Errors;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.List;
import java.util.Optional;

/**
 * What ZRANGE and its kin ask for: two bounds and options.
 *
 * @param ranks between which ranks, as counted from the side where it begins; null if by bounds
 * @param bounds between which places; null if by ranks
 * @param descending whether the last members come first
 * @param offset how many are passed over; negative: all
 * @param limit how many at most; negative: all
 * @param withScores whether scores are answered
 */
record RangeQuery(
    RankRange ranks,
    Bounds bounds,
    boolean descending,
    long offset,
    long limit,
    boolean withScores) {

  private static final Reply.Err LIMIT_OF_RANKS =
      new Reply.Err(
          "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
  private static final Reply.Err SCORES_BY_MEMBER =
      new Reply.Err("ERR syntax error, WITHSCORES not supported in combination with BYLEX");

  private static final long NO_LIMIT = -1;

  /** So many elements are read with the load of the key, the rest on demand. */
  private static final long WISHED_ELEMENTS = 128;

  /** What bounds mean. */
  enum By {
    /** As options say; ranks if they say nothing. */
    ASKED,
    RANK,
    SCORE,
    MEMBER
  }

  /** In which direction the members come. */
  enum Direction {
    /** As options say; upwards if they say nothing. */
    ASKED,
    UP,
    DOWN
  }

  /**
   * Reads both bounds and the options.
   *
   * @param mayHaveScores whether WITHSCORES is an option
   */
  static RangeQuery parse(Args args, By by, Direction direction, boolean mayHaveScores) {
    byte[] first = args.next();
    byte[] second = args.next();
    long offset = 0;
    long limit = NO_LIMIT;
    boolean withScores = false;
    while (args.hasNext()) {
      if (mayHaveScores && args.accept("WITHSCORES")) {
        withScores = true;
      } else if (args.accept("LIMIT", 2)) {
        offset = args.nextInteger();
        limit = args.nextInteger();
      } else if (direction == Direction.ASKED && args.accept("REV")) {
        direction = Direction.DOWN;
      } else if (by == By.ASKED && args.accept("BYLEX")) {
        by = By.MEMBER;
      } else if (by == By.ASKED && args.accept("BYSCORE")) {
        by = By.SCORE;
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    boolean byRank = by == By.ASKED || by == By.RANK;
    if (byRank && limit != NO_LIMIT) {
      throw new CommandError(LIMIT_OF_RANKS);
    }
    if (withScores && by == By.MEMBER) {
      throw new CommandError(SCORES_BY_MEMBER);
    }
    boolean descending = direction == Direction.DOWN;
    if (byRank) {
      RankRange ranks = RankRange.parse(first, second);
      return new RangeQuery(ranks, null, descending, 0, NO_LIMIT, withScores);
    }
    byte[] min = descending ? second : first;
    byte[] max = descending ? first : second;
    Bounds bounds = by == By.SCORE ? Bounds.ofScores(min, max) : Bounds.ofMembers(min, max);
    return new RangeQuery(null, bounds, descending, offset, limit, withScores);
  }

  /** What it looks at, as far as that can be said before the sorted set is known. */
  Optional<Wish> wish() {
    if (ranks != null) {
      return wishOfRanks();
    }
    if (!(bounds instanceof Bounds.Places(ScoredMember from, ScoredMember to))
        || offset < 0
        || offset > WISHED_ELEMENTS) {
      return Optional.empty();
    }
    long count = offset + (limit < 0 ? WISHED_ELEMENTS : Math.min(limit, WISHED_ELEMENTS));
    return count == 0 ? Optional.empty() : Optional.of(Wish.part(from, to, descending, count));
  }

  private Optional<Wish> wishOfRanks() {
    if (ranks.first() == 0 && ranks.last() == -1) {
      return Optional.of(Wish.all(ValueType.ZSET));
    }
    boolean fromBegin = ranks.first() >= 0 && ranks.last() >= 0;
    boolean fromEnd = ranks.first() < 0 && ranks.last() < 0;
    long count = ranks.count();
    if ((!fromBegin && !fromEnd) || count <= 0 || count > WISHED_ELEMENTS) {
      return Optional.empty();
    }
    long outermost = fromBegin ? ranks.last() + 1 : -ranks.first();
    if (outermost > 0 && outermost <= WISHED_ELEMENTS) {
      boolean fromAbove = fromEnd != descending;
      return Optional.of(Wish.part(ScoredMember.START, ScoredMember.END, fromAbove, outermost));
    }
    return Optional.of(Wish.slice(descending ? -1 - ranks.last() : ranks.first(), count));
  }

  /** What a sorted set has of it. */
  List<ScoredMember> run(SortedSetView set) {
    if (ranks != null) {
      RankRange within = ranks.within(set.size());
      long count = within.count();
      long first = descending ? set.size() - within.first() - count : within.first();
      return set.slice(first, count, descending);
    }
    if (offset < 0 || set.isEmpty()) {
      return List.of();
    }
    long most = limit < 0 ? Long.MAX_VALUE : limit;
    return set.range(bounds.from(set), bounds.to(set), descending, offset, most);
  }
}
