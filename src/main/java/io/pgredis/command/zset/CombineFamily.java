package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.OW;
import static io.pgredis.command.KeySpec.KeyFlag.RO;
import static io.pgredis.command.KeySpec.KeyFlag.UPDATE;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.DoubleText;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.command.zset.Combination.Aggregate;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ZUNION, ZINTER and ZDIFF, which answer, ZUNIONSTORE, ZINTERSTORE and ZDIFFSTORE, which put the
 * result into a key, and ZINTERCARD, which only counts. Sets are taken as sorted sets whose scores
 * are 1. WEIGHTS multiplies the scores of each, AGGREGATE says what becomes of several scores of
 * one member.
 */
public final class CombineFamily implements Family {
  private static final Reply.Err NO_WEIGHT = new Reply.Err("ERR weight value is not a float");
  private static final String NEGATIVE_LIMIT = "ERR LIMIT can't be negative";
  private static final String NO_KEYS = "ERR at least 1 input key is needed for '%s' command";

  private static final String OPTIONS =
      " [WEIGHTS weight:integer...] [AGGREGATE aggregate:(SUM | MIN | MAX)]";

  private enum Kind {
    UNION,
    INTER,
    DIFF
  }

  private record Options(double[] weights, Aggregate aggregate, boolean withScores) {}

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        answering("zunion", Kind.UNION)
            .summary("What is in any of several sorted sets.")
            .syntax("numkeys:integer key..." + OPTIONS + " [WITHSCORES]"),
        answering("zinter", Kind.INTER)
            .summary("What is in all of several sorted sets.")
            .syntax("numkeys:integer key..." + OPTIONS + " [WITHSCORES]"),
        answering("zdiff", Kind.DIFF)
            .summary("What is in the first of several sorted sets alone.")
            .syntax("numkeys:integer key... [WITHSCORES]"),
        storing("zunionstore", "2.0.0", Kind.UNION)
            .summary("Puts what is in any of several sorted sets into a key.")
            .syntax("destination:key numkeys:integer key..." + OPTIONS),
        storing("zinterstore", "2.0.0", Kind.INTER)
            .summary("Puts what is in all of several sorted sets into a key.")
            .syntax("destination:key numkeys:integer key..." + OPTIONS),
        storing("zdiffstore", "6.2.0", Kind.DIFF)
            .summary("Puts what is in the first of several sorted sets alone into a key.")
            .syntax("destination:key numkeys:integer key..."),
        reading("zintercard")
            .since("7.0.0")
            .summary("How many members are in all of several sorted sets.")
            .syntax("numkeys:integer key... [LIMIT limit:integer]")
            .run(CombineFamily::zintercard));
  }

  private static Command.Builder reading(String name) {
    return ZsetCommand.named(name, -3)
        .flags(Flag.READONLY, Flag.MOVABLEKEYS)
        .key(KeySpec.counted(1, RO, ACCESS))
        .wishes((args, wishes) -> wish(args, 1, wishes))
        .complexity("O(N*K)+O(M*log(M)) with K sorted sets of up to N and M members found.");
  }

  private static void wish(byte[][] args, int count, Command.Wishes wishes) {
    KeySpec.counted(count, RO)
        .find(
            args,
            i -> {
              wishes.add(i, Wish.all(ValueType.ZSET));
              wishes.add(i, Wish.all(ValueType.SET));
            });
  }

  private static Command.Builder answering(String name, Kind kind) {
    return reading(name)
        .since("6.2.0")
        .run(
            (context, args) -> {
              List<Source> sources = sources(context, args, 1, name);
              Options options = options(args, sources.size(), kind, true);
              List<ScoredMember> found = combine(kind, sources, options);
              return Scores.members(context, found, options.withScores);
            });
  }

  private static Command.Builder storing(String name, String since, Kind kind) {
    return ZsetCommand.named(name, -4)
        .flags(Flag.WRITE, Flag.DENYOOM, Flag.MOVABLEKEYS)
        .key(KeySpec.at(1, OW, UPDATE))
        .key(KeySpec.counted(2, RO, ACCESS))
        .wishes((args, wishes) -> wish(args, 2, wishes))
        .since(since)
        .complexity("O(N*K)+O(M*log(M)) with K sorted sets of up to N and M members found.")
        .run(
            (context, args) -> {
              List<Source> sources = sources(context, args, 2, name);
              Options options = options(args, sources.size(), kind, false);
              List<ScoredMember> found = combine(kind, sources, options);
              int longest = found.stream().mapToInt(e -> e.member().length).max().orElse(0);
              return RangeFamily.store(context.key(args.bytes(1)), found, found.size(), longest);
            });
  }

  private static Reply zintercard(Context context, Args args) {
    List<Source> sources = sources(context, args, 1, "zintercard");
    long limit = 0;
    while (args.hasNext()) {
      if (!args.accept("LIMIT", 1)) {
        throw new CommandError(Errors.SYNTAX);
      }
      limit = Args.parseLong(args.next(), -1);
      if (limit < 0) {
        throw new CommandError(NEGATIVE_LIMIT);
      }
    }
    return Reply.integer(
        Combination.countIntersection(sources, limit == 0 ? Long.MAX_VALUE : limit));
  }

  private static List<Source> sources(Context context, Args args, int at, String name) {
    long count = args.integer(at);
    if (count < 1) {
      throw new CommandError(NO_KEYS.formatted(name));
    }
    if (count > args.count() - (at + 1)) {
      throw new CommandError(Errors.SYNTAX);
    }
    List<Source> sources = new ArrayList<>((int) count);
    args.from(at + 1);
    for (int i = 0; i < count; i++) {
      sources.add(Source.of(context.key(args.next())));
    }
    return sources;
  }

  private static Options options(Args args, int sources, Kind kind, boolean mayHaveScores) {
    double[] weights = new double[sources];
    Arrays.fill(weights, 1);
    Aggregate aggregate = Aggregate.SUM;
    boolean withScores = false;
    while (args.hasNext()) {
      if (kind != Kind.DIFF && args.accept("WEIGHTS", sources)) {
        for (int i = 0; i < sources; i++) {
          weights[i] = DoubleText.parse(args.next()).orElseThrow(() -> new CommandError(NO_WEIGHT));
        }
      } else if (kind != Kind.DIFF && args.accept("AGGREGATE", 1)) {
        aggregate = aggregate(args);
      } else if (mayHaveScores && args.accept("WITHSCORES")) {
        withScores = true;
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    return new Options(weights, aggregate, withScores);
  }

  private static Aggregate aggregate(Args args) {
    for (Aggregate aggregate : Aggregate.values()) {
      if (args.accept(aggregate.name())) {
        return aggregate;
      }
    }
    throw new CommandError(Errors.SYNTAX);
  }

  private static List<ScoredMember> combine(Kind kind, List<Source> sources, Options options) {
    return switch (kind) {
      case UNION -> Combination.union(sources, options.weights, options.aggregate);
      case INTER -> Combination.intersection(sources, options.weights, options.aggregate);
      case DIFF -> Combination.difference(sources);
    };
  }
}
