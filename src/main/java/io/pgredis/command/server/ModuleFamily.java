package io.pgredis.command.server;

import io.pgredis.command.Command;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Help;
import io.pgredis.resp.Reply;
import java.util.List;

/** MODULE: there are none, and none can be loaded. */
public final class ModuleFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.container("module", "4.0.0")
            .summary("Looks at modules.")
            .sub(
                ServerCommands.server("list", 2)
                    .since("4.0.0")
                    .flags(Flag.ADMIN, Flag.NOSCRIPT)
                    .complexity("O(N) where N is the number of loaded modules.")
                    .tips("nondeterministic_output_order")
                    .summary("Answers the modules that are loaded: none.")
                    .run((context, args) -> Reply.EMPTY_ARRAY))
            .sub(
                ServerCommands.help(
                    "5.0.0",
                    context ->
                        Help.of(
                            "module", "LIST", "    Answers the modules that are loaded: none."))));
  }
}
