package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.List;
import java.util.OptionalLong;

/** ZRANK and ZREVRANK: how many members stand before (behind) one; WITHSCORE, since 7.2. */
public final class RankFamily implements Family {
  private static final int MOST_ARGUMENTS = 4;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        rank("zrank")
            .summary("The rank of a member, the lowest score being first.")
            .run((context, args) -> rank(context, args, false)),
        rank("zrevrank")
            .summary("The rank of a member, the highest score being first.")
            .run((context, args) -> rank(context, args, true)));
  }

  private static Command.Builder rank(String name) {
    return ZsetCommand.named(name, -3)
        .flags(Flag.READONLY, Flag.FAST)
        .key(KeySpec.at(1, RO, ACCESS))
        .since("2.0.0")
        .complexity("O(log(N))")
        .history("7.2.0", "Takes WITHSCORE.")
        .syntax("key member [WITHSCORE]")
        .wishes((args, wishes) -> wishes.add(1, Wish.rank(args[2])));
  }

  private static Reply rank(Context context, Args args, boolean fromAbove) {
    if (args.count() > MOST_ARGUMENTS) {
      throw new CommandError(Errors.arity(fromAbove ? "zrevrank" : "zrank"));
    }
    boolean withScore = args.from(3).accept("WITHSCORE");
    args.finish();
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    OptionalLong below = set.rank(args.bytes(2));
    if (below.isEmpty()) {
      return withScore ? Reply.NULL_ARRAY : Reply.NULL;
    }
    long rank = fromAbove ? set.size() - 1 - below.getAsLong() : below.getAsLong();
    return withScore
        ? Reply.array(Reply.integer(rank), Scores.reply(set.score(args.bytes(2))))
        : Reply.integer(rank);
  }
}
