package io.pgredis.command.set;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.RO;
import static io.pgredis.command.KeySpec.KeyFlag.RW;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.command.RepeatedPicks;
import io.pgredis.keyspace.SetView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * SPOP and SRANDMEMBER: random members, each as likely as any other. SPOP also takes them out.
 * SRANDMEMBER with a negative count may answer a member more than once.
 */
public final class RandomFamily implements Family {
  private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";
  private static final String NOT_IN_RANGE =
      "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("spop", -2)
            .group(Group.SET)
            .flags(Flag.WRITE, Flag.FAST)
            .categories("set")
            .key(KeySpec.at(1, RW, ACCESS, DELETE))
            .tips("nondeterministic_output")
            .since("1.0.0")
            .complexity("O(N) where N is the count, one without it.")
            .summary("Takes random members out of a set and answers them.")
            .history("3.2.0", "Takes a count.")
            .syntax("key [count:integer]")
            .wishes(RandomFamily::wish)
            .run(RandomFamily::pop),
        Command.named("srandmember", -2)
            .group(Group.SET)
            .flags(Flag.READONLY)
            .categories("set")
            .key(KeySpec.at(1, RO, ACCESS))
            .tips("nondeterministic_output")
            .since("1.0.0")
            .complexity("O(N) where N is the count without its sign, one without it.")
            .summary("Answers random members of a set.")
            .history("2.6.0", "Takes a count.")
            .syntax("key [count:integer]")
            .wishes(RandomFamily::wish)
            .run(RandomFamily::pick));
  }

  private static void wish(byte[][] args, Command.Wishes wishes) {
    long count = args.length == 2 ? 1 : Math.abs(Args.parseLong(args[2], 0));
    if (count > 0) {
      wishes.add(1, Wish.random(ValueType.SET, count));
    }
  }

  private static Reply pop(Context context, Args args) {
    if (args.count() > 3) {
      throw new CommandError(Errors.SYNTAX);
    }
    boolean several = args.count() == 3;
    long count = several ? args.integer(2, NOT_POSITIVE) : 1;
    if (count < 0) {
      throw new CommandError(NOT_POSITIVE);
    }
    List<byte[]> popped = context.key(args.bytes(1)).set().pop(count);
    return several ? Sets.reply(popped) : single(popped);
  }

  private static Reply pick(Context context, Args args) {
    if (args.count() > 3) {
      throw new CommandError(Errors.SYNTAX);
    }
    boolean several = args.count() == 3;
    long count = several ? args.integer(2) : 1;
    if (count == Long.MIN_VALUE) {
      throw new CommandError(NOT_IN_RANGE);
    }
    SetView set = context.key(args.bytes(1)).set();
    if (count >= 0) {
      List<byte[]> picked = set.random(count);
      return several ? Sets.arrayReply(picked) : single(picked);
    }
    if (set.isEmpty()) {
      return Reply.EMPTY_ARRAY;
    }
    RepeatedPicks.check(-count);
    return Sets.arrayReply(set.randomAgain(-count));
  }

  private static Reply single(List<byte[]> members) {
    return members.isEmpty() ? Reply.NULL : Reply.bulk(members.getFirst());
  }
}
