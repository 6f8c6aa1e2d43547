package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.RW;

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
import io.pgredis.sql.ScoredMember;
import java.util.List;

/**
 * ZPOPMIN, ZPOPMAX and ZMPOP: the members with the lowest or the highest scores are taken away and
 * answered; ZMPOP takes them from the first of several sorted sets that is not empty.
 */
public final class PopFamily implements Family {
  private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";
  private static final String NO_KEYS = "ERR numkeys should be greater than 0";
  private static final String NO_COUNT = "ERR count should be greater than 0";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        pop("zpopmin")
            .summary("Takes away the members with the lowest scores.")
            .wishes((args, wishes) -> wish(args, wishes, false))
            .run((context, args) -> pop(context, args, false)),
        pop("zpopmax")
            .summary("Takes away the members with the highest scores.")
            .wishes((args, wishes) -> wish(args, wishes, true))
            .run((context, args) -> pop(context, args, true)),
        ZsetCommand.named("zmpop", -4)
            .flags(Flag.WRITE, Flag.MOVABLEKEYS)
            .key(KeySpec.counted(1, RW, ACCESS, DELETE))
            .since("7.0.0")
            .complexity("O(K) + O(M*log(N)) with K keys and M members taken from N.")
            .summary("Takes members away from the first sorted set that is not empty.")
            .syntax("numkeys:integer key... where:(MIN | MAX) [COUNT count:integer]")
            .wishes(PopFamily::wishOfSeveral)
            .run(PopFamily::zmpop));
  }

  private static Command.Builder pop(String name) {
    return ZsetCommand.named(name, -2)
        .flags(Flag.WRITE, Flag.FAST)
        .key(KeySpec.at(1, RW, ACCESS, DELETE))
        .since("5.0.0")
        .complexity("O(M*log(N)) with M members taken from N.")
        .syntax("key [count:integer]");
  }

  private static void wish(byte[][] args, Command.Wishes wishes, boolean highest) {
    long count = args.length > 2 ? Args.parseLong(args[2], 0) : 1;
    if (count > 0) {
      wishes.add(1, Wish.end(highest, count));
    }
  }

  private static void wishOfSeveral(byte[][] args, Command.Wishes wishes) {
    long keys = Args.parseLong(args[1], 0);
    if (keys < 1 || keys >= args.length - 2) {
      return;
    }
    int where = 2 + (int) keys;
    boolean counts = where + 2 < args.length;
    long count = counts ? Args.parseLong(args[where + 2], 0) : 1;
    for (int i = 2; i < where && count > 0; i++) {
      wishes.add(i, Wish.end(Args.equalsIgnoreCase(args[where], "MAX"), count));
    }
  }

  private static Reply pop(Context context, Args args, boolean highest) {
    if (args.count() > 3) {
      throw new CommandError(Errors.SYNTAX);
    }
    boolean several = args.count() == 3;
    long count = several ? args.integer(2, NOT_POSITIVE) : 1;
    if (count < 0) {
      throw new CommandError(NOT_POSITIVE);
    }
    List<ScoredMember> popped = context.key(args.bytes(1)).sortedSet().pop(highest, count);
    return several ? Scores.members(context, popped, true) : Scores.flat(popped);
  }

  private static Reply zmpop(Context context, Args args) {
    long keys = args.integer(1, NO_KEYS);
    if (keys < 1) {
      throw new CommandError(NO_KEYS);
    }
    if (keys >= args.count() - 2) {
      throw new CommandError(Errors.SYNTAX);
    }
    args.from(2 + (int) keys);
    boolean highest = args.accept("MAX");
    if (!highest && !args.accept("MIN")) {
      throw new CommandError(Errors.SYNTAX);
    }
    long count = 1;
    if (args.accept("COUNT", 1)) {
      count = Args.parseLong(args.next(), 0);
      if (count < 1) {
        throw new CommandError(NO_COUNT);
      }
    }
    args.finish();
    for (int i = 2; i < 2 + keys; i++) {
      SortedSetView set = context.key(args.bytes(i)).sortedSet();
      if (!set.isEmpty()) {
        return Reply.array(Reply.bulk(args.bytes(i)), Scores.pairs(set.pop(highest, count)));
      }
    }
    return Reply.NULL_ARRAY;
  }
}
