package io.pgredis.command.set;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.OW;
import static io.pgredis.command.KeySpec.KeyFlag.RO;
import static io.pgredis.command.KeySpec.KeyFlag.RW;
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
import io.pgredis.keyspace.SetView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * SUNION, SINTER and SDIFF, which answer a set made of others; their STORE variants, which put it
 * over whatever a key holds, or delete that key if nothing is left; and SINTERCARD, which only
 * counts. Every key is checked for its type, also where the answer is known without it.
 */
public final class AlgebraFamily implements Family {
  private static final String NO_KEYS = "ERR numkeys should be greater than 0";
  private static final String TOO_MANY_KEYS =
      "ERR Number of keys can't be greater than number of args";
  private static final String NEGATIVE_LIMIT = "ERR LIMIT can't be negative";
  private static final String LINEAR = "O(N) where N is how many members all the sets have.";
  private static final String BY_SMALLEST =
      "O(N*M) where N is the size of the smallest set and M the number of sets.";

  @FunctionalInterface
  private interface Operation {
    SetAlgebra.Result apply(List<SetView> sets);
  }

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        operation("sunion", SetAlgebra::union)
            .complexity(LINEAR)
            .summary("Answers what is in any of several sets."),
        operation("sinter", sets -> SetAlgebra.intersection(sets, Long.MAX_VALUE))
            .complexity(BY_SMALLEST)
            .summary("Answers what is in all of several sets."),
        operation("sdiff", SetAlgebra::difference)
            .complexity(LINEAR)
            .summary("Answers what is in a set and in none of the others."),
        storing("sunionstore", OW, SetAlgebra::union)
            .complexity(LINEAR)
            .summary("Stores what is in any of several sets."),
        storing("sinterstore", RW, sets -> SetAlgebra.intersection(sets, Long.MAX_VALUE))
            .complexity(BY_SMALLEST)
            .summary("Stores what is in all of several sets."),
        storing("sdiffstore", OW, SetAlgebra::difference)
            .complexity(LINEAR)
            .summary("Stores what is in a set and in none of the others."),
        Command.named("sintercard", -3)
            .group(Group.SET)
            .flags(Flag.READONLY, Flag.MOVABLEKEYS)
            .categories("set")
            .key(KeySpec.counted(1, RO, ACCESS))
            .since("7.0.0")
            .complexity(BY_SMALLEST)
            .summary("Answers how much is in all of several sets.")
            .syntax("numkeys:integer key... [LIMIT limit:integer]")
            .run(AlgebraFamily::count));
  }

  private static Command.Builder operation(String name, Operation operation) {
    return Command.named(name, -2)
        .group(Group.SET)
        .flags(Flag.READONLY)
        .categories("set")
        .key(KeySpec.range(1, -1, 1, RO, ACCESS))
        .tips("nondeterministic_output_order")
        .since("1.0.0")
        .syntax("key...")
        .wishes((args, wishes) -> wish(args, wishes, 1, args.length))
        .run(
            (context, args) ->
                Sets.reply(operation.apply(sets(context, args, 1, args.count())).members()));
  }

  private static Command.Builder storing(String name, KeySpec.KeyFlag write, Operation operation) {
    return Command.named(name, -3)
        .group(Group.SET)
        .flags(Flag.WRITE, Flag.DENYOOM)
        .categories("set")
        .key(KeySpec.at(1, write, UPDATE))
        .key(KeySpec.range(2, -1, 1, RO, ACCESS))
        .since("1.0.0")
        .syntax("destination:key key...")
        .wishes((args, wishes) -> wish(args, wishes, 2, args.length))
        .run((context, args) -> store(context, args, operation));
  }

  private static void wish(byte[][] args, Command.Wishes wishes, int from, int to) {
    for (int i = from; i < to; i++) {
      wishes.add(i, Wish.all(ValueType.SET));
    }
  }

  private static Reply store(Context context, Args args, Operation operation) {
    SetAlgebra.Result result = operation.apply(sets(context, args, 2, args.count()));
    Entry destination = context.key(args.bytes(1));
    destination.delete();
    if (result.hashed()) {
      destination.set().addHashed(result.members());
    } else {
      destination.set().add(result.members());
    }
    return Reply.integer(result.members().size());
  }

  private static Reply count(Context context, Args args) {
    long keys = args.integer(1, NO_KEYS);
    if (keys < 1) {
      throw new CommandError(NO_KEYS);
    }
    if (keys > args.count() - 2) {
      throw new CommandError(TOO_MANY_KEYS);
    }
    int end = 2 + (int) keys;
    long limit = 0;
    args.from(end);
    while (args.hasNext()) {
      if (!args.accept("LIMIT", 1)) {
        throw new CommandError(Errors.SYNTAX);
      }
      limit = Args.parseLong(args.next(), -1);
      if (limit < 0) {
        throw new CommandError(NEGATIVE_LIMIT);
      }
    }
    List<SetView> sets = sets(context, args, 2, end);
    return Reply.integer(
        SetAlgebra.intersection(sets, limit == 0 ? Long.MAX_VALUE : limit).members().size());
  }

  private static List<SetView> sets(Context context, Args args, int from, int to) {
    List<SetView> sets = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      sets.add(context.key(args.bytes(i)).set());
    }
    return sets;
  }
}
