package io.pgredis.command.server;

import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.resp.Reply;
import java.util.function.Function;

/** What declarations of this group have in common. */
final class ServerCommands {
  private ServerCommands() {}

  /** A command of the group. */
  static Command.Builder server(String name, int arity) {
    return Command.named(name, arity).group(Group.SERVER).complexity("O(1)");
  }

  /** A command of the group for administrators, who may run it at any time. */
  static Command.Builder administrative(String name, int arity) {
    return server(name, arity).flags(Flag.ADMIN, Flag.NOSCRIPT, Flag.LOADING, Flag.STALE);
  }

  /** A container of subcommands. */
  static Command.Builder container(String name, String since) {
    return Command.named(name, -2)
        .group(Group.SERVER)
        .since(since)
        .complexity("Depends on subcommand.");
  }

  /** HELP of a container. */
  static Command.Builder help(String since, Function<Context, Reply> reply) {
    return Command.named("help", 2)
        .flags(Flag.LOADING, Flag.STALE)
        .since(since)
        .complexity("O(1)")
        .summary("Lists the subcommands.")
        .run((context, args) -> reply.apply(context));
  }
}
