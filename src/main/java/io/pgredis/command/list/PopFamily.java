package io.pgredis.command.list;

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
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.ListEnd;
import io.pgredis.keyspace.ListView;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * LPOP and RPOP take an element, or with a count several, from an end of a list; LMPOP from the
 * first list of several that is there. A list without elements ceases to exist.
 */
public final class PopFamily implements Family {
  private static final String NEGATIVE_COUNT = "ERR value is out of range, must be positive";
  private static final String NO_KEYS = "ERR numkeys should be greater than 0";
  private static final String NO_COUNT = "ERR count should be greater than 0";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        pop("lpop", ListEnd.HEAD).summary("Takes elements from the head of a list."),
        pop("rpop", ListEnd.TAIL).summary("Takes elements from the tail of a list."),
        Command.named("lmpop", -4)
            .group(Group.LIST)
            .flags(Flag.WRITE)
            .categories("list")
            .key(KeySpec.counted(1, RW, ACCESS, DELETE))
            .keys((args, positions) -> KeySpec.counted(1, RW).find(args, positions))
            .since("7.0.0")
            .complexity("O(N+M) where N is the number of keys and M the number of elements taken")
            .summary("Takes elements from an end of the first of several lists that exists.")
            .syntax("numkeys:integer key... where:(LEFT | RIGHT) [COUNT count:integer]")
            .wishes(PopFamily::findWishes)
            .run(PopFamily::lmpop));
  }

  private static Command.Builder pop(String name, ListEnd end) {
    return Command.named(name, -2)
        .group(Group.LIST)
        .flags(Flag.WRITE, Flag.FAST)
        .categories("list")
        .key(KeySpec.at(1, RW, ACCESS, DELETE))
        .since("1.0.0")
        .complexity("O(N) where N is the number of elements taken")
        .history("6.2.0", "Takes a count.")
        .syntax("key [count:integer]")
        .wishes((args, wishes) -> wishes.add(1, Wish.popped(end, count(args))))
        .run((context, args) -> pop(context, args, name, end));
  }

  private static long count(byte[][] args) {
    return args.length > 2 ? Args.parseLong(args[2], 0) : 1;
  }

  private static Reply pop(Context context, Args args, String name, ListEnd end) {
    if (args.count() > 3) {
      throw new CommandError(Errors.arity(name));
    }
    boolean several = args.count() == 3;
    long count = several ? args.integer(2, NEGATIVE_COUNT) : 1;
    if (count < 0) {
      throw new CommandError(NEGATIVE_COUNT);
    }
    ListView list = context.key(args.bytes(1)).list();
    if (list.isEmpty()) {
      return several ? Reply.NULL_ARRAY : Reply.NULL;
    }
    return several ? Lists.array(list.pop(end, count)) : Reply.bulk(list.pop(end));
  }

  private static void findWishes(byte[][] args, Command.Wishes wishes) {
    int side = (int) Math.clamp(Args.parseLong(args[1], 0), 0, args.length) + 2;
    if (side < args.length) {
      boolean left = Args.equalsIgnoreCase(args[side], "LEFT");
      long count = args.length > side + 2 ? Args.parseLong(args[side + 2], 0) : 1;
      for (int i = 2; i < side; i++) {
        wishes.add(i, Wish.popped(left ? ListEnd.HEAD : ListEnd.TAIL, count));
      }
    }
  }

  private static Reply lmpop(Context context, Args args) {
    long keys = positive(args.bytes(1), NO_KEYS);
    if (keys > args.count() - 3) {
      throw new CommandError(Errors.SYNTAX);
    }
    args.from((int) keys + 2);
    ListEnd end = Lists.end(args.next());
    long count = 1;
    if (args.accept("COUNT", 1)) {
      count = positive(args.next(), NO_COUNT);
    }
    args.finish();
    for (int i = 2; i < keys + 2; i++) {
      ListView list = context.key(args.bytes(i)).list();
      if (!list.isEmpty()) {
        return Reply.array(Reply.bulk(args.bytes(i)), Lists.array(list.pop(end, count)));
      }
    }
    return Reply.NULL_ARRAY;
  }

  private static long positive(byte[] argument, String otherwise) {
    long value = Args.parseLong(argument, 0);
    if (value <= 0) {
      throw new CommandError(otherwise);
    }
    return value;
  }
}
