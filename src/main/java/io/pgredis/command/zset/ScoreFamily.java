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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** ZSCORE, ZMSCORE and ZCARD: the scores of members, and how many there are. */
public final class ScoreFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ZsetCommand.named("zscore", 3)
            .flags(Flag.READONLY, Flag.FAST)
            .key(KeySpec.at(1, RO, ACCESS))
            .since("1.2.0")
            .complexity("O(1)")
            .summary("The score of a member.")
            .syntax("key member")
            .wishes(ZsetCommand.members(2, 1))
            .run(
                (context, args) ->
                    Scores.reply(context.key(args.bytes(1)).sortedSet().score(args.bytes(2)))),
        ZsetCommand.named("zmscore", -3)
            .flags(Flag.READONLY, Flag.FAST)
            .key(KeySpec.at(1, RO, ACCESS))
            .since("6.2.0")
            .complexity("O(N) with N being the number of members asked for.")
            .summary("The scores of several members.")
            .syntax("key member...")
            .wishes(ZsetCommand.members(2, 1))
            .run(ScoreFamily::zmscore),
        ZsetCommand.named("zcard", 2)
            .flags(Flag.READONLY, Flag.FAST)
            .key(KeySpec.at(1, RO))
            .since("1.2.0")
            .complexity("O(1)")
            .summary("How many members a sorted set has.")
            .syntax("key")
            .run((context, args) -> Reply.integer(context.key(args.bytes(1)).sortedSet().size())));
  }

  private static Reply zmscore(Context context, Args args) {
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    List<byte[]> members = Arrays.asList(args.raw()).subList(2, args.count());
    set.expect(members);
    List<Reply> scores = new ArrayList<>(members.size());
    for (byte[] member : members) {
      scores.add(Scores.reply(set.score(member)));
    }
    return Reply.array(scores);
  }
}
