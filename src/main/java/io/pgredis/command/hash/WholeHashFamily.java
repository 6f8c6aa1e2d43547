package io.pgredis.command.hash;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Command;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.HashView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/** HGETALL, HKEYS and HVALS: a hash as a whole, in no order. */
public final class WholeHashFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        whole("hgetall", true, true).summary("Answers all fields of a hash with their values."),
        whole("hkeys", true, false).summary("Answers all fields of a hash."),
        whole("hvals", false, true).summary("Answers the values of all fields of a hash."));
  }

  private static Command.Builder whole(String name, boolean fields, boolean values) {
    return Hashes.command(name, 2)
        .flags(Flag.READONLY)
        .key(KeySpec.at(1, RO, ACCESS))
        .tips("nondeterministic_output_order")
        .since("2.0.0")
        .complexity("O(N) where N is the number of fields of the hash.")
        .syntax("key")
        .wishes((args, wishes) -> wishes.add(1, Wish.all(ValueType.HASH)))
        .run((context, args) -> answer(context.key(args.bytes(1)).hash(), fields, values));
  }

  private static Reply answer(HashView hash, boolean fields, boolean values) {
    List<Reply> items = new ArrayList<>();
    hash.each(
        (field, value) -> {
          if (fields) {
            items.add(Reply.bulk(field));
          }
          if (values) {
            items.add(Reply.bulk(value));
          }
        });
    return fields && values ? Reply.map(items) : Reply.array(items);
  }
}
