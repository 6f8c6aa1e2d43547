package io.pgredis.command.generic;

import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.RM;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.resp.Reply;
import java.util.List;

/** DEL and UNLINK, which are the same here: what a key holds is always removed later. */
public final class DeleteFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        deletion("del")
            .flags(Flag.WRITE)
            .since("1.0.0")
            .complexity("O(N) where N is the number of keys.")
            .summary("Deletes keys and answers how many there were."),
        deletion("unlink")
            .flags(Flag.WRITE, Flag.FAST)
            .since("4.0.0")
            .complexity("O(1) for each key; its value is removed in the background.")
            .summary("Deletes keys at once and reclaims their space in the background."));
  }

  private static Command.Builder deletion(String name) {
    return Command.named(name, -2)
        .group(Group.GENERIC)
        .categories("keyspace")
        .key(KeySpec.range(1, -1, 1, RM, DELETE))
        .tips("request_policy:multi_shard", "response_policy:agg_sum")
        .syntax("key...")
        .run(DeleteFamily::delete);
  }

  private static Reply delete(Context context, Args args) {
    long deleted = 0;
    for (int i = 1; i < args.count(); i++) {
      if (context.key(args.bytes(i)).delete()) {
        deleted++;
      }
    }
    return Reply.integer(deleted);
  }
}
