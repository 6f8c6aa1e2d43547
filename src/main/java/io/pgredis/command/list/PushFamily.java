package io.pgredis.command.list;

import static io.pgredis.command.KeySpec.KeyFlag.INSERT;
import static io.pgredis.command.KeySpec.KeyFlag.RW;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.ListEnd;
import io.pgredis.keyspace.ListView;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * LPUSH and RPUSH add elements to an end of a list, one after the other, and make the list if there
 * is none; LPUSHX and RPUSHX only add to a list that exists. All answer the new length.
 */
public final class PushFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        push("lpush", ListEnd.HEAD, false)
            .since("1.0.0")
            .summary("Adds elements to the head of a list and makes the list if there is none.")
            .history("2.4.0", "Takes several elements."),
        push("rpush", ListEnd.TAIL, false)
            .since("1.0.0")
            .summary("Adds elements to the tail of a list and makes the list if there is none.")
            .history("2.4.0", "Takes several elements."),
        push("lpushx", ListEnd.HEAD, true)
            .since("2.2.0")
            .summary("Adds elements to the head of a list that exists.")
            .history("4.0.0", "Takes several elements."),
        push("rpushx", ListEnd.TAIL, true)
            .since("2.2.0")
            .summary("Adds elements to the tail of a list that exists.")
            .history("4.0.0", "Takes several elements."));
  }

  private static Command.Builder push(String name, ListEnd end, boolean onlyExisting) {
    return Command.named(name, -3)
        .group(Group.LIST)
        .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
        .categories("list")
        .key(KeySpec.at(1, RW, INSERT))
        .complexity("O(1) for each element added")
        .syntax("key element...")
        .wishes((args, wishes) -> wishes.add(1, Wish.pushed(end)))
        .run((context, args) -> push(context, args, end, onlyExisting));
  }

  private static Reply push(Context context, Args args, ListEnd end, boolean onlyExisting) {
    ListView list = context.key(args.bytes(1)).list();
    if (onlyExisting && list.isEmpty()) {
      return Reply.ZERO;
    }
    for (int i = 2; i < args.count(); i++) {
      list.push(end, args.bytes(i));
    }
    return Reply.integer(list.size());
  }
}
