package io.pgredis.command.generic;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * TTL, PTTL, EXPIRETIME and PEXPIRETIME: how long a key goes on to exist, or until when; -1 if for
 * ever, -2 if it does not exist. Seconds are rounded to the nearest.
 */
public final class TtlFamily implements Family {
  private static final Reply NO_KEY = Reply.integer(-2);
  private static final Reply NO_EXPIRY = Reply.integer(-1);

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        remaining("ttl")
            .since("1.0.0")
            .summary("Answers in how many seconds a key expires.")
            .run((context, args) -> answer(context, args, false, true)),
        remaining("pttl")
            .since("2.6.0")
            .summary("Answers in how many milliseconds a key expires.")
            .run((context, args) -> answer(context, args, false, false)),
        command("expiretime")
            .since("7.0.0")
            .summary("Answers the Unix time in seconds at which a key expires.")
            .run((context, args) -> answer(context, args, true, true)),
        command("pexpiretime")
            .since("7.0.0")
            .summary("Answers the Unix time in milliseconds at which a key expires.")
            .run((context, args) -> answer(context, args, true, false)));
  }

  private static Command.Builder remaining(String name) {
    return command(name)
        .tips("nondeterministic_output")
        .history("2.8.0", "Answers -2 for a key that does not exist.");
  }

  private static Command.Builder command(String name) {
    return Command.named(name, 2)
        .group(Group.GENERIC)
        .flags(Flag.READONLY, Flag.FAST)
        .categories("keyspace")
        .key(KeySpec.at(1, RO, ACCESS))
        .complexity("O(1)")
        .syntax("key");
  }

  /** Rounded; the sum may pass the largest number with a sign, the quotient does not. */
  private static long toSeconds(long millis) {
    return Long.divideUnsigned(millis + 500, 1000);
  }

  private static Reply answer(Context context, Args args, boolean absolute, boolean seconds) {
    Entry entry = context.key(args.bytes(1));
    if (!entry.exists()) {
      return NO_KEY;
    }
    long expiresAt = entry.expiresAt();
    if (expiresAt == Entry.NO_EXPIRY) {
      return NO_EXPIRY;
    }
    long millis = absolute ? expiresAt : expiresAt - context.now();
    return Reply.integer(seconds ? toSeconds(millis) : millis);
  }
}
