package io.pgredis.command.generic;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.Scope;
import io.pgredis.resp.Reply;
import java.util.List;
import java.util.stream.IntStream;

/**
 * FLUSHALL, FLUSHDB and SWAPDB: whole databases at once, at a cost that does not depend on their
 * size. SYNC and ASYNC make no difference.
 */
public final class FlushFamily implements Family {
  private static final String FIRST_INVALID = "ERR invalid first DB index";
  private static final String SECOND_INVALID = "ERR invalid second DB index";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        flush("flushall").summary("Deletes the keys of all databases.").run(FlushFamily::flushAll),
        flush("flushdb")
            .summary("Deletes the keys of the selected database.")
            .run(FlushFamily::flushDb),
        Command.named("swapdb", 3)
            .group(Group.SERVER)
            .flags(Flag.WRITE, Flag.FAST)
            .categories("keyspace", "dangerous")
            .scope(Scope.STORE)
            .since("4.0.0")
            .complexity("O(1)")
            .summary("Lets two databases change places.")
            .syntax("index1:integer index2:integer")
            .run(FlushFamily::swapDb));
  }

  private static Command.Builder flush(String name) {
    return Command.named(name, -1)
        .group(Group.SERVER)
        .flags(Flag.WRITE)
        .categories("keyspace", "dangerous")
        .tips("request_policy:all_shards", "response_policy:all_succeeded")
        .scope(Scope.STORE)
        .since("1.0.0")
        .complexity("O(1); the space is reclaimed in the background.")
        .history("4.0.0", "Takes ASYNC.", "6.2.0", "Takes SYNC.")
        .syntax("async:[ASYNC | SYNC]");
  }

  private static Reply flushAll(Context context, Args args) {
    checkMode(args);
    context.data().whole().clear(IntStream.range(0, context.data().databases()).toArray());
    return Reply.OK;
  }

  private static Reply flushDb(Context context, Args args) {
    checkMode(args);
    context.data().whole().clear(context.client().database());
    return Reply.OK;
  }

  private static void checkMode(Args args) {
    boolean ok =
        args.count() == 1 || (args.count() == 2 && (args.is(1, "SYNC") || args.is(1, "ASYNC")));
    if (!ok) {
      throw new CommandError(Errors.SYNTAX);
    }
  }

  private static Reply swapDb(Context context, Args args) {
    long first = number(args, 1, FIRST_INVALID);
    long second = number(args, 2, SECOND_INVALID);
    DatabaseNumber.check(context, first);
    DatabaseNumber.check(context, second);
    context.data().whole().swap((int) first, (int) second);
    return Reply.OK;
  }

  private static long number(Args args, int index, String error) {
    long number = args.integer(index, error);
    if (number != (int) number) {
      throw new CommandError(error);
    }
    return number;
  }
}
