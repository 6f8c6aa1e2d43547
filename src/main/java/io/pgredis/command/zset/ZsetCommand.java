package io.pgredis.command.zset;

import io.pgredis.command.Command;
import io.pgredis.command.Group;

/** Where the declaration of each command on sorted sets begins. */
final class ZsetCommand {
  private ZsetCommand() {}

  static Command.Builder named(String name, int arity) {
    return Command.named(name, arity).group(Group.SORTED_SET).categories("sortedset");
  }
}
