package io.pgredis.command;

import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/** All commands by name, as the families declare them. A contradiction stops the start-up. */
public final class CommandTable {
  /** How much of an unknown command's arguments the error quotes, in bytes, as Redis does. */
  private static final int QUOTED_BYTES = 128;

  private final Map<String, Command> byName;

  /** A table of these families' commands. */
  public CommandTable(Iterable<Family> families) {
    Map<String, Command> all = new LinkedHashMap<>();
    for (Family family : families) {
      for (Command.Builder declaration : family.commands()) {
        Command command = declaration.build();
        if (all.put(command.name(), command) != null) {
          throw new IllegalStateException("command " + command.name() + " is declared twice");
        }
      }
    }
    byName = Collections.unmodifiableMap(all);
  }

  /** The table of all families on the class path. */
  public static CommandTable load() {
    return new CommandTable(ServiceLoader.load(Family.class));
  }

  /** All top-level commands. */
  public Collection<Command> all() {
    return byName.values();
  }

  /**
   * The command of a name in any case; null if there is none. {@code client|id} finds a subcommand.
   */
  public Command find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int bar = lower.indexOf('|');
    if (bar < 0) {
      return byName.get(lower);
    }
    Command container = byName.get(lower.substring(0, bar));
    return container == null ? null : container.subcommands().get(lower.substring(bar + 1));
  }

  /** Looks a request's command up and checks its number of arguments. */
  public Invocation resolve(byte[][] args, long payloadBytes) {
    Command command = byName.get(lower(args[0]));
    if (command == null) {
      return new Invocation(null, args, payloadBytes, unknown(args));
    }
    if (!command.subcommands().isEmpty() && args.length > 1) {
      Command sub = command.subcommands().get(lower(args[1]));
      if (sub == null) {
        return new Invocation(null, args, payloadBytes, unknownSubcommand(command, args));
      }
      command = sub;
    }
    if (!command.takes(args.length) || (command.handler() == null)) {
      return new Invocation(command, args, payloadBytes, Errors.arity(command.fullName()));
    }
    return new Invocation(command, args, payloadBytes, null);
  }

  private static String lower(byte[] word) {
    return Reply.bytesAsText(word).toLowerCase(Locale.ROOT);
  }

  private static Reply.Err unknown(byte[][] args) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 1; i < args.length && quoted.length() < QUOTED_BYTES; i++) {
      String shortened = cut(args[i], QUOTED_BYTES - quoted.length());
      quoted.append('\'').append(shortened).append("' ");
    }
    return new Reply.Err(
        "ERR unknown command '"
            + cut(args[0], QUOTED_BYTES)
            + "', with args beginning with: "
            + quoted);
  }

  private static Reply.Err unknownSubcommand(Command container, byte[][] args) {
    return new Reply.Err(
        "ERR unknown subcommand '"
            + cut(args[1], QUOTED_BYTES)
            + "'. Try "
            + container.name().toUpperCase(Locale.ROOT)
            + " HELP.");
  }

  private static String cut(byte[] bytes, int limit) {
    String text = Args.textToZero(bytes);
    return text.length() <= limit ? text : text.substring(0, limit);
  }

  /** A list of all commands and subcommands. */
  public List<Command> flat() {
    List<Command> all = new ArrayList<>();
    for (Command command : byName.values()) {
      all.add(command);
      all.addAll(command.subcommands().values());
    }
    return all;
  }
}
