package io.pgredis.command.string;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.INSERT;
import static io.pgredis.command.KeySpec.KeyFlag.OW;
import static io.pgredis.command.KeySpec.KeyFlag.RO;
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
import io.pgredis.keyspace.ValueType;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * MGET, MSET and MSETNX: several strings at once. MGET answers null for a key of another type; MSET
 * overwrites any type; MSETNX sets all or, if any of the keys exists, none.
 */
public final class SeveralFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("mget", -2)
            .group(Group.STRING)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("string")
            .key(KeySpec.range(1, -1, 1, RO, ACCESS))
            .tips("request_policy:multi_shard")
            .since("1.0.0")
            .complexity("O(N) where N is the number of keys.")
            .summary("Answers the strings at several keys.")
            .syntax("key...")
            .run(SeveralFamily::mget),
        Command.named("mset", -3)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .categories("string")
            .key(KeySpec.range(1, -1, 2, OW, UPDATE))
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .since("1.0.1")
            .complexity("O(N) where N is the number of keys.")
            .summary("Stores strings at several keys.")
            .syntax("key_value:(key value)...")
            .blindWhen(args -> args.length % 2 == 1)
            .run(SeveralFamily::mset),
        Command.named("msetnx", -3)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .categories("string")
            .key(KeySpec.range(1, -1, 2, OW, INSERT))
            .tips("request_policy:multi_shard", "response_policy:agg_min")
            .since("1.0.1")
            .complexity("O(N) where N is the number of keys.")
            .summary("Stores strings at several keys if none of these exists yet.")
            .syntax("key_value:(key value)...")
            .run(SeveralFamily::msetnx));
  }

  private static Reply mget(Context context, Args args) {
    List<Reply> values = new ArrayList<>(args.count() - 1);
    for (int i = 1; i < args.count(); i++) {
      Entry entry = context.key(args.bytes(i));
      values.add(entry.type() == ValueType.STRING ? Reply.bulk(entry.string()) : Reply.NULL);
    }
    return Reply.array(values);
  }

  private static Reply mset(Context context, Args args) {
    requirePairs(args, "mset");
    setAll(context, args);
    return Reply.OK;
  }

  private static Reply msetnx(Context context, Args args) {
    requirePairs(args, "msetnx");
    for (int i = 1; i < args.count(); i += 2) {
      if (context.key(args.bytes(i)).exists()) {
        return Reply.ZERO;
      }
    }
    setAll(context, args);
    return Reply.ONE;
  }

  private static void requirePairs(Args args, String commandName) {
    if (args.count() % 2 == 0) {
      throw new CommandError(Errors.arity(commandName));
    }
  }

  private static void setAll(Context context, Args args) {
    for (int i = 1; i < args.count(); i += 2) {
      context.key(args.bytes(i)).replaceString(args.bytes(i + 1), Entry.NO_EXPIRY);
    }
  }
}
