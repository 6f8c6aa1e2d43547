package io.pgredis.command.string;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.INSERT;
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
import io.pgredis.keyspace.StringEncoding;
import io.pgredis.resp.Reply;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a string and its length: GETRANGE (once called SUBSTR), SETRANGE, APPEND and STRLEN. A
 * key that does not exist is an empty string; what is changed keeps its expiry; what is set behind
 * the end is filled up with zero bytes.
 */
public final class PartFamily implements Family {
  private static final String OFFSET_OUT_OF_RANGE = "ERR offset is out of range";
  private static final String COST_OF_PART = "O(N) where N is the length of the answer.";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        part("getrange")
            .since("2.4.0")
            .summary("Answers the part of a string between two positions, both included."),
        part("substr")
            .since("1.0.0")
            .deprecated("2.0.0", "`GETRANGE`")
            .summary("Answers the part of a string between two positions, both included."),
        Command.named("setrange", 4)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .categories("string")
            .key(KeySpec.at(1, RW, UPDATE))
            .since("2.2.0")
            .complexity("O(N) where N is the length of the string afterwards.")
            .summary("Overwrites a string from a position on, and lengthens it as needed.")
            .syntax("key offset:integer value")
            .run(PartFamily::setrange),
        Command.named("append", 3)
            .group(Group.STRING)
            .flags(Flag.WRITE, Flag.DENYOOM, Flag.FAST)
            .categories("string")
            .key(KeySpec.at(1, RW, INSERT))
            .since("2.0.0")
            .complexity("O(N) where N is the length of the string afterwards.")
            .summary("Adds bytes to the end of a string and answers its length.")
            .syntax("key value")
            .run(PartFamily::append),
        Command.named("strlen", 2)
            .group(Group.STRING)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("string")
            .key(KeySpec.at(1, RO))
            .since("2.2.0")
            .complexity("O(1)")
            .summary("Answers the length of a string in bytes.")
            .syntax("key")
            .run((context, args) -> Reply.integer(context.key(args.bytes(1)).stringLength())));
  }

  private static Command.Builder part(String name) {
    return Command.named(name, 4)
        .group(Group.STRING)
        .flags(Flag.READONLY)
        .categories("string")
        .key(KeySpec.at(1, RO, ACCESS))
        .complexity(COST_OF_PART)
        .syntax("key start:integer end:integer")
        .run(PartFamily::getrange);
  }

  private static Reply getrange(Context context, Args args) {
    long start = args.integer(2);
    long end = args.integer(3);
    Entry entry = context.key(args.bytes(1));
    long length = entry.stringLength();
    if (length == 0 || (start < 0 && end < 0 && start > end)) {
      return Reply.EMPTY_BULK;
    }
    long from = Math.max(0, start < 0 ? start + length : start);
    long to = Math.min(length - 1, Math.max(0, end < 0 ? end + length : end));
    if (from > to) {
      return Reply.EMPTY_BULK;
    }
    return Reply.bulk(entry.stringPart((int) from, (int) to + 1));
  }

  private static Reply setrange(Context context, Args args) {
    long offset = args.integer(2);
    if (offset < 0) {
      throw new CommandError(OFFSET_OUT_OF_RANGE);
    }
    byte[] part = args.bytes(3);
    Entry entry = context.key(args.bytes(1));
    long length = entry.stringLength();
    if (part.length == 0) {
      return Reply.integer(length);
    }
    checkLength(context, offset, part.length);
    int end = (int) offset + part.length;
    byte[] value = Arrays.copyOf(entry.string(), (int) Math.max(length, end));
    System.arraycopy(part, 0, value, (int) offset, part.length);
    entry.setString(value, StringEncoding.RAW);
    return Reply.integer(value.length);
  }

  private static Reply append(Context context, Args args) {
    byte[] tail = args.bytes(2);
    Entry entry = context.key(args.bytes(1));
    if (!entry.hasString()) {
      entry.replaceString(tail, Entry.NO_EXPIRY);
      return Reply.integer(tail.length);
    }
    long length = entry.stringLength();
    checkLength(context, length, tail.length);
    byte[] value = Arrays.copyOf(entry.string(), (int) length + tail.length);
    System.arraycopy(tail, 0, value, (int) length, tail.length);
    entry.setString(value, StringEncoding.RAW);
    return Reply.integer(value.length);
  }

  private static void checkLength(Context context, long length, long more) {
    if (length > Strings.maxBytes(context) - more) {
      throw new CommandError(Errors.STRING_TOO_LONG);
    }
  }
}
