package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.List;
import java.util.stream.Stream;

/** ZCOUNT and ZLEXCOUNT: how many members there are between two scores or two members. */
public final class CountFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        count("zcount", "2.0.0")
            .summary("How many members have a score between two bounds.")
            .syntax("key min:double max:double")
            .wishes(CountFamily::wish)
            .run(
                (context, args) ->
                    count(context, args, Bounds.ofScores(args.bytes(2), args.bytes(3)))),
        count("zlexcount", "2.8.9")
            .summary("How many members there are between two members, all scores being equal.")
            .syntax("key min max")
            .run(
                (context, args) ->
                    count(context, args, Bounds.ofMembers(args.bytes(2), args.bytes(3)))));
  }

  private static Command.Builder count(String name, String since) {
    return ZsetCommand.named(name, 4)
        .flags(Flag.READONLY, Flag.FAST)
        .key(KeySpec.at(1, RO, ACCESS))
        .since(since)
        .complexity("O(log(N)) with N being the size of the sorted set.");
  }

  private static void wish(byte[][] args, Command.Wishes wishes) {
    try {
      if (Bounds.ofScores(args[2], args[3]) instanceof Bounds.Places(var from, var to)
          && from.compareTo(to) < 0) {
        Stream.of(from, to)
            .filter(place -> !place.equals(ScoredMember.START) && !place.equals(ScoredMember.END))
            .forEach(place -> wishes.add(1, Wish.rank(place)));
      }
    } catch (CommandError e) {
      // The command answers it.
      return;
    }
  }

  private static Reply count(Context context, Args args, Bounds bounds) {
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    return Reply.integer(set.count(bounds.from(set), bounds.to(set)));
  }
}
