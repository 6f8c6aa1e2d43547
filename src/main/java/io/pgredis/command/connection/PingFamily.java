package io.pgredis.command.connection;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.resp.Reply;
import java.util.List;

/** PING, ECHO, SELECT and QUIT: the simplest things that a connection can ask. */
public final class PingFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        connection("ping", -1)
            .since("1.0.0")
            .flags(Flag.FAST)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .summary("Answers PONG, or the given message, to show that the server is alive.")
            .syntax("[message]")
            .run(PingFamily::ping),
        connection("echo", 2)
            .since("1.0.0")
            .flags(Flag.LOADING, Flag.STALE, Flag.FAST)
            .summary("Answers the message that it is given.")
            .syntax("message")
            .run((context, args) -> Reply.bulk(args.bytes(1))),
        connection("select", 2)
            .since("1.0.0")
            .flags(Flag.LOADING, Flag.STALE, Flag.FAST)
            .summary("Chooses the database that the connection's next commands work on.")
            .syntax("index:integer")
            .run(PingFamily::select),
        connection("quit", -1)
            .since("1.0.0")
            .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.NO_AUTH)
            .flags(Flag.ALLOW_BUSY, Flag.RUNS_IN_MULTI)
            .summary("Closes the connection once everything before it has been answered.")
            .run(PingFamily::quit));
  }

  private static Command.Builder connection(String name, int arity) {
    return Command.named(name, arity)
        .group(Group.CONNECTION)
        .categories("connection")
        .complexity("O(1)");
  }

  private static Reply ping(Context context, Args args) {
    return switch (args.count()) {
      case 1 -> Reply.PONG;
      case 2 -> Reply.bulk(args.bytes(1));
      default -> throw new CommandError(Errors.arity("ping"));
    };
  }

  private static Reply select(Context context, Args args) {
    int number = args.int32(1);
    if (number < 0 || number >= context.services().config().databases.get()) {
      throw new CommandError(Errors.DB_INDEX);
    }
    context.client().select(number);
    return Reply.OK;
  }

  private static Reply quit(Context context, Args args) {
    context.client().closeAfterReply(true);
    return Reply.OK;
  }
}
