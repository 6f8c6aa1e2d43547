package io.pgredis.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program. */
@Command(
    name = "pgredis",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "A durable Redis: its commands and protocol, with the data in PostgreSQL.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServerCommand.class,
      PingCommand.class,
      InspectCommand.class,
      VersionCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Without a command there is nothing to do but to say which ones there are. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    ServerCommand.addParameters(line.getSubcommands().get("server").getCommandSpec());
    line.setExecutionExceptionHandler(Main::fail);
    return line;
  }

  /** What was foreseen is one line; anything else shows where it came from. */
  private static int fail(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    if (e instanceof Failure) {
      line.getErr().println("pgredis: " + e.getMessage());
    } else {
      e.printStackTrace(line.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }
}
