package io.pgredis.command.hash;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.HashView;
import io.pgredis.resp.Reply;
import java.util.List;

/** HGET, HMGET, HEXISTS, HSTRLEN and HLEN: questions about single fields and their number. */
public final class FieldFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Hashes.command("hget", 3)
            .flags(Flag.READONLY, Flag.FAST)
            .key(KeySpec.at(1, RO, ACCESS))
            .since("2.0.0")
            .complexity("O(1)")
            .summary("Answers the value of a field.")
            .syntax("key field")
            .wishes(Hashes::oneField)
            .run((context, args) -> Hashes.valueOrNull(hash(context, args).get(args.bytes(2)))),
        Hashes.command("hmget", -3)
            .flags(Flag.READONLY, Flag.FAST)
            .key(KeySpec.at(1, RO, ACCESS))
            .since("2.0.0")
            .complexity("O(N) where N is the number of fields.")
            .summary("Answers the values of several fields.")
            .syntax("key field...")
            .wishes(Hashes::fields)
            .run(
                (context, args) ->
                    Hashes.values(hash(context, args), Hashes.fieldsFrom(args.raw(), 2, 1))),
        Hashes.command("hexists", 3)
            .flags(Flag.READONLY, Flag.FAST)
            .key(KeySpec.at(1, RO))
            .since("2.0.0")
            .complexity("O(1)")
            .summary("Answers whether there is a field.")
            .syntax("key field")
            .wishes(Hashes::oneField)
            .run(FieldFamily::hexists),
        Hashes.command("hstrlen", 3)
            .flags(Flag.READONLY, Flag.FAST)
            .key(KeySpec.at(1, RO))
            .since("3.2.0")
            .complexity("O(1)")
            .summary("Answers the length of a field's value in bytes.")
            .syntax("key field")
            .wishes(Hashes::oneField)
            .run(FieldFamily::hstrlen),
        Hashes.command("hlen", 2)
            .flags(Flag.READONLY, Flag.FAST)
            .key(KeySpec.at(1, RO))
            .since("2.0.0")
            .complexity("O(1)")
            .summary("Answers how many fields a hash has.")
            .syntax("key")
            .run((context, args) -> Reply.integer(hash(context, args).length())));
  }

  private static HashView hash(Context context, Args args) {
    return context.key(args.bytes(1)).hash();
  }

  private static Reply hexists(Context context, Args args) {
    return hash(context, args).get(args.bytes(2)).isPresent() ? Reply.ONE : Reply.ZERO;
  }

  private static Reply hstrlen(Context context, Args args) {
    return Reply.integer(hash(context, args).get(args.bytes(2)).map(v -> v.length).orElse(0));
  }
}
