package io.pgredis.command.string;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.INSERT;
import static io.pgredis.command.KeySpec.KeyFlag.OW;
import static io.pgredis.command.KeySpec.KeyFlag.RW;
import static io.pgredis.command.KeySpec.KeyFlag.UPDATE;
import static io.pgredis.command.KeySpec.KeyFlag.VARIABLE_FLAGS;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.command.KeySpec.KeyFlag;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.StringEncoding;
import io.pgredis.resp.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * SET and its older forms SETNX, SETEX, PSETEX and GETSET: they replace whatever the key holds, of
 * any type, and forget its expiry unless KEEPTTL is given.
 */
public final class SetFamily implements Family {
  private enum Condition {
    NONE,
    NX,
    XX
  }

  private record Options(
      Condition condition, boolean get, boolean keepExpiry, Expiration expiration) {

    /** Whether it overwrites without having to know what was there. */
    boolean isUnconditional() {
      return condition == Condition.NONE && !get && !keepExpiry;
    }
  }

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("set", -3)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .categories("string")
            .key(
                KeySpec.at(1, RW, ACCESS, UPDATE, VARIABLE_FLAGS)
                    .withNotes("RW and ACCESS due to the optional `GET` argument"))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Stores a string at a key, whatever the key held before.")
            .history(
                "2.6.12", "Takes EX, PX, NX and XX.",
                "6.0.0", "Takes KEEPTTL.",
                "6.2.0", "Takes GET, EXAT and PXAT.",
                "7.0.0", "NX and GET go together.")
            .syntax(
                "key value condition:[NX | XX] [GET] expiration:[EX seconds:integer"
                    + " | PX milliseconds:integer | EXAT unix-time-seconds:unix-time"
                    + " | PXAT unix-time-milliseconds:unix-time | KEEPTTL]")
            .blindWhen(SetFamily::isBlind)
            .keyFlags(SetFamily::keyFlags)
            .countsLookupsWhen(args -> keyFlags(args).contains(ACCESS))
            .run(SetFamily::set),
        Command.named("setnx", 3)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .categories("string")
            .key(KeySpec.at(1, OW, INSERT))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Stores a string at a key that does not exist yet.")
            .syntax("key value")
            .run(SetFamily::setnx),
        Command.named("setex", 4)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .categories("string")
            .key(KeySpec.at(1, OW, UPDATE))
            .since("2.0.0")
            .complexity("O(1)")
            .summary("Stores a string that expires after a number of seconds.")
            .syntax("key seconds:integer value")
            .blindWhen(args -> true)
            .run((context, args) -> setWithExpiry(context, args, Expiration.Unit.EX, "setex")),
        Command.named("psetex", 4)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .categories("string")
            .key(KeySpec.at(1, OW, UPDATE))
            .since("2.6.0")
            .complexity("O(1)")
            .summary("Stores a string that expires after a number of milliseconds.")
            .syntax("key milliseconds:integer value")
            .blindWhen(args -> true)
            .run((context, args) -> setWithExpiry(context, args, Expiration.Unit.PX, "psetex")),
        Command.named("getset", 3)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .categories("string")
            .key(KeySpec.at(1, RW, ACCESS, UPDATE))
            .countsLookupsWhen(args -> true)
            .since("1.0.0")
            .deprecated("6.2.0", "`SET` with the `!GET` argument")
            .complexity("O(1)")
            .summary("Stores a string at a key and answers the one that it replaces.")
            .syntax("key value")
            .run(SetFamily::getset));
  }

  /** Without an option, or with nothing but EX or PX. */
  private static boolean isBlind(byte[][] args) {
    return args.length == 3
        || (args.length == 5
            && (Args.equalsIgnoreCase(args[3], "EX") || Args.equalsIgnoreCase(args[3], "PX")));
  }

  private static Reply set(Context context, Args args) {
    byte[] value = args.bytes(2);
    Options options = parse(args);
    Expiration expiration = options.expiration;
    if (expiration != null && expiration.isFromNow() && options.isUnconditional()) {
      long lifetime = expiration.lifetime(context::now, "set");
      context.key(args.bytes(1)).replaceStringFor(value, lifetime);
      return Reply.OK;
    }
    long expiresAt = expiration == null ? Entry.NO_EXPIRY : expiration.millis(context::now, "set");
    Entry entry = context.key(args.bytes(1));
    Reply old = options.get ? Strings.valueOrNull(entry) : Reply.NULL;
    if (isRefused(options.condition, entry)) {
      return old;
    }
    if (options.keepExpiry) {
      entry.setString(value, StringEncoding.AUTOMATIC);
    } else {
      entry.replaceString(value, expiresAt);
    }
    return options.get ? old : Reply.OK;
  }

  private static boolean isRefused(Condition condition, Entry entry) {
    return switch (condition) {
      case NONE -> false;
      case NX -> entry.exists();
      case XX -> !entry.exists();
    };
  }

  private static Options parse(Args args) {
    Condition condition = Condition.NONE;
    boolean get = false;
    boolean keepExpiry = false;
    Expiration expiration = null;
    args.from(3);
    while (args.hasNext()) {
      if (condition != Condition.XX && args.accept("NX")) {
        condition = Condition.NX;
      } else if (condition != Condition.NX && args.accept("XX")) {
        condition = Condition.XX;
      } else if (args.accept("GET")) {
        get = true;
      } else if (expiration == null && args.accept("KEEPTTL")) {
        keepExpiry = true;
      } else if (keepExpiry) {
        throw new CommandError(Errors.SYNTAX);
      } else {
        expiration =
            Expiration.accept(args, expiration).orElseThrow(() -> new CommandError(Errors.SYNTAX));
      }
    }
    return new Options(condition, get, keepExpiry, expiration);
  }

  private static Set<KeyFlag> keyFlags(byte[][] args) {
    for (int i = 3; i < args.length; i++) {
      if (Args.equalsIgnoreCase(args[i], "GET")) {
        return EnumSet.of(RW, ACCESS, UPDATE);
      }
    }
    return EnumSet.of(OW, UPDATE);
  }

  private static Reply setnx(Context context, Args args) {
    Entry entry = context.key(args.bytes(1));
    if (entry.exists()) {
      return Reply.ZERO;
    }
    entry.replaceString(args.bytes(2), Entry.NO_EXPIRY);
    return Reply.ONE;
  }

  private static Reply setWithExpiry(
      Context context, Args args, Expiration.Unit unit, String commandName) {
    long lifetime = new Expiration(unit, args.bytes(2)).lifetime(context::now, commandName);
    context.key(args.bytes(1)).replaceStringFor(args.bytes(3), lifetime);
    return Reply.OK;
  }

  private static Reply getset(Context context, Args args) {
    Entry entry = context.key(args.bytes(1));
    Reply old = Strings.valueOrNull(entry);
    entry.replaceString(args.bytes(2), Entry.NO_EXPIRY);
    return old;
  }
}
