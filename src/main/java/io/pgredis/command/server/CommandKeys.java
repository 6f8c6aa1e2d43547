package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Flag;
import io.pgredis.command.Invocation;
import io.pgredis.command.KeySpec;
import io.pgredis.command.KeySpec.KeyFlag;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** COMMAND GETKEYS and COMMAND GETKEYSANDFLAGS: the keys of a command line that is given whole. */
final class CommandKeys {
  private CommandKeys() {}

  /** A key of a command line, and what the command does with it. */
  private record Found(byte[] key, Set<KeyFlag> flags) {}

  static Reply getKeys(Context context, Args args) {
    return Reply.array(find(context, args).stream().map(found -> Reply.bulk(found.key)).toList());
  }

  static Reply getKeysAndFlags(Context context, Args args) {
    List<Reply> keys = new ArrayList<>();
    for (Found found : find(context, args)) {
      keys.add(Reply.array(Reply.bulk(found.key), CommandInfo.keyFlags(found.flags)));
    }
    return Reply.array(keys);
  }

  private static List<Found> find(Context context, Args args) {
    byte[][] line = Arrays.copyOfRange(args.raw(), 2, args.count());
    Invocation invocation = context.services().commands().resolve(line, 0);
    Command command = invocation.command();
    if (command == null) {
      throw new CommandError("ERR Invalid command specified");
    }
    if (command.keySpecs().isEmpty() && command.keyFinder() == null) {
      throw new CommandError("ERR The command has no key arguments");
    }
    if (invocation.refusal() != null) {
      throw new CommandError("ERR Invalid number of arguments specified for command");
    }
    List<Found> keys = new ArrayList<>();
    boolean sensible = collect(command, line, keys);
    if (command.is(Flag.NO_MANDATORY_KEYS)) {
      return sensible ? keys : List.of();
    }
    if (!sensible || keys.isEmpty()) {
      throw new CommandError("ERR Invalid arguments specified for command");
    }
    return keys;
  }

  private static boolean collect(Command command, byte[][] line, List<Found> keys) {
    if (command.keyFinder() != null) {
      Map<Integer, Set<KeyFlag>> flags = new HashMap<>();
      // What no key spec finds belongs to the last one that says it cannot find anything.
      Set<KeyFlag> others = EnumSet.noneOf(KeyFlag.class);
      for (KeySpec spec : command.keySpecs()) {
        if (spec.begin() instanceof KeySpec.Begin.Unknown) {
          others = spec.flags();
        }
        spec.find(line, i -> flags.putIfAbsent(i, spec.flags()));
      }
      Set<KeyFlag> rest = others;
      return command
          .keyFinder()
          .find(line, i -> keys.add(new Found(line[i], flags.getOrDefault(i, rest))));
    }
    boolean sensible = true;
    for (KeySpec spec : command.keySpecs()) {
      Set<KeyFlag> flags = command.keyFlags(spec, line);
      sensible &= spec.find(line, i -> keys.add(new Found(line[i], flags)));
    }
    return sensible;
  }
}
