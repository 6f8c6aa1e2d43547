package io.pgredis.command.set;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * SCARD, SISMEMBER, SMISMEMBER and SMEMBERS: what a set holds. A key that does not exist is an
 * empty set.
 */
public final class LookFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("scard", 2)
            .group(Group.SET)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("set")
            .key(KeySpec.at(1, RO))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Answers how many members a set has.")
            .syntax("key")
            .run((context, args) -> Reply.integer(context.key(args.bytes(1)).set().size())),
        Command.named("sismember", 3)
            .group(Group.SET)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("set")
            .key(KeySpec.at(1, RO))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Answers whether something is a member of a set.")
            .syntax("key member")
            .wishes((args, wishes) -> wishes.add(1, Sets.wish(args, 2)))
            .run(LookFamily::isMember),
        Command.named("smismember", -3)
            .group(Group.SET)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("set")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("6.2.0")
            .complexity("O(N) where N is the number of members asked for.")
            .summary("Answers of several things whether they are members of a set.")
            .syntax("key member...")
            .wishes((args, wishes) -> wishes.add(1, Sets.wish(args, 2)))
            .run(LookFamily::areMembers),
        Command.named("smembers", 2)
            .group(Group.SET)
            .flags(Flag.READONLY)
            .categories("set")
            .key(KeySpec.at(1, RO, ACCESS))
            .tips("nondeterministic_output_order")
            .since("1.0.0")
            .complexity("O(N) where N is the number of members.")
            .summary("Answers all members of a set.")
            .syntax("key")
            .wishes((args, wishes) -> wishes.add(1, Wish.all(ValueType.SET)))
            .run((context, args) -> Sets.reply(context.key(args.bytes(1)).set().members())));
  }

  private static Reply isMember(Context context, Args args) {
    return answer(context.key(args.bytes(1)).set().contains(args.bytes(2)));
  }

  private static Reply areMembers(Context context, Args args) {
    List<Reply> answers = new ArrayList<>(args.count() - 2);
    for (boolean present : context.key(args.bytes(1)).set().contain(Sets.members(args, 2))) {
      answers.add(answer(present));
    }
    return Reply.array(answers);
  }

  private static Reply answer(boolean present) {
    return present ? Reply.ONE : Reply.ZERO;
  }
}
