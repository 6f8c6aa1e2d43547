package io.pgredis.command.hash;

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
import io.pgredis.command.HumanFloat;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.HashView;
import io.pgredis.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * HINCRBY and HINCRBYFLOAT: a field read as a number, 0 if it does not exist, plus a number. The
 * field keeps its expiry; an overflow is an error and changes nothing.
 */
public final class IncrementFieldFamily implements Family {
  private static final String NOT_AN_INTEGER = "ERR hash value is not an integer";
  private static final String NOT_A_FLOAT = "ERR hash value is not a float";
  private static final String NOT_FINITE_ARGUMENT = "ERR value is NaN or Infinity";
  private static final String NOT_FINITE = "ERR increment would produce NaN or Infinity";
  private static final byte[] NOUGHT = {'0'};

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        increment("hincrby")
            .since("2.0.0")
            .summary("Adds a number to the integer in a field.")
            .syntax("key field increment:integer")
            .run(IncrementFieldFamily::hincrby),
        increment("hincrbyfloat")
            .since("2.6.0")
            .summary("Adds a floating-point number to the one in a field.")
            .syntax("key field increment:double")
            .run(IncrementFieldFamily::hincrbyfloat));
  }

  private static Command.Builder increment(String name) {
    return Hashes.command(name, 4)
        .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
        .key(KeySpec.at(1, RW, ACCESS, UPDATE))
        .wishes(Hashes::oneField)
        .complexity("O(1)");
  }

  private static Reply hincrby(Context context, Args args) {
    long increment = args.integer(3);
    HashView hash = context.key(args.bytes(1)).hash();
    byte[] field = args.bytes(2);
    long before = integer(hash.get(field));
    long after = before + increment;
    // Overflowed if the sum's sign differs from that of both numbers.
    if (((before ^ after) & (increment ^ after)) < 0) {
      throw new CommandError(Errors.OVERFLOW);
    }
    set(hash, field, Long.toString(after));
    return Reply.integer(after);
  }

  private static long integer(Optional<byte[]> value) {
    Args number = new Args(new byte[][] {value.orElse(NOUGHT)});
    return number.integer(0, NOT_AN_INTEGER);
  }

  private static Reply hincrbyfloat(Context context, Args args) {
    HumanFloat increment = parse(args.bytes(3), Errors.NOT_A_FLOAT.text());
    if (!increment.isFinite()) {
      throw new CommandError(NOT_FINITE_ARGUMENT);
    }
    HashView hash = context.key(args.bytes(1)).hash();
    byte[] field = args.bytes(2);
    HumanFloat after = parse(hash.get(field).orElse(NOUGHT), NOT_A_FLOAT).plus(increment);
    if (!after.isFinite()) {
      throw new CommandError(NOT_FINITE);
    }
    set(hash, field, after.format());
    return Reply.bulk(after.format());
  }

  private static HumanFloat parse(byte[] text, String otherwise) {
    return HumanFloat.parse(text).orElseThrow(() -> new CommandError(otherwise));
  }

  private static void set(HashView hash, byte[] field, String number) {
    long expiresAt = hash.expiresAt(field).orElse(HashView.NO_EXPIRY);
    hash.put(field, number.getBytes(StandardCharsets.US_ASCII), expiresAt);
  }
}
