package io.pgredis.command.generic;

import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * EXISTS and TOUCH, which count keys that exist, a key named twice counted twice; and TYPE. There
 * is no access time here that TOUCH could renew.
 */
public final class ExistsFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        count("exists")
            .since("1.0.0")
            .summary("Counts how many of the given keys exist.")
            .history("3.0.3", "Takes several keys."),
        count("touch")
            .since("3.2.1")
            .summary("Counts how many of the given keys exist and marks these as used."),
        Command.named("type", 2)
            .group(Group.GENERIC)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("keyspace")
            .key(KeySpec.at(1, RO))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Tells of which type the value at a key is.")
            .syntax("key")
            .run((context, args) -> Reply.simple(context.key(args.bytes(1)).type().label())));
  }

  private static Command.Builder count(String name) {
    return Command.named(name, -2)
        .group(Group.GENERIC)
        .flags(Flag.READONLY, Flag.FAST)
        .categories("keyspace")
        .key(KeySpec.range(1, -1, 1, RO))
        .tips("request_policy:multi_shard", "response_policy:agg_sum")
        .complexity("O(N) where N is the number of keys.")
        .syntax("key...")
        .run(ExistsFamily::countExisting);
  }

  private static Reply countExisting(Context context, Args args) {
    long found = 0;
    for (int i = 1; i < args.count(); i++) {
      if (context.key(args.bytes(i)).exists()) {
        found++;
      }
    }
    return Reply.integer(found);
  }
}
