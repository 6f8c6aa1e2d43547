package io.pgredis.command.string;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.DELETE;
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
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * GET, and its variants that also delete the key (GETDEL) or change its expiry (GETEX). All answer
 * the string as it was, null if there is none, and an error for another type.
 */
public final class GetFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("get", 2)
            .group(Group.STRING)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("string")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Answers the string at a key.")
            .syntax("key")
            .run((context, args) -> Strings.valueOrNull(context.key(args.bytes(1)))),
        Command.named("getdel", 2)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.FAST)
            .categories("string")
            .key(KeySpec.at(1, RW, ACCESS, DELETE))
            .countsLookupsWhen(args -> true)
            .since("6.2.0")
            .complexity("O(1)")
            .summary("Answers the string at a key and deletes the key.")
            .syntax("key")
            .run(GetFamily::getdel),
        Command.named("getex", -2)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.FAST)
            .categories("string")
            .key(
                KeySpec.at(1, RW, ACCESS, UPDATE)
                    .withNotes("RW and UPDATE because it changes the TTL"))
            .countsLookupsWhen(args -> true)
            .since("6.2.0")
            .complexity("O(1)")
            .summary("Answers the string at a key and sets or removes the key's expiry.")
            .syntax(
                "key expiration:[EX seconds:integer | PX milliseconds:integer"
                    + " | EXAT unix-time-seconds:unix-time"
                    + " | PXAT unix-time-milliseconds:unix-time | PERSIST]")
            .run(GetFamily::getex));
  }

  private static Reply getdel(Context context, Args args) {
    Entry entry = context.key(args.bytes(1));
    Reply value = Strings.valueOrNull(entry);
    entry.delete();
    return value;
  }

  private static Reply getex(Context context, Args args) {
    boolean persist = false;
    Expiration expiration = null;
    args.from(2);
    while (args.hasNext()) {
      if (expiration == null && args.accept("PERSIST")) {
        persist = true;
      } else if (persist) {
        throw new CommandError(Errors.SYNTAX);
      } else {
        expiration =
            Expiration.accept(args, expiration).orElseThrow(() -> new CommandError(Errors.SYNTAX));
      }
    }
    Entry entry = context.key(args.bytes(1));
    Reply value = Strings.valueOrNull(entry);
    if (value == Reply.NULL) {
      return value;
    }
    if (expiration != null) {
      long expiresAt = expiration.millis(context::now, "getex");
      if (expiresAt <= context.now()) {
        entry.delete();
      } else {
        entry.expireAt(expiresAt);
      }
    } else if (persist && entry.expiresAt() != Entry.NO_EXPIRY) {
      entry.expireAt(Entry.NO_EXPIRY);
    }
    return value;
  }
}
