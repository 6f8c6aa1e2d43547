package io.pgredis.command.string;

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
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.StringEncoding;
import io.pgredis.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * INCR, DECR, INCRBY and DECRBY: a string read as a 64-bit integer, 0 if the key does not exist,
 * plus a number. The key keeps its expiry; an overflow is an error and changes nothing.
 */
public final class IncrementFamily implements Family {
  private static final String DECREMENT_OVERFLOW = "ERR decrement would overflow";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        counter("incr", 2)
            .summary("Adds one to the integer at a key.")
            .syntax("key")
            .run((context, args) -> add(context, args, 1)),
        counter("decr", 2)
            .summary("Takes one from the integer at a key.")
            .syntax("key")
            .run((context, args) -> add(context, args, -1)),
        counter("incrby", 3)
            .summary("Adds a number to the integer at a key.")
            .syntax("key increment:integer")
            .run((context, args) -> add(context, args, args.integer(2))),
        counter("decrby", 3)
            .summary("Takes a number from the integer at a key.")
            .syntax("key decrement:integer")
            .run(IncrementFamily::decrby));
  }

  private static Command.Builder counter(String name, int arity) {
    return Command.named(name, arity)
        .group(Group.STRING)
        .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
        .categories("string")
        .key(KeySpec.at(1, RW, ACCESS, UPDATE))
        .since("1.0.0")
        .complexity("O(1)");
  }

  private static Reply decrby(Context context, Args args) {
    long decrement = args.integer(2);
    if (decrement == Long.MIN_VALUE) {
      throw new CommandError(DECREMENT_OVERFLOW);
    }
    return add(context, args, -decrement);
  }

  private static Reply add(Context context, Args args, long increment) {
    Entry entry = context.key(args.bytes(1));
    long before = entry.hasString() ? integer(entry) : 0;
    long after = before + increment;
    // Overflowed if the sum's sign differs from that of both numbers.
    if (((before ^ after) & (increment ^ after)) < 0) {
      throw new CommandError(Errors.OVERFLOW);
    }
    entry.setString(
        Long.toString(after).getBytes(StandardCharsets.US_ASCII), StringEncoding.AUTOMATIC);
    return Reply.integer(after);
  }

  private static long integer(Entry entry) {
    if (entry.stringLength() > Strings.LONGEST_INTEGER) {
      throw new CommandError(Errors.NOT_AN_INTEGER);
    }
    return Args.integer(entry.string());
  }
}
