package io.pgredis.command.hash;

import static io.pgredis.command.KeySpec.KeyFlag.INSERT;
import static io.pgredis.command.KeySpec.KeyFlag.RW;
import static io.pgredis.command.KeySpec.KeyFlag.UPDATE;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.HashView;
import io.pgredis.keyspace.Unseen;
import io.pgredis.keyspace.ValueType;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * HSET, its older form HMSET, and HSETNX: they set fields, and create the hash if there is none. A
 * field that is set has no expiry any more.
 */
public final class SetFieldFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Hashes.command("hset", -4)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .key(KeySpec.at(1, RW, UPDATE))
            .since("2.0.0")
            .complexity("O(N) where N is the number of fields.")
            .summary("Sets fields and answers how many of them are new.")
            .history("4.0.0", "Takes several fields with their values.")
            .syntax("key field_value:(field value)...")
            .wishes(Hashes::pairs)
            .run((context, args) -> setAll(context, args, "hset")),
        Hashes.command("hmset", -4)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .key(KeySpec.at(1, RW, UPDATE))
            .since("2.0.0")
            .deprecated("4.0.0", "`HSET` with several fields and values")
            .complexity("O(N) where N is the number of fields.")
            .summary("Sets several fields.")
            .syntax("key field_value:(field value)...")
            .wishes(Hashes::pairs)
            .run(
                (context, args) -> {
                  setAll(context, args, "hmset");
                  return Reply.OK;
                }),
        Hashes.command("hsetnx", 4)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .key(KeySpec.at(1, RW, INSERT))
            .since("2.0.0")
            .complexity("O(1)")
            .summary("Sets a field that does not exist yet.")
            .syntax("key field value")
            .wishes(Hashes::oneField)
            .run(SetFieldFamily::hsetnx));
  }

  /** Answers how many fields are new. */
  private static Reply setAll(Context context, Args args, String commandName) {
    if (args.count() % 2 != 0) {
      throw new CommandError(Errors.arity(commandName));
    }
    Entry key = context.key(args.bytes(1));
    List<byte[]> fields = Hashes.fieldsFrom(args.raw(), 2, 2);
    Unseen unseen = context.data().unseen();
    if (unseen.takes(ValueType.HASH)) {
      return new Reply.Later(unseen.fields(key, fields, Hashes.fieldsFrom(args.raw(), 3, 2)));
    }
    HashView hash = key.hash();
    hash.expect(fields);
    long created = 0;
    for (int i = 2; i < args.count(); i += 2) {
      if (hash.put(args.bytes(i), args.bytes(i + 1))) {
        created++;
      }
    }
    return Reply.integer(created);
  }

  private static Reply hsetnx(Context context, Args args) {
    HashView hash = context.key(args.bytes(1)).hash();
    if (hash.get(args.bytes(2)).isPresent()) {
      return Reply.ZERO;
    }
    hash.put(args.bytes(2), args.bytes(3));
    return Reply.ONE;
  }
}
