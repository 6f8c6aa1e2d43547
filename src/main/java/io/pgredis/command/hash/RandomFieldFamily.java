package io.pgredis.command.hash;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.command.RepeatedPicks;
import io.pgredis.keyspace.HashView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * HRANDFIELD: one field chosen fairly; with a count so many different ones, with a negative count
 * exactly so many, among which the same may occur again.
 */
public final class RandomFieldFamily implements Family {
  private static final String COUNT_RANGE =
      "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807";

  private static final String OUT_OF_RANGE = "ERR value is out of range";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Hashes.command("hrandfield", -2)
            .flags(Flag.READONLY)
            .key(KeySpec.at(1, RO, ACCESS))
            .tips("nondeterministic_output")
            .since("6.2.0")
            .complexity("O(N) where N is the number of fields in the answer.")
            .summary("Answers fields of a hash chosen at random.")
            .syntax("key options:[count:integer [WITHVALUES]]")
            .wishes(RandomFieldFamily::wish)
            .run(RandomFieldFamily::hrandfield));
  }

  private static void wish(byte[][] args, Command.Wishes wishes) {
    long count = args.length == 2 ? 1 : Math.max(Args.parseLong(args[2], 0), -Long.MAX_VALUE);
    wishes.add(1, Wish.random(ValueType.HASH, Math.abs(count)));
  }

  private static Reply hrandfield(Context context, Args args) {
    if (args.count() == 2) {
      List<HashView.Named> field = context.key(args.bytes(1)).hash().random(1);
      return field.isEmpty() ? Reply.NULL : Reply.bulk(field.getFirst().name());
    }
    long count = args.integer(2);
    if (count == Long.MIN_VALUE) {
      throw new CommandError(COUNT_RANGE);
    }
    boolean withValues = args.count() > 3;
    if (args.count() > 4 || (withValues && !args.is(3, "WITHVALUES"))) {
      throw new CommandError(Errors.SYNTAX);
    }
    if (withValues && Math.abs(count) > Long.MAX_VALUE / 2) {
      throw new CommandError(OUT_OF_RANGE);
    }
    HashView hash = context.key(args.bytes(1)).hash();
    if (!hash.isEmpty()) {
      RepeatedPicks.check(-count);
    }
    List<HashView.Named> fields = count < 0 ? hash.random(-count) : hash.randomDistinct(count);
    return withValues ? pairs(context, fields) : names(fields);
  }

  private static Reply names(List<HashView.Named> fields) {
    return Reply.array(fields.stream().map(field -> Reply.bulk(field.name())).toList());
  }

  private static Reply pairs(Context context, List<HashView.Named> fields) {
    if (context.client().protocol() == 2) {
      return Reply.array(Hashes.flat(fields));
    }
    List<Reply> pairs = new ArrayList<>(fields.size());
    for (HashView.Named field : fields) {
      pairs.add(Reply.array(Reply.bulk(field.name()), Reply.bulk(field.value())));
    }
    return Reply.array(pairs);
  }
}
