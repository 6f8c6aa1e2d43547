package io.pgredis.command.generic;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.INSERT;
import static io.pgredis.command.KeySpec.KeyFlag.OW;
import static io.pgredis.command.KeySpec.KeyFlag.RW;
import static io.pgredis.command.KeySpec.KeyFlag.UPDATE;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.resp.Reply;
import java.util.Arrays;
import java.util.List;

/**
 * RENAME and RENAMENX: the value moves to another key with its expiry. RENAME overwrites the other
 * key, RENAMENX does nothing if it exists.
 */
public final class RenameFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        rename("rename")
            .flags(Flag.WRITE)
            .key(KeySpec.at(2, OW, UPDATE))
            .summary("Gives a value another key, whatever that one held.")
            .run(
                (context, args) -> {
                  rename(context, args, false);
                  return Reply.OK;
                }),
        rename("renamenx")
            .flags(Flag.WRITE, Flag.FAST)
            .key(KeySpec.at(2, OW, INSERT))
            .summary("Gives a value another key if that one does not exist yet.")
            .history("3.2.0", "The same name twice is no error any more.")
            .run((context, args) -> rename(context, args, true) ? Reply.ONE : Reply.ZERO));
  }

  private static Command.Builder rename(String name) {
    return Command.named(name, 3)
        .group(Group.GENERIC)
        .categories("keyspace")
        .key(KeySpec.at(1, RW, ACCESS, DELETE))
        .since("1.0.0")
        .complexity("O(1)")
        .syntax("key newkey:key");
  }

  private static boolean rename(Context context, Args args, boolean onlyIfFree) {
    Entry source = context.key(args.bytes(1));
    if (!source.exists()) {
      throw new CommandError(Errors.NO_SUCH_KEY);
    }
    if (Arrays.equals(args.bytes(1), args.bytes(2))) {
      return false;
    }
    Entry target = context.key(args.bytes(2));
    if (onlyIfFree && target.exists()) {
      return false;
    }
    source.moveTo(target);
    return true;
  }
}
