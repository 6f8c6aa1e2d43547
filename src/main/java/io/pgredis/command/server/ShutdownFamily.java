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
 * SHUTDOWN: stops this instance as SIGTERM does. Everything is saved in any case, and there are no
 * replicas to wait for, so that its options make no difference.
 */
public final class ShutdownFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.administrative("shutdown", -1)
            .since("1.0.0")
            .flags(Flag.NO_MULTI, Flag.ALLOW_BUSY)
            .complexity(
                "O(N) when saving, where N is the total number of keys in all databases when saving"
                    + " data, otherwise O(1)")
            .history("7.0.0", "The options `NOW`, `FORCE` and `ABORT`.")
            .summary("Finishes what is in flight and stops the server.")
            .syntax("[NOSAVE | SAVE] [NOW] [FORCE] [ABORT]")
            .run(ShutdownFamily::shutdown));
  }

  private static Reply shutdown(Context context, Args args) {
    boolean save = false;
    boolean noSave = false;
    boolean abort = false;
    boolean others = false;
    args.from(1);
    while (args.hasNext()) {
      if (args.accept("NOSAVE")) {
        noSave = true;
      } else if (args.accept("SAVE")) {
        save = true;
      } else if (args.accept("NOW") || args.accept("FORCE")) {
        others = true;
      } else if (args.accept("ABORT")) {
        abort = true;
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    if ((abort && (save || noSave || others)) || (save && noSave)) {
      throw new CommandError(Errors.SYNTAX);
    }
    if (abort) {
      throw new CommandError("ERR No shutdown in progress.");
    }
    context.afterCommit(context.services()::shutdown);
    return Reply.NONE;
  }
}
