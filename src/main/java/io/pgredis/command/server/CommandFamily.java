package io.pgredis.command.server;

import io.pgredis.command.AclCategories;
import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.CommandTable;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Help;
import io.pgredis.resp.Reply;
import io.pgredis.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** COMMAND: what commands there are, all of it taken from their declarations. */
public final class CommandFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        about("command", -1)
            .since("2.8.13")
            .complexity("O(N) where N is the total number of Redis commands")
            .tips("nondeterministic_output_order")
            .summary("Describes all commands for programs.")
            .run((context, args) -> infoOfAll(context))
            .sub(
                about("count", 2)
                    .since("2.8.13")
                    .complexity("O(1)")
                    .summary("Answers how many commands there are.")
                    .run((context, args) -> Reply.integer(table(context).all().size())))
            .sub(
                about("docs", -2)
                    .since("7.0.0")
                    .complexity("O(N) where N is the number of commands to look up")
                    .tips("nondeterministic_output_order")
                    .summary("Describes commands for people.")
                    .syntax("[command-name...]")
                    .run(CommandFamily::docs))
            .sub(
                keys("getkeys")
                    .since("2.8.13")
                    .summary("Answers which arguments of a command are keys.")
                    .run(CommandKeys::getKeys))
            .sub(
                keys("getkeysandflags")
                    .since("7.0.0")
                    .summary("Answers a command's keys, and what it does with each.")
                    .run(CommandKeys::getKeysAndFlags))
            .sub(
                about("info", -2)
                    .since("2.8.13")
                    .complexity("O(N) where N is the number of commands to look up")
                    .tips("nondeterministic_output_order")
                    .history("7.0.0", "Without a name it describes all commands.")
                    .summary("Describes commands for programs.")
                    .syntax("[command-name...]")
                    .run(CommandFamily::info))
            .sub(
                about("list", -2)
                    .since("7.0.0")
                    .complexity("O(N) where N is the total number of Redis commands")
                    .tips("nondeterministic_output_order")
                    .summary("Answers the names of commands.")
                    .syntax(
                        "[FILTERBY filterby:(MODULE module-name | ACLCAT category | PATTERN"
                            + " pattern:pattern)]")
                    .run(CommandFamily::list))
            .sub(ServerCommands.help("5.0.0", context -> help()).categories("connection")));
  }

  private static Command.Builder about(String name, int arity) {
    return ServerCommands.server(name, arity)
        .flags(Flag.LOADING, Flag.STALE)
        .categories("connection");
  }

  private static Command.Builder keys(String name) {
    return about(name, -4)
        .complexity("O(N) where N is the number of arguments to the command")
        .syntax("command [arg...]");
  }

  private static CommandTable table(Context context) {
    return context.services().commands();
  }

  private static Reply infoOfAll(Context context) {
    return Reply.array(table(context).all().stream().map(CommandInfo::describe).toList());
  }

  private static Reply info(Context context, Args args) {
    if (args.count() == 2) {
      return infoOfAll(context);
    }
    List<Reply> found = new ArrayList<>();
    for (int i = 2; i < args.count(); i++) {
      Command command = table(context).find(args.text(i));
      found.add(command == null ? Reply.NULL : CommandInfo.describe(command));
    }
    return Reply.array(found);
  }

  private static Reply docs(Context context, Args args) {
    List<Reply> found = new ArrayList<>();
    if (args.count() == 2) {
      table(context).all().forEach(command -> addDocs(command, found));
    }
    for (int i = 2; i < args.count(); i++) {
      Command command = table(context).find(args.text(i));
      if (command != null) {
        addDocs(command, found);
      }
    }
    return Reply.map(found);
  }

  private static void addDocs(Command command, List<Reply> docs) {
    docs.add(Reply.bulk(command.fullName()));
    docs.add(CommandDocs.describe(command));
  }

  private static Reply list(Context context, Args args) {
    Predicate<Command> filter = command -> true;
    if (args.count() == 5 && args.is(2, "FILTERBY")) {
      filter = filter(args.bytes(3), args.bytes(4));
    } else if (args.count() > 2) {
      throw new CommandError(Errors.SYNTAX);
    }
    return Reply.array(
        table(context).flat().stream()
            .filter(filter)
            .map(command -> Reply.bulk(command.fullName()))
            .toList());
  }

  private static Predicate<Command> filter(byte[] kind, byte[] argument) {
    if (Args.equalsIgnoreCase(kind, "MODULE")) {
      return command -> false;
    }
    if (Args.equalsIgnoreCase(kind, "ACLCAT")) {
      String category = Reply.bytesAsText(argument).toLowerCase(Locale.ROOT);
      return AclCategories.ALL.contains(category)
          ? command -> command.categories().contains(category)
          : command -> false;
    }
    if (Args.equalsIgnoreCase(kind, "PATTERN")) {
      Glob pattern = Glob.ignoringCase(argument);
      Function<Command, byte[]> name =
          command -> command.fullName().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      return command -> pattern.matches(name.apply(command));
    }
    throw new CommandError(Errors.SYNTAX);
  }

  private static Reply help() {
    return Help.of(
        "command",
        "(no subcommand)",
        "    Describes all commands for programs.",
        "COUNT",
        "    Answers how many commands there are.",
        "DOCS [<command-name> ...]",
        "    Describes these commands, or all, for people.",
        "GETKEYS <full-command>",
        "    Answers which arguments of a command are keys.",
        "GETKEYSANDFLAGS <full-command>",
        "    Answers a command's keys, and what it does with each.",
        "INFO [<command-name> ...]",
        "    Describes these commands, or all, for programs.",
        "LIST [FILTERBY (MODULE <name> | ACLCAT <category> | PATTERN <pattern>)]",
        "    Answers the names of commands.");
  }
}
