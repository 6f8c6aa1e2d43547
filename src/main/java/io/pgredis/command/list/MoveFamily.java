package io.pgredis.command.list;

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
import io.pgredis.keyspace.ListEnd;
import io.pgredis.keyspace.ListView;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * LMOVE takes an element from an end of one list and adds it to an end of another, or of the same
 * one, which then is rotated; RPOPLPUSH is its older form.
 */
public final class MoveFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        move("lmove", 5)
            .since("6.2.0")
            .summary("Moves an element from an end of a list to an end of another one.")
            .syntax("source:key destination:key wherefrom:(LEFT | RIGHT) whereto:(LEFT | RIGHT)")
            .wishes(
                (args, wishes) -> {
                  wishes.add(1, Wish.popped(side(args[3]), 1));
                  wishes.add(2, Wish.pushed(side(args[4])));
                })
            .run(
                (context, args) ->
                    move(context, args, Lists.end(args.bytes(3)), Lists.end(args.bytes(4)))),
        move("rpoplpush", 3)
            .since("1.2.0")
            .deprecated("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments")
            .summary("Moves an element from the tail of a list to the head of another one.")
            .syntax("source:key destination:key")
            .wishes(
                (args, wishes) -> {
                  wishes.add(1, Wish.popped(ListEnd.TAIL, 1));
                  wishes.add(2, Wish.pushed(ListEnd.HEAD));
                })
            .run((context, args) -> move(context, args, ListEnd.TAIL, ListEnd.HEAD)));
  }

  private static Command.Builder move(String name, int arity) {
    return Command.named(name, arity)
        .group(Group.LIST)
        .flags(Flag.WRITE, Flag.DENYOOM)
        .categories("list")
        .key(KeySpec.at(1, RW, ACCESS, DELETE))
        .key(KeySpec.at(2, RW, INSERT))
        .complexity("O(1)");
  }

  private static ListEnd side(byte[] word) {
    return Args.equalsIgnoreCase(word, "LEFT") ? ListEnd.HEAD : ListEnd.TAIL;
  }

  private static Reply move(Context context, Args args, ListEnd from, ListEnd to) {
    Entry sourceKey = context.key(args.bytes(1));
    ListView source = sourceKey.list();
    if (source.isEmpty()) {
      return Reply.NULL;
    }
    Entry targetKey = context.key(args.bytes(2));
    if (targetKey == sourceKey) {
      return Reply.bulk(source.rotate(from, to));
    }
    ListView target = targetKey.list();
    byte[] element = source.pop(from);
    target.push(to, element);
    return Reply.bulk(element);
  }
}
