package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.RW;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.resp.Reply;
import java.util.Arrays;
import java.util.List;

/**
 * ZREM, ZREMRANGEBYRANK, ZREMRANGEBYSCORE and ZREMRANGEBYLEX: members go, by name or by where they
 * stand. The key goes with the last one.
 */
public final class RemoveFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ZsetCommand.named("zrem", -3)
            .flags(Flag.WRITE, Flag.FAST)
            .key(KeySpec.at(1, RW, DELETE))
            .since("1.2.0")
            .complexity("O(M*log(N)) with M members to remove from N.")
            .summary("Removes members from a sorted set.")
            .history("2.4.0", "Takes several members.")
            .syntax("key member...")
            .wishes(ZsetCommand.members(2, 1))
            .run(RemoveFamily::zrem),
        range("zremrangebyrank", "2.0.0")
            .summary("Removes the members between two ranks.")
            .syntax("key start:integer stop:integer")
            .run(RemoveFamily::byRank),
        range("zremrangebyscore", "1.2.0")
            .summary("Removes the members between two scores.")
            .syntax("key min:double max:double")
            .run(
                (context, args) ->
                    remove(context, args, Bounds.ofScores(args.bytes(2), args.bytes(3)))),
        range("zremrangebylex", "2.8.9")
            .summary("Removes the members between two members, where all scores are equal.")
            .syntax("key min max")
            .run(
                (context, args) ->
                    remove(context, args, Bounds.ofMembers(args.bytes(2), args.bytes(3)))));
  }

  private static Command.Builder range(String name, String since) {
    return ZsetCommand.named(name, 4)
        .flags(Flag.WRITE)
        .key(KeySpec.at(1, RW, DELETE))
        .since(since)
        .complexity("O(log(N)+M) with M members to remove from N.");
  }

  private static Reply zrem(Context context, Args args) {
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    List<byte[]> members = Arrays.asList(args.raw()).subList(2, args.count());
    set.expect(members);
    int removed = 0;
    for (byte[] member : members) {
      if (set.remove(member)) {
        removed++;
      }
    }
    return Reply.integer(removed);
  }

  private static Reply byRank(Context context, Args args) {
    RankRange asked = RankRange.parse(args.bytes(2), args.bytes(3));
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    RankRange ranks = asked.within(set.size());
    return Reply.integer(set.removeSlice(ranks.first(), ranks.count()));
  }

  private static Reply remove(Context context, Args args, Bounds bounds) {
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    return Reply.integer(set.removeRange(bounds.from(set), bounds.to(set)));
  }
}
