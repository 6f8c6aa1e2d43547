package io.pgredis.command.list;

import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.INSERT;
import static io.pgredis.command.KeySpec.KeyFlag.RW;
import static io.pgredis.command.KeySpec.KeyFlag.UPDATE;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
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
 * LSET, LINSERT, LREM and LTRIM: they change a list somewhere else than at its ends. The key keeps
 * its expiry; a list without elements ceases to exist.
 */
public final class EditFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        edit("lset", 4, UPDATE)
            .flags(Flag.DENYOOM)
            .since("1.0.0")
            .complexity("O(log(N)) where N is the length of the list")
            .summary("Replaces the element at an index of a list.")
            .syntax("key index:integer element")
            .wishes(EditFamily::findIndex)
            .run(EditFamily::lset),
        edit("linsert", 5, INSERT)
            .flags(Flag.DENYOOM)
            .since("2.2.0")
            .complexity("O(N) where N is the length of the list")
            .summary("Inserts an element before or after another one of a list.")
            .syntax("key where:(BEFORE | AFTER) pivot element")
            .run(EditFamily::linsert),
        edit("lrem", 4, DELETE)
            .since("1.0.0")
            .complexity("O(N) where N is the length of the list")
            .summary("Removes elements that equal a given one from a list.")
            .syntax("key count:integer element")
            .run(EditFamily::lrem),
        edit("ltrim", 4, DELETE)
            .since("1.0.0")
            .complexity("O(N) where N is the number of elements removed")
            .summary("Keeps the elements of a list between two indexes and removes the others.")
            .syntax("key start:integer stop:integer")
            .run(EditFamily::ltrim));
  }

  private static Command.Builder edit(String name, int arity, KeySpec.KeyFlag effect) {
    return Command.named(name, arity)
        .group(Group.LIST)
        .flags(Flag.WRITE)
        .categories("list")
        .key(KeySpec.at(1, RW, effect));
  }

  private static void findIndex(byte[][] args, Command.Wishes wishes) {
    long index = Args.parseLong(args[2], 0);
    wishes.add(1, Wish.listPart(index, index));
  }

  private static Reply lset(Context context, Args args) {
    ListView list = context.key(args.bytes(1)).list();
    if (list.isEmpty()) {
      throw new CommandError(Errors.NO_SUCH_KEY);
    }
    long index = args.integer(2);
    long at = index < 0 ? index + list.size() : index;
    if (at < 0 || at >= list.size()) {
      throw new CommandError(Errors.OUT_OF_RANGE);
    }
    list.set(at, args.bytes(3));
    return Reply.OK;
  }

  private static Reply linsert(Context context, Args args) {
    boolean after = args.is(2, "AFTER");
    if (!after && !args.is(2, "BEFORE")) {
      throw new CommandError(Errors.SYNTAX);
    }
    ListView list = context.key(args.bytes(1)).list();
    if (list.isEmpty()) {
      return Reply.ZERO;
    }
    long[] pivot = list.find(args.bytes(3), ListEnd.HEAD, 0, 1, 0);
    if (pivot.length == 0) {
      return Reply.integer(-1);
    }
    list.insert(after ? pivot[0] + 1 : pivot[0], args.bytes(4));
    return Reply.integer(list.size());
  }

  private static Reply lrem(Context context, Args args) {
    long count = args.integer(2);
    ListView list = context.key(args.bytes(1)).list();
    // The negative of Long.MIN_VALUE stays negative, and means all of them as 0 does.
    long limit = Math.max(0, Math.abs(count));
    return Reply.integer(
        list.remove(args.bytes(3), count < 0 ? ListEnd.TAIL : ListEnd.HEAD, limit));
  }

  private static Reply ltrim(Context context, Args args) {
    long start = args.integer(2);
    long stop = args.integer(3);
    ListView list = context.key(args.bytes(1)).list();
    if (!list.isEmpty()) {
      IndexRange range = IndexRange.of(start, stop, list.size());
      list.trim(range.from(), range.to());
    }
    return Reply.OK;
  }
}
