package io.pgredis.command.connection;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Flag;
import io.pgredis.command.Pause;
import io.pgredis.resp.Reply;

/** CLIENT PAUSE and CLIENT UNPAUSE, for the clients of this instance. */
final class ClientPause {
  private ClientPause() {}

  static Command.Builder pause() {
    return ClientFamily.administrative("pause", -3)
        .since("2.9.50")
        .flags(Flag.STANDS_ALONE)
        .history("6.2.0", "The mode `WRITE`.")
        .summary("Holds the commands of all clients back for a while.")
        .syntax("timeout:integer mode:[WRITE | ALL]")
        .run(ClientPause::pause);
  }

  private static Reply pause(Context context, Args args) {
    if (args.count() > 4) {
      throw new CommandError(Errors.subcommandSyntax(args));
    }
    Pause.Mode mode = Pause.Mode.ALL;
    if (args.count() == 4 && args.is(3, "WRITE")) {
      mode = Pause.Mode.WRITES;
    } else if (args.count() == 4 && !args.is(3, "ALL")) {
      throw new CommandError("ERR CLIENT PAUSE mode must be WRITE or ALL");
    }
    long millis = Args.parseLong(args.bytes(2), Long.MIN_VALUE);
    if (millis == Long.MIN_VALUE) {
      throw new CommandError("ERR timeout is not an integer or out of range");
    }
    if (millis < 0) {
      throw new CommandError("ERR timeout is negative");
    }
    Pause.Mode wanted = mode;
    // An end that a 64-bit clock never shows is taken for one that has passed, as in Redis.
    long lasting = millis > Long.MAX_VALUE - System.currentTimeMillis() ? 0 : millis;
    context.afterCommit(() -> context.services().pause().begin(wanted, lasting));
    return Reply.OK;
  }

  static Command.Builder unpause() {
    return ClientFamily.administrative("unpause", 2)
        .since("6.2.0")
        .complexity("O(N) Where N is the number of paused clients")
        .summary("Ends a pause.")
        .run(
            (context, args) -> {
              context.afterCommit(context.services().pause()::end);
              return Reply.OK;
            });
  }
}
