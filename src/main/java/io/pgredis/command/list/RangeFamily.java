package io.pgredis.command.list;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.ListView;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * LLEN, LINDEX and LRANGE: how long a list is and what stands in it. Indexes count from 0, negative
 * ones from the tail; what lies outside of the list is left out.
 */
public final class RangeFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("llen", 2)
            .group(Group.LIST)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("list")
            .key(KeySpec.at(1, RO))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Answers how many elements a list has.")
            .syntax("key")
            .run((context, args) -> Reply.integer(list(context, args).size())),
        Command.named("lindex", 3)
            .group(Group.LIST)
            .flags(Flag.READONLY)
            .categories("list")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("1.0.0")
            .complexity("O(log(N)) where N is the length of the list")
            .summary("Answers the element at an index of a list.")
            .syntax("key index:integer")
            .wishes((args, wishes) -> wishes.add(1, part(args[2], args[2])))
            .run(RangeFamily::lindex),
        Command.named("lrange", 4)
            .group(Group.LIST)
            .flags(Flag.READONLY)
            .categories("list")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("1.0.0")
            .complexity("O(log(S)+N) where S is the length of the list and N that of the range")
            .summary("Answers the elements of a list between two indexes.")
            .syntax("key start:integer stop:integer")
            .wishes((args, wishes) -> wishes.add(1, part(args[2], args[3])))
            .run(RangeFamily::lrange));
  }

  private static Wish part(byte[] start, byte[] stop) {
    return Wish.listPart(Args.parseLong(start, 0), Args.parseLong(stop, 0));
  }

  private static ListView list(Context context, Args args) {
    return context.key(args.bytes(1)).list();
  }

  private static Reply lindex(Context context, Args args) {
    ListView list = list(context, args);
    if (list.isEmpty()) {
      return Reply.NULL;
    }
    long index = args.integer(2);
    long at = index < 0 ? index + list.size() : index;
    return at < 0 || at >= list.size() ? Reply.NULL : Reply.bulk(list.get(at));
  }

  private static Reply lrange(Context context, Args args) {
    long start = args.integer(2);
    long stop = args.integer(3);
    Entry entry = context.key(args.bytes(1));
    ListView list = entry.list();
    IndexRange range = IndexRange.of(start, stop, list.size());
    return range.isEmpty() ? Reply.EMPTY_ARRAY : Lists.array(list.range(range.from(), range.to()));
  }
}
