package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.resp.Reply;
import java.util.List;

/** ZCOUNT and ZLEXCOUNT: how many members there are between two scores or two members. */
public final class CountFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        count("zcount", "2.0.0")
            .summary("How many members have a score between two bounds.")
            .syntax("key min:double max:double")
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

  private static Reply count(Context context, Args args, Bounds bounds) {
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    return Reply.integer(set.count(bounds.from(set), bounds.to(set)));
  }
}
