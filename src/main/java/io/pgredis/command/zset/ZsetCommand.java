package io.pgredis.command.zset;

import io.pgredis.command.Command;
import io.pgredis.command.Group;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import java.util.ArrayList;
import java.util.List;

/** Where the declaration of each command on sorted sets begins. */
final class ZsetCommand {
  private ZsetCommand() {}

  /**
   * A wish for the members from a position on, each of which is so many arguments from the last.
   */
  static Command.WishFinder members(int from, int step) {
    return (args, wishes) ->
        wishes.add(1, Wish.elements(ValueType.ZSET, members(args, from, step)));
  }

  /** The members from a position on, each of which is so many arguments from the last. */
  static List<byte[]> members(byte[][] args, int from, int step) {
    List<byte[]> members = new ArrayList<>();
    for (int i = from; i < args.length; i += step) {
      members.add(args[i]);
    }
    return members;
  }

  static Command.Builder named(String name, int arity) {
    return Command.named(name, arity).group(Group.SORTED_SET).categories("sortedset");
  }
}
