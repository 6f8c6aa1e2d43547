package io.pgredis.command.hash;

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
import java.util.Locale;
import java.util.Optional;

/**
 * HEXPIRE, HPEXPIRE, HEXPIREAT, HPEXPIREAT and HPERSIST (Redis 7.4): when fields stop to exist.
 * There is an answer for each field, in their order. A time in the past removes the field at once.
 */
public final class ExpireFieldFamily implements Family {
  private static final String BAD_COUNT = "ERR Parameter `numFields` should be greater than 0";

  private static final Reply NO_FIELD = Reply.integer(-2);
  private static final Reply NO_EXPIRY = Reply.integer(-1);
  private static final Reply REFUSED = Reply.ZERO;
  private static final Reply DONE = Reply.ONE;
  private static final Reply REMOVED = Reply.integer(2);

  private enum Condition {
    NONE,
    NX,
    XX,
    GT,
    LT;

    /** Whether an expiry may be replaced by another; never is the latest. */
    boolean allows(long before, long after) {
      boolean expires = before != HashView.NO_EXPIRY;
      return switch (this) {
        case NONE -> true;
        case NX -> !expires;
        case XX -> expires;
        case GT -> expires && after > before;
        case LT -> !expires || after < before;
      };
    }
  }

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        expire("hexpire", Unit.EX, "seconds:integer")
            .summary("Lets fields of a hash expire after a number of seconds."),
        expire("hpexpire", Unit.PX, "milliseconds:integer")
            .summary("Lets fields of a hash expire after a number of milliseconds."),
        expire("hexpireat", Unit.EXAT, "unix-time-seconds:unix-time")
            .summary("Lets fields of a hash expire at a Unix time in seconds."),
        expire("hpexpireat", Unit.PXAT, "unix-time-milliseconds:unix-time")
            .summary("Lets fields of a hash expire at a Unix time in milliseconds."),
        Hashes.command("hpersist", -5)
            .flags(Flag.WRITE, Flag.FAST)
            .key(KeySpec.at(1, RW, UPDATE))
            .since("7.4.0")
            .complexity("O(N) where N is the number of fields.")
            .summary("Lets fields of a hash exist for ever, though they had an expiry.")
            .syntax("key FIELDS fields:(numfields:integer field...)")
            .wishes(Hashes::listed)
            .run(ExpireFieldFamily::hpersist));
  }

  private static Command.Builder expire(String name, Unit unit, String time) {
    return Hashes.command(name, -6)
        .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
        .key(KeySpec.at(1, RW, UPDATE))
        .since("7.4.0")
        .complexity("O(N) where N is the number of fields.")
        .syntax(
            "key "
                + time
                + " condition:[NX | XX | GT | LT] FIELDS fields:(numfields:integer field...)")
        .wishes(Hashes::listed)
        .run((context, args) -> expire(context, args, unit, name));
  }

  private static Reply expire(Context context, Args args, Unit unit, String commandName) {
    HashView hash = context.key(args.bytes(1)).hash();
    long expiresAt = FieldArguments.moment(context, args.bytes(2), unit, commandName);
    Condition condition = condition(args.text(3));
    int position = condition == Condition.NONE ? 3 : 4;
    List<byte[]> fields = FieldArguments.fields(args, position, BAD_COUNT);
    hash.expect(fields);
    List<Reply> answers = new ArrayList<>(fields.size());
    for (byte[] field : fields) {
      answers.add(expire(hash, field, expiresAt, condition, expiresAt <= context.now()));
    }
    return Reply.array(answers);
  }

  private static Condition condition(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "NX" -> Condition.NX;
      case "XX" -> Condition.XX;
      case "GT" -> Condition.GT;
      case "LT" -> Condition.LT;
      default -> Condition.NONE;
    };
  }

  private static Reply expire(
      HashView hash, byte[] field, long expiresAt, Condition condition, boolean past) {
    Optional<Long> before = hash.expiresAt(field);
    if (before.isEmpty()) {
      return NO_FIELD;
    }
    if (!condition.allows(before.get(), expiresAt)) {
      return REFUSED;
    }
    if (past) {
      hash.remove(field);
      return REMOVED;
    }
    hash.expireAt(field, expiresAt);
    return DONE;
  }

  private static Reply hpersist(Context context, Args args) {
    HashView hash = context.key(args.bytes(1)).hash();
    List<byte[]> fields = FieldArguments.fields(args, 2, FieldArguments.NOT_POSITIVE);
    hash.expect(fields);
    List<Reply> answers = new ArrayList<>(fields.size());
    for (byte[] field : fields) {
      Optional<Long> before = hash.expiresAt(field);
      if (before.isEmpty()) {
        answers.add(NO_FIELD);
      } else if (before.get() == HashView.NO_EXPIRY) {
        answers.add(NO_EXPIRY);
      } else {
        hash.expireAt(field, HashView.NO_EXPIRY);
        answers.add(DONE);
      }
    }
    return Reply.array(answers);
  }
}
