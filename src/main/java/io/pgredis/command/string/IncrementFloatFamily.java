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
import io.pgredis.command.HumanFloat;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.StringEncoding;
import io.pgredis.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * INCRBYFLOAT: a string read as a long double, 0 if the key does not exist, plus a number. The key
 * keeps its expiry; the answer is what is stored.
 */
public final class IncrementFloatFamily implements Family {
  private static final String NOT_FINITE = "ERR increment would produce NaN or Infinity";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("incrbyfloat", 3)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .categories("string")
            .key(KeySpec.at(1, RW, ACCESS, UPDATE))
            .since("2.6.0")
            .complexity("O(1)")
            .summary("Adds a floating-point number to the one at a key.")
            .syntax("key increment:double")
            .run(IncrementFloatFamily::add));
  }

  private static Reply add(Context context, Args args) {
    Entry entry = context.key(args.bytes(1));
    HumanFloat before = entry.hasString() ? number(entry) : HumanFloat.ZERO;
    HumanFloat after = before.plus(parse(args.bytes(2)));
    if (!after.isFinite()) {
      throw new CommandError(NOT_FINITE);
    }
    byte[] text = after.format().getBytes(StandardCharsets.US_ASCII);
    entry.setString(text, StringEncoding.PLAIN);
    return Reply.bulk(text);
  }

  private static HumanFloat number(Entry entry) {
    if (entry.stringLength() >= HumanFloat.MAX_TEXT_BYTES) {
      throw new CommandError(Errors.NOT_A_FLOAT);
    }
    return parse(entry.string());
  }

  private static HumanFloat parse(byte[] text) {
    return HumanFloat.parse(text).orElseThrow(() -> new CommandError(Errors.NOT_A_FLOAT));
  }
}
