package io.pgredis.command.hash;

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
import io.pgredis.command.hash.FieldArguments.Unit;
import io.pgredis.keyspace.HashView;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * HSETEX (Redis 8.0): sets fields together with their expiry, all or none of them, as a condition
 * on their existence says. Without a time, and without KEEPTTL, they have no expiry any more.
 */
public final class SetFieldExpiryFamily implements Family {
  private static final String NAME = "hsetex";
  private static final String BAD_COUNT = "ERR invalid number of fields";
  private static final String ONE_CONDITION =
      "ERR Only one of FXX or FNX arguments can be specified";
  private static final String ONE_EXPIRATION =
      "ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified";
  private static final String UNKNOWN = "ERR unknown argument: ";
  private static final String NO_FIELDS = "ERR missing FIELDS argument";
  private static final String NO_TIME = "ERR missing expire time";

  private enum Condition {
    NONE,
    FNX,
    FXX
  }

  /**
   * What it is told.
   *
   * @param expiresAt the moment, if a time is given
   * @param timed whether it is
   * @param keep whether fields keep the expiry that they have
   * @param first where fields and values begin
   */
  private record Options(
      Condition condition, long expiresAt, boolean timed, boolean keep, int first) {}

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Hashes.command(NAME, -6)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .key(KeySpec.at(1, RW, UPDATE))
            .since("8.0.0")
            .complexity("O(N) where N is the number of fields.")
            .summary("Sets fields together with their expiry.")
            .syntax(
                "key condition:[FNX | FXX] expiration:[EX seconds:integer"
                    + " | PX milliseconds:integer | EXAT unix-time-seconds:unix-time"
                    + " | PXAT unix-time-milliseconds:unix-time | KEEPTTL]"
                    + " FIELDS fields:(numfields:integer data:(field value)...)")
            .wishes(Hashes::listedPairs)
            .run(SetFieldExpiryFamily::hsetex));
  }

  private static Reply hsetex(Context context, Args args) {
    Options options = parse(context, args);
    HashView hash = context.key(args.bytes(1)).hash();
    hash.expect(Hashes.fieldsFrom(args.raw(), options.first, 2));
    if (isRefused(hash, args, options)) {
      return Reply.ZERO;
    }
    boolean past = options.timed && options.expiresAt <= context.now();
    for (int i = options.first; i < args.count(); i += 2) {
      byte[] field = args.bytes(i);
      if (past) {
        hash.remove(field);
      } else {
        long kept = options.keep ? hash.expiresAt(field).orElse(HashView.NO_EXPIRY) : 0;
        hash.put(field, args.bytes(i + 1), options.keep ? kept : options.expiresAt);
      }
    }
    return Reply.ONE;
  }

  private static boolean isRefused(HashView hash, Args args, Options options) {
    if (options.condition == Condition.NONE) {
      return false;
    }
    for (int i = options.first; i < args.count(); i += 2) {
      boolean exists = hash.get(args.bytes(i)).isPresent();
      if (exists == (options.condition == Condition.FNX)) {
        return true;
      }
    }
    return false;
  }

  private static Options parse(Context context, Args args) {
    Condition condition = Condition.NONE;
    long expiresAt = HashView.NO_EXPIRY;
    boolean timed = false;
    boolean keep = false;
    args.from(2);
    while (args.hasNext()) {
      int position = args.count() - args.remaining();
      byte[] word = args.next();
      Unit unit = Unit.of(Args.textToZero(word));
      if (unit != null || Args.equalsIgnoreCase(word, "KEEPTTL")) {
        if (timed || keep) {
          throw new CommandError(ONE_EXPIRATION);
        }
        timed = unit != null;
        keep = unit == null;
        if (timed) {
          expiresAt = FieldArguments.moment(context, timeAfter(args), unit, NAME);
        }
      } else if (Args.equalsIgnoreCase(word, "FNX") || Args.equalsIgnoreCase(word, "FXX")) {
        if (condition != Condition.NONE) {
          throw new CommandError(ONE_CONDITION);
        }
        condition = Args.equalsIgnoreCase(word, "FNX") ? Condition.FNX : Condition.FXX;
      } else if (Args.equalsIgnoreCase(word, "FIELDS")) {
        requirePairs(args, position);
        return new Options(condition, expiresAt, timed, keep, position + 2);
      } else {
        throw new CommandError(UNKNOWN + args.textToZero(position));
      }
    }
    throw new CommandError(NO_FIELDS);
  }

  private static byte[] timeAfter(Args args) {
    if (!args.hasNext()) {
      throw new CommandError(NO_TIME);
    }
    return args.next();
  }

  private static void requirePairs(Args args, int position) {
    if (position >= args.count() - 3) {
      throw new CommandError(Errors.arity(NAME));
    }
    long count = args.integer(position + 1, BAD_COUNT);
    if (count < 1 || count > Integer.MAX_VALUE) {
      throw new CommandError(BAD_COUNT);
    }
    if (2 * count != args.count() - position - 2) {
      throw new CommandError(Errors.arity(NAME));
    }
  }
}
