package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * SAVE, BGSAVE, BGREWRITEAOF and LASTSAVE. Whatever has been answered is saved, so that there is
 * nothing left to do and the last save is always now.
 */
public final class PersistenceFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        saving("save", 1)
            .since("1.0.0")
            .flags(Flag.NO_MULTI)
            .complexity("O(N) where N is the total number of keys in all databases")
            .summary("Saves everything, which it already is.")
            .run((context, args) -> Reply.OK),
        saving("bgsave", -1)
            .since("1.0.0")
            .history("3.2.2", "The option `SCHEDULE`.")
            .summary("Saves everything in the background, which it already is.")
            .syntax("[SCHEDULE]")
            .run(PersistenceFamily::bgsave),
        saving("bgrewriteaof", 1)
            .since("1.0.0")
            .summary("Shortens the log in the background, which PostgreSQL does by itself.")
            .run((context, args) -> Reply.simple("Background append only file rewriting started")),
        ServerCommands.server("lastsave", 1)
            .since("1.0.0")
            .flags(Flag.LOADING, Flag.STALE, Flag.FAST)
            .categories("admin", "dangerous")
            .tips("nondeterministic_output")
            .summary("Answers when everything was saved, in seconds since 1970: now.")
            .run((context, args) -> Reply.integer(System.currentTimeMillis() / 1000)));
  }

  private static Command.Builder saving(String name, int arity) {
    return ServerCommands.server(name, arity)
        .flags(Flag.ADMIN, Flag.NOSCRIPT, Flag.NO_ASYNC_LOADING);
  }

  private static Reply bgsave(Context context, Args args) {
    if (args.count() > 2 || (args.count() == 2 && !args.is(1, "SCHEDULE"))) {
      throw new CommandError(Errors.SYNTAX);
    }
    return Reply.simple("Background saving started");
  }
}
