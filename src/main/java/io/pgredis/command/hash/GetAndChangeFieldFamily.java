package io.pgredis.command.hash;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
import static io.pgredis.command.KeySpec.KeyFlag.RW;
import static io.pgredis.command.KeySpec.KeyFlag.UPDATE;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.command.hash.FieldArguments.Unit;
import io.pgredis.keyspace.HashView;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * HGETDEL and HGETEX (Redis 8.0): the values of fields, null for those that do not exist, and at
 * the same time the fields are removed, or get or lose an expiry.
 */
public final class GetAndChangeFieldFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Hashes.command("hgetdel", -5)
            .flags(Flag.WRITE, Flag.FAST)
            .key(KeySpec.at(1, RW, ACCESS, DELETE))
            .since("8.0.0")
            .complexity("O(N) where N is the number of fields.")
            .summary("Answers the values of fields and removes the fields.")
            .syntax("key FIELDS fields:(numfields:integer field...)")
            .wishes(Hashes::listed)
            .run(GetAndChangeFieldFamily::hgetdel),
        Hashes.command("hgetex", -5)
            .flags(Flag.WRITE, Flag.FAST)
            .key(
                KeySpec.at(1, RW, ACCESS, UPDATE)
                    .withNotes("RW and UPDATE because it changes the TTL"))
            .since("8.0.0")
            .complexity("O(N) where N is the number of fields.")
            .summary("Answers the values of fields and sets or removes their expiry.")
            .syntax(
                "key expiration:[EX seconds:integer | PX milliseconds:integer"
                    + " | EXAT unix-time-seconds:unix-time"
                    + " | PXAT unix-time-milliseconds:unix-time | PERSIST]"
                    + " FIELDS fields:(numfields:integer field...)")
            .wishes(Hashes::listed)
            .run(GetAndChangeFieldFamily::hgetex));
  }

  private static Reply hgetdel(Context context, Args args) {
    HashView hash = context.key(args.bytes(1)).hash();
    List<byte[]> fields = FieldArguments.fields(args, 2, FieldArguments.NOT_POSITIVE);
    hash.expect(fields);
    List<Reply> values = new ArrayList<>(fields.size());
    for (byte[] field : fields) {
      values.add(Hashes.valueOrNull(hash.get(field)));
      hash.remove(field);
    }
    return Reply.array(values);
  }

  private static Reply hgetex(Context context, Args args) {
    HashView hash = context.key(args.bytes(1)).hash();
    if (args.is(2, "PERSIST")) {
      List<byte[]> fields = FieldArguments.fields(args, 3, FieldArguments.NOT_POSITIVE);
      Reply values = Hashes.values(hash, fields);
      for (byte[] field : fields) {
        if (hash.expiresAt(field).orElse(HashView.NO_EXPIRY) != HashView.NO_EXPIRY) {
          hash.expireAt(field, HashView.NO_EXPIRY);
        }
      }
      return values;
    }
    Unit unit = Unit.of(args.textToZero(2));
    if (unit == null) {
      return Hashes.values(hash, FieldArguments.fields(args, 2, FieldArguments.NOT_POSITIVE));
    }
    long expiresAt = FieldArguments.moment(context, args.bytes(3), unit, "hgetex");
    List<byte[]> fields = FieldArguments.fields(args, 4, FieldArguments.NOT_POSITIVE);
    Reply values = Hashes.values(hash, fields);
    for (byte[] field : fields) {
      if (expiresAt <= context.now()) {
        hash.remove(field);
      } else {
        hash.expireAt(field, expiresAt);
      }
    }
    return values;
  }
}
