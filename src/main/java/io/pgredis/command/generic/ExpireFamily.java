package io.pgredis.command.generic;

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
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT and PERSIST: when a key stops to exist. A time in the past
 * deletes the key at once.
 */
public final class ExpireFamily implements Family {
  private static final String NX_ALONE =
      "ERR NX and XX, GT or LT options at the same time are not compatible";
  private static final String GT_OR_LT =
      "ERR GT and LT options at the same time are not compatible";

  private record Conditions(boolean nx, boolean xx, boolean gt, boolean lt) {

    /** Whether an expiry may be replaced by a later or earlier one; never is the latest. */
    boolean allow(long before, long after) {
      if (before == Entry.NO_EXPIRY) {
        return !xx && !gt;
      }
      return !nx && !(gt && after <= before) && !(lt && after >= before);
    }
  }

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        expire("expire", 1000, true)
            .since("1.0.0")
            .summary("Lets a key expire after a number of seconds.")
            .syntax("key seconds:integer condition:[NX | XX | GT | LT]"),
        expire("pexpire", 1, true)
            .since("2.6.0")
            .summary("Lets a key expire after a number of milliseconds.")
            .syntax("key milliseconds:integer condition:[NX | XX | GT | LT]"),
        expire("expireat", 1000, false)
            .since("1.2.0")
            .summary("Lets a key expire at a Unix time in seconds.")
            .syntax("key unix-time-seconds:unix-time condition:[NX | XX | GT | LT]"),
        expire("pexpireat", 1, false)
            .since("2.6.0")
            .summary("Lets a key expire at a Unix time in milliseconds.")
            .syntax("key unix-time-milliseconds:unix-time condition:[NX | XX | GT | LT]"),
        command("persist", 2)
            .since("2.2.0")
            .summary("Lets a key exist for ever, though it had an expiry.")
            .syntax("key")
            .run(ExpireFamily::persist));
  }

  private static Command.Builder expire(String name, long unitMillis, boolean fromNow) {
    return command(name, -3)
        .history("7.0.0", "Takes NX, XX, GT and LT.")
        .run((context, args) -> expire(context, args, name, unitMillis, fromNow));
  }

  private static Command.Builder command(String name, int arity) {
    return Command.named(name, arity)
        .group(Group.GENERIC)
        .flags(Flag.WRITE, Flag.FAST)
        .categories("keyspace")
        .key(KeySpec.at(1, RW, UPDATE))
        .complexity("O(1)");
  }

  private static Reply expire(
      Context context, Args args, String commandName, long unitMillis, boolean fromNow) {
    Conditions conditions = parse(args);
    long expiresAt = args.integer(2);
    if (expiresAt > Long.MAX_VALUE / unitMillis || expiresAt < Long.MIN_VALUE / unitMillis) {
      throw new CommandError(Errors.invalidExpire(commandName));
    }
    expiresAt *= unitMillis;
    if (fromNow) {
      if (expiresAt > Long.MAX_VALUE - context.now()) {
        throw new CommandError(Errors.invalidExpire(commandName));
      }
      expiresAt += context.now();
    }
    Entry entry = context.key(args.bytes(1));
    if (!entry.exists() || !conditions.allow(entry.expiresAt(), expiresAt)) {
      return Reply.ZERO;
    }
    if (expiresAt <= context.now()) {
      entry.delete();
    } else {
      entry.expireAt(expiresAt);
    }
    return Reply.ONE;
  }

  private static Conditions parse(Args args) {
    boolean nx = false;
    boolean xx = false;
    boolean gt = false;
    boolean lt = false;
    for (int i = 3; i < args.count(); i++) {
      if (args.is(i, "NX")) {
        nx = true;
      } else if (args.is(i, "XX")) {
        xx = true;
      } else if (args.is(i, "GT")) {
        gt = true;
      } else if (args.is(i, "LT")) {
        lt = true;
      } else {
        throw new CommandError("ERR Unsupported option " + args.textToZero(i));
      }
    }
    if (nx && (xx || gt || lt)) {
      throw new CommandError(NX_ALONE);
    }
    if (gt && lt) {
      throw new CommandError(GT_OR_LT);
    }
    return new Conditions(nx, xx, gt, lt);
  }

  private static Reply persist(Context context, Args args) {
    Entry entry = context.key(args.bytes(1));
    if (entry.expiresAt() == Entry.NO_EXPIRY) {
      return Reply.ZERO;
    }
    entry.expireAt(Entry.NO_EXPIRY);
    return Reply.ONE;
  }
}
