package io.pgredis.command.generic;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.OW;
import static io.pgredis.command.KeySpec.KeyFlag.RO;
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
 * COPY and MOVE: a value with its expiry to another key or database. An existing key is in the way,
 * unless COPY is told to replace it.
 */
public final class CopyFamily implements Family {
  private static final String SAME = "ERR source and destination objects are the same";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("copy", -3)
            .group(Group.GENERIC)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .categories("keyspace")
            .key(KeySpec.at(1, RO, ACCESS))
            .key(KeySpec.at(2, OW, UPDATE))
            .since("6.2.0")
            .complexity("O(N) where N is the size of the value.")
            .summary("Copies a value with its expiry to another key.")
            .syntax("source:key destination:key [DB destination-db:integer] [REPLACE]")
            .run(CopyFamily::copy),
        Command.named("move", 3)
            .group(Group.GENERIC)
            .flags(Flag.WRITE, Flag.FAST)
            .categories("keyspace")
            .key(KeySpec.at(1, RW, ACCESS, UPDATE))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Moves a key to another database.")
            .syntax("key db:integer")
            .run(CopyFamily::move));
  }

  private static Reply copy(Context context, Args args) {
    int sourceDatabase = context.client().database();
    int targetDatabase = sourceDatabase;
    boolean replace = false;
    args.from(3);
    while (args.hasNext()) {
      if (args.accept("REPLACE")) {
        replace = true;
      } else if (args.accept("DB", 1)) {
        targetDatabase = DatabaseNumber.parse(context, args.next());
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    if (sourceDatabase == targetDatabase && Arrays.equals(args.bytes(1), args.bytes(2))) {
      throw new CommandError(SAME);
    }
    Entry source = context.key(args.bytes(1));
    if (!source.exists()) {
      return Reply.ZERO;
    }
    Entry target = context.data().entry(targetDatabase, args.bytes(2));
    if (!replace && target.exists()) {
      return Reply.ZERO;
    }
    source.copyTo(target);
    return Reply.ONE;
  }

  private static Reply move(Context context, Args args) {
    int targetDatabase = DatabaseNumber.parse(context, args.bytes(2));
    if (targetDatabase == context.client().database()) {
      throw new CommandError(SAME);
    }
    Entry source = context.key(args.bytes(1));
    Entry target = context.data().entry(targetDatabase, args.bytes(1));
    if (!source.exists() || target.exists()) {
      return Reply.ZERO;
    }
    source.moveTo(target);
    return Reply.ONE;
  }
}
