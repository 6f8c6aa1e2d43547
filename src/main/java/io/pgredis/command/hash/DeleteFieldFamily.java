package io.pgredis.command.hash;

import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.RW;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.HashView;
import io.pgredis.resp.Reply;
import java.util.List;

/** HDEL: removes fields; the key goes with the last one. */
public final class DeleteFieldFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Hashes.command("hdel", -3)
            .flags(Flag.WRITE, Flag.FAST)
            .key(KeySpec.at(1, RW, DELETE))
            .since("2.0.0")
            .complexity("O(N) where N is the number of fields.")
            .summary("Removes fields and answers how many of them there were.")
            .history("2.4.0", "Takes several fields.")
            .syntax("key field...")
            .wishes(Hashes::fields)
            .run(DeleteFieldFamily::hdel));
  }

  private static Reply hdel(Context context, Args args) {
    HashView hash = context.key(args.bytes(1)).hash();
    List<byte[]> fields = Hashes.fieldsFrom(args.raw(), 2, 1);
    hash.expect(fields);
    long removed = 0;
    for (byte[] field : fields) {
      if (hash.remove(field)) {
        removed++;
      }
    }
    return Reply.integer(removed);
  }
}
