package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.OW;
import static io.pgredis.command.KeySpec.KeyFlag.RO;
import static io.pgredis.command.KeySpec.KeyFlag.UPDATE;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.command.zset.RangeQuery.By;
import io.pgredis.command.zset.RangeQuery.Direction;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.List;

/**
 * ZRANGE, and the older commands that it replaces: members between two ranks, two scores or two
 * members, in either direction; ZRANGESTORE puts them into another key.
 */
public final class RangeFamily implements Family {
  private static final String SUCCESSOR = "6.2.0";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        range("zrange", "1.2.0")
            .summary("Members between two ranks, scores or members.")
            .history("6.2.0", "Takes REV, BYSCORE, BYLEX and LIMIT.")
            .syntax(
                "key start stop sortby:[BYSCORE | BYLEX] [REV]"
                    + " [LIMIT limit:(offset:integer count:integer)] [WITHSCORES]")
            .wishes((args, wishes) -> wish(args, 1, wishes, By.ASKED, Direction.ASKED))
            .run((context, args) -> answer(context, args, By.ASKED, Direction.ASKED)),
        range("zrangebyscore", "1.0.5")
            .deprecated(SUCCESSOR, "`ZRANGE` with the `BYSCORE` argument")
            .summary("Members between two scores.")
            .history("2.0.0", "Takes WITHSCORES.")
            .syntax(
                "key min:double max:double [WITHSCORES]"
                    + " [LIMIT limit:(offset:integer count:integer)]")
            .wishes((args, wishes) -> wish(args, 1, wishes, By.SCORE, Direction.UP))
            .run((context, args) -> answer(context, args, By.SCORE, Direction.UP)),
        range("zrevrangebyscore", "2.2.0")
            .deprecated(SUCCESSOR, "`ZRANGE` with the `REV` and `BYSCORE` arguments")
            .summary("Members between two scores, the highest first.")
            .history("2.1.6", "Both bounds may be left out of the range.")
            .syntax(
                "key max:double min:double [WITHSCORES]"
                    + " [LIMIT limit:(offset:integer count:integer)]")
            .wishes((args, wishes) -> wish(args, 1, wishes, By.SCORE, Direction.DOWN))
            .run((context, args) -> answer(context, args, By.SCORE, Direction.DOWN)),
        range("zrangebylex", "2.8.9")
            .deprecated(SUCCESSOR, "`ZRANGE` with the `BYLEX` argument")
            .summary("Members between two members, where all scores are equal.")
            .syntax("key min max [LIMIT limit:(offset:integer count:integer)]")
            .run((context, args) -> answer(context, args, By.MEMBER, Direction.UP)),
        range("zrevrangebylex", "2.8.9")
            .deprecated(SUCCESSOR, "`ZRANGE` with the `REV` and `BYLEX` arguments")
            .summary("Members between two members, where all scores are equal, the last first.")
            .syntax("key max min [LIMIT limit:(offset:integer count:integer)]")
            .run((context, args) -> answer(context, args, By.MEMBER, Direction.DOWN)),
        range("zrevrange", "1.2.0")
            .deprecated(SUCCESSOR, "`ZRANGE` with the `REV` argument")
            .summary("Members between two ranks, the highest score being first.")
            .syntax("key start:integer stop:integer [WITHSCORES]")
            .wishes((args, wishes) -> wish(args, 1, wishes, By.RANK, Direction.DOWN))
            .run((context, args) -> answer(context, args, By.RANK, Direction.DOWN)),
        ZsetCommand.named("zrangestore", -5)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .key(KeySpec.at(1, OW, UPDATE))
            .key(KeySpec.at(2, RO, ACCESS))
            .since("6.2.0")
            .complexity("O(log(N)+M) with M members of N.")
            .summary("Puts the members between two ranks, scores or members into another key.")
            .syntax(
                "dst:key src:key min max sortby:[BYSCORE | BYLEX] [REV]"
                    + " [LIMIT limit:(offset:integer count:integer)]")
            .wishes((args, wishes) -> wish(args, 2, wishes, By.ASKED, Direction.ASKED))
            .run(RangeFamily::store));
  }

  private static Command.Builder range(String name, String since) {
    return ZsetCommand.named(name, -4)
        .flags(Flag.READONLY)
        .key(KeySpec.at(1, RO, ACCESS))
        .since(since)
        .complexity("O(log(N)+M) with M members of N.");
  }

  private static void wish(
      byte[][] args, int key, Command.Wishes wishes, By by, Direction direction) {
    try {
      RangeQuery.parse(new Args(args).from(key + 1), by, direction, true)
          .wish()
          .ifPresent(wish -> wishes.add(key, wish));
    } catch (CommandError e) {
      // The command answers it.
      return;
    }
  }

  private static Reply answer(Context context, Args args, By by, Direction direction) {
    RangeQuery query = RangeQuery.parse(args.from(2), by, direction, true);
    List<ScoredMember> found = query.run(context.key(args.bytes(1)).sortedSet());
    return Scores.members(context, found, query.withScores());
  }

  private static Reply store(Context context, Args args) {
    RangeQuery query = RangeQuery.parse(args.from(3), By.ASKED, Direction.ASKED, false);
    List<ScoredMember> found = query.run(context.key(args.bytes(2)).sortedSet());
    // Only by rank Redis knows how many there are before it stores the first.
    return store(context.key(args.bytes(1)), found, query.ranks() != null ? found.size() : 0, 0);
  }

  /**
   * Overwrites a key with a sorted set; nothing leaves no key.
   *
   * @param expected how many members there are, as far as Redis knows that beforehand
   * @param longest the bytes of the longest one, likewise
   */
  static Reply store(Entry target, List<ScoredMember> elements, long expected, int longest) {
    target.delete();
    SortedSetView set = target.sortedSet();
    set.expectMembers(expected, longest);
    for (ScoredMember element : elements) {
      set.put(element.member(), element.score());
    }
    return Reply.integer(elements.size());
  }
}
