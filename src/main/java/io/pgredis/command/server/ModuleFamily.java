package io.pgredis.command.server;

import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Help;
import io.pgredis.resp.Reply;
import java.util.List;

/** MODULE: there are none, and none can be loaded. */
public final class ModuleFamily implements Family {
  private static final String NOT_ALLOWED =
      "ERR MODULE command not allowed. If the enable-module-command option is set to \"local\", you"
          + " can run it from a local connection, otherwise you need to set this option in the"
          + " configuration file, and then restart the server.";

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
                loading("load", -3)
                    .since("4.0.0")
                    .summary("Loads a module, which is not possible here.")
                    .syntax("path [arg...]"))
            .sub(
                loading("unload", 3)
                    .since("4.0.0")
                    .summary("Unloads a module, which is not possible here.")
                    .syntax("name"))
            .sub(
                loading("loadex", -3)
                    .since("7.0.0")
                    .summary("Loads a module with its parameters, which is not possible here.")
                    .syntax("path [CONFIG configs:(name value)]... [ARGS args:(arg)...]"))
            .sub(ServerCommands.help("5.0.0", context -> help())));
  }

  private static Command.Builder loading(String name, int arity) {
    return ServerCommands.server(name, arity)
        .flags(Flag.ADMIN, Flag.NOSCRIPT, Flag.NO_ASYNC_LOADING)
        .guard(ModuleFamily::refuse)
        .run((context, args) -> Reply.OK);
  }

  private static void refuse(Context context) {
    throw new CommandError(NOT_ALLOWED);
  }

  private static Reply help() {
    return Help.of(
        "module",
        "LIST",
        "    Answers the modules that are loaded: none.",
        "LOAD <path> [<arg> ...]",
        "    Loads a module, which is not possible here.",
        "LOADEX <path> [[CONFIG NAME VALUE] [CONFIG NAME VALUE]] [ARGS ...]",
        "    Loads a module with its parameters, which is not possible here.",
        "UNLOAD <name>",
        "    Unloads a module, which is not possible here.");
  }
}
