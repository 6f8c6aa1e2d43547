package io.pgredis.command.set;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.INSERT;
import static io.pgredis.command.KeySpec.KeyFlag.RW;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.SetView;
import io.pgredis.keyspace.Unseen;
import io.pgredis.keyspace.ValueType;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * SADD, SREM and SMOVE: members that come and go. A set comes to be with its first member and
 * vanishes with its last one, and its expiry with it; otherwise the expiry stays.
 */
public final class ChangeFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("sadd", -3)
            .group(Group.SET)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .categories("set")
            .key(KeySpec.at(1, RW, INSERT))
            .since("1.0.0")
            .complexity("O(N) where N is the number of members named.")
            .summary("Puts members into a set and answers how many of them are new.")
            .history("2.4.0", "Takes several members.")
            .syntax("key member...")
            .wishes((args, wishes) -> wishes.add(1, Sets.puts(args, 2)))
            .run(ChangeFamily::add),
        Command.named("srem", -3)
            .group(Group.SET)
            .flags(Flag.WRITE, Flag.FAST)
            .categories("set")
            .key(KeySpec.at(1, RW, DELETE))
            .since("1.0.0")
            .complexity("O(N) where N is the number of members named.")
            .summary("Takes members out of a set and answers how many of them were there.")
            .history("2.4.0", "Takes several members.")
            .syntax("key member...")
            .wishes((args, wishes) -> wishes.add(1, Sets.wish(args, 2)))
            .run(ChangeFamily::remove),
        Command.named("smove", 4)
            .group(Group.SET)
            .flags(Flag.WRITE, Flag.FAST)
            .categories("set")
            .key(KeySpec.at(1, RW, ACCESS, DELETE))
            .key(KeySpec.at(2, RW, INSERT))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Moves a member from one set to another.")
            .syntax("source:key destination:key member")
            .wishes(
                (args, wishes) -> {
                  wishes.add(1, Sets.wish(args, 3));
                  wishes.add(2, Sets.wish(args, 3));
                })
            .run(ChangeFamily::move));
  }

  private static Reply add(Context context, Args args) {
    Entry key = context.key(args.bytes(1));
    List<byte[]> members = Sets.members(args, 2);
    Unseen unseen = context.data().unseen();
    return unseen.takes(ValueType.SET)
        ? new Reply.Later(unseen.members(key, members))
        : Reply.integer(key.set().add(members));
  }

  private static Reply remove(Context context, Args args) {
    return Reply.integer(context.key(args.bytes(1)).set().remove(Sets.members(args, 2)));
  }

  private static Reply move(Context context, Args args) {
    Entry source = context.key(args.bytes(1));
    Entry destination = context.key(args.bytes(2));
    List<byte[]> member = List.of(args.bytes(3));
    SetView from = source.set();
    if (from.isEmpty()) {
      // Redis then does not look at the destination's type.
      return Reply.ZERO;
    }
    SetView to = destination.set();
    if (source == destination) {
      return from.contains(args.bytes(3)) ? Reply.ONE : Reply.ZERO;
    }
    if (from.remove(member) == 0) {
      return Reply.ZERO;
    }
    to.add(member);
    return Reply.ONE;
  }
}
