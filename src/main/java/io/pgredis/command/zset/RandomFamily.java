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
import io.pgredis.command.RepeatedPicks;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.List;

/**
 * ZRANDMEMBER: members chosen by chance. A count asks for different ones, a negative one for that
 * many choices independent of each other.
 */
public final class RandomFamily implements Family {
  private static final String OUT_OF_LONG =
      "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807";
  private static final String OUT_OF_RANGE = "ERR value is out of range";
  private static final int MOST_ARGUMENTS = 4;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ZsetCommand.named("zrandmember", -2)
            .flags(Flag.READONLY)
            .tips("nondeterministic_output")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("6.2.0")
            .complexity("O(N) with N being the number of members asked for.")
            .summary("Members of a sorted set, chosen by chance.")
            .syntax("key options:[count:integer [WITHSCORES]]")
            .wishes(RandomFamily::wish)
            .run(RandomFamily::zrandmember));
  }

  private static void wish(byte[][] args, Command.Wishes wishes) {
    long count = args.length == 2 ? 1 : Math.max(Args.parseLong(args[2], 0), -Long.MAX_VALUE);
    wishes.add(1, Wish.random(ValueType.ZSET, Math.abs(count)));
  }

  private static Reply zrandmember(Context context, Args args) {
    if (args.count() == 2) {
      List<ScoredMember> chosen = context.key(args.bytes(1)).sortedSet().random(1);
      return chosen.isEmpty() ? Reply.NULL : Reply.bulk(chosen.getFirst().member());
    }
    long count = args.integer(2);
    if (count == Long.MIN_VALUE) {
      throw new CommandError(OUT_OF_LONG);
    }
    boolean withScores = args.from(3).accept("WITHSCORES");
    if (args.hasNext() || args.count() > MOST_ARGUMENTS) {
      throw new CommandError(Errors.SYNTAX);
    }
    if (withScores && Math.abs(count) > Long.MAX_VALUE / 2) {
      throw new CommandError(OUT_OF_RANGE);
    }
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    if (!set.isEmpty()) {
      RepeatedPicks.check(-count);
    }
    List<ScoredMember> chosen = count < 0 ? set.random(-count) : set.randomDistinct(count);
    return Scores.members(context, chosen, withScores);
  }
}
