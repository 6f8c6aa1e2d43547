package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
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
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.keyspace.Unseen;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * ZADD and ZINCRBY: members get scores, or more of it. NX only adds, XX only updates, GT and LT
 * only update to a greater or a lesser score (and add); CH counts what has changed instead of what
 * is new; INCR makes ZADD a ZINCRBY with conditions. A score that is no number changes nothing.
 */
public final class AddFamily implements Family {
  private static final String BOTH_XX_AND_NX =
      "ERR XX and NX options at the same time are not compatible";
  private static final String BOTH_GT_AND_LT =
      "ERR GT, LT, and/or NX options at the same time are not compatible";
  private static final String ONE_PAIR = "ERR INCR option supports a single increment-element pair";

  /** Where the first member stands if there are no options. */
  private static final int FIRST_MEMBER = 3;

  private record Options(
      boolean nx, boolean xx, boolean gt, boolean lt, boolean changes, boolean increments) {

    static final Options NONE = new Options(false, false, false, false, false, false);

    /** Whether a member may be given this score. */
    boolean allow(OptionalDouble before, double score) {
      if (before.isEmpty()) {
        return !xx;
      }
      return !nx
          && !(gt && score <= before.getAsDouble())
          && !(lt && score >= before.getAsDouble());
    }
  }

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ZsetCommand.named("zadd", -4)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .key(KeySpec.at(1, RW, UPDATE))
            .since("1.2.0")
            .complexity("O(log(N)) for each member, N being the size of the sorted set.")
            .summary("Adds members to a sorted set, or changes their scores.")
            .history(
                "2.4.0",
                "Takes several members.",
                "3.0.2",
                "Takes XX, NX, CH and INCR.",
                "6.2.0",
                "Takes GT and LT.")
            .syntax(
                "key condition:[NX | XX] comparison:[GT | LT] [change:CH] [increment:INCR]"
                    + " data:(score:double member)...")
            .wishes(AddFamily::members)
            .run(AddFamily::zadd),
        ZsetCommand.named("zincrby", 4)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .key(KeySpec.at(1, RW, ACCESS, UPDATE))
            .since("1.2.0")
            .complexity("O(log(N)) with N being the size of the sorted set.")
            .summary("Adds a number to the score of a member.")
            .syntax("key increment:integer member")
            .wishes(ZsetCommand.members(3, 1))
            .run(
                (context, args) -> {
                  // Redis takes the options of ZADD here as well, and then misses the rest.
                  parse(args.from(2));
                  if (args.remaining() != 2) {
                    throw new CommandError(Errors.SYNTAX);
                  }
                  double increment = Scores.parse(args.bytes(2));
                  SortedSetView set = context.key(args.bytes(1)).sortedSet();
                  return increment(set, Options.NONE, increment, args.bytes(3));
                }));
  }

  private static void members(byte[][] args, Command.Wishes wishes) {
    int first = firstScore(args) + 1;
    List<byte[]> members = ZsetCommand.members(args, first, 2);
    boolean plain = first == FIRST_MEMBER;
    wishes.add(
        1, plain ? Wish.put(ValueType.ZSET, members) : Wish.elements(ValueType.ZSET, members));
  }

  private static int firstScore(byte[][] arguments) {
    Args args = new Args(arguments).from(2);
    parse(args);
    return args.count() - args.remaining();
  }

  private static Reply zadd(Context context, Args args) {
    args.from(2);
    Options options = parse(args);
    int pairs = args.remaining() / 2;
    if (args.remaining() % 2 != 0 || pairs == 0) {
      throw new CommandError(Errors.SYNTAX);
    }
    check(options, pairs);
    double[] scores = new double[pairs];
    List<byte[]> members = new ArrayList<>(pairs);
    for (int i = 0; i < pairs; i++) {
      scores[i] = Scores.parse(args.next());
      members.add(args.next());
    }
    Entry key = context.key(args.bytes(1));
    Unseen unseen = context.data().unseen();
    if (unseen.takes(ValueType.ZSET) && options.equals(Options.NONE)) {
      return new Reply.Later(unseen.scores(key, members, scores));
    }
    SortedSetView set = key.sortedSet();
    if (options.increments) {
      return increment(set, options, scores[0], members.getFirst());
    }
    set.expect(members);
    int added = 0;
    int updated = 0;
    for (int i = 0; i < pairs; i++) {
      byte[] member = members.get(i);
      OptionalDouble before = set.score(member);
      if (options.allow(before, scores[i])) {
        if (set.put(member, scores[i])) {
          added++;
        } else if (before.getAsDouble() != scores[i]) {
          updated++;
        }
      }
    }
    return Reply.integer(options.changes ? added + updated : added);
  }

  private static Options parse(Args args) {
    boolean nx = false;
    boolean xx = false;
    boolean gt = false;
    boolean lt = false;
    boolean changes = false;
    boolean increments = false;
    while (args.hasNext()) {
      if (args.accept("NX")) {
        nx = true;
      } else if (args.accept("XX")) {
        xx = true;
      } else if (args.accept("CH")) {
        changes = true;
      } else if (args.accept("INCR")) {
        increments = true;
      } else if (args.accept("GT")) {
        gt = true;
      } else if (args.accept("LT")) {
        lt = true;
      } else {
        break;
      }
    }
    return new Options(nx, xx, gt, lt, changes, increments);
  }

  private static void check(Options options, int pairs) {
    if (options.nx && options.xx) {
      throw new CommandError(BOTH_XX_AND_NX);
    }
    if ((options.gt && options.nx) || (options.lt && options.nx) || (options.gt && options.lt)) {
      throw new CommandError(BOTH_GT_AND_LT);
    }
    if (options.increments && pairs > 1) {
      throw new CommandError(ONE_PAIR);
    }
  }

  private static Reply increment(
      SortedSetView set, Options options, double increment, byte[] member) {
    OptionalDouble before = set.score(member);
    if (before.isEmpty() ? options.xx : options.nx) {
      return Reply.NULL;
    }
    double score = before.isEmpty() ? increment : before.getAsDouble() + increment;
    if (Double.isNaN(score)) {
      throw new CommandError(Scores.NOT_A_NUMBER);
    }
    if (!options.allow(before, score)) {
      return Reply.NULL;
    }
    set.put(member, score);
    return Reply.dbl(score);
  }
}
