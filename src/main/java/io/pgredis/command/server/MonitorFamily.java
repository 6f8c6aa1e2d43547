package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.ClientState;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.resp.Reply;
import java.util.List;

/** MONITOR: shows a client all commands that this instance runs, until it sends RESET. */
public final class MonitorFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.administrative("monitor", 1)
            .since("1.0.0")
            .complexity("")
            .summary("Shows every command that the server runs from now on.")
            .run(MonitorFamily::monitor));
  }

  private static Reply monitor(Context context, Args args) {
    ClientState client = context.client();
    if (client.transactionLength() >= 0) {
      throw new CommandError("ERR MONITOR isn't allowed for DENY BLOCKING client");
    }
    client.monitor(true);
    context.afterCommit(() -> context.services().monitors().add(client.info()));
    return Reply.OK;
  }
}
