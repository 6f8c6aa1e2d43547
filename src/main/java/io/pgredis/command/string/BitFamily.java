package io.pgredis.command.string;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
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
 * GETBIT, SETBIT and BITCOUNT: a string as a row of bits, the first one being the highest of the
 * first byte. A key that does not exist is an empty string; SETBIT fills up with zero bits what
 * lies before the bit that it sets.
 */
public final class BitFamily implements Family {
  private static final String BAD_OFFSET = "ERR bit offset is not an integer or out of range";
  private static final String BAD_BIT = "ERR bit is not an integer or out of range";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("getbit", 3)
            .group(Group.BITMAP)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("bitmap")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("2.2.0")
            .complexity("O(1)")
            .summary("Answers one bit of a string.")
            .syntax("key offset:integer")
            .run(BitFamily::getbit),
        Command.named("setbit", 4)
            .group(Group.BITMAP)
            .flags(Flag.WRITE, Flag.DENYOOM)
            .categories("bitmap")
            .key(KeySpec.at(1, RW, ACCESS, UPDATE))
            .since("2.2.0")
            .complexity("O(1)")
            .summary("Sets or clears one bit of a string and answers what it was.")
            .syntax("key offset:integer value:integer")
            .run(BitFamily::setbit),
        Command.named("bitcount", -2)
            .group(Group.BITMAP)
            .flags(Flag.READONLY)
            .categories("bitmap")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("2.6.0")
            .complexity("O(N)")
            .summary("Counts the bits that are set in a string or in a part of it.")
            .history("7.0.0", "Takes BYTE and BIT.")
            .syntax("key index:[start:integer end:integer index_unit:[BYTE | BIT]]")
            .run(BitFamily::bitcount));
  }

  private static Reply getbit(Context context, Args args) {
    long offset = offset(context, args);
    Entry entry = context.key(args.bytes(1));
    if (offset >> 3 >= entry.stringLength()) {
      return Reply.ZERO;
    }
    int index = (int) (offset >> 3);
    return bit(entry.stringPart(index, index + 1), offset & 7) ? Reply.ONE : Reply.ZERO;
  }

  private static Reply setbit(Context context, Args args) {
    long offset = offset(context, args);
    long on = args.integer(3, BAD_BIT);
    if (on != 0 && on != 1) {
      throw new CommandError(BAD_BIT);
    }
    Entry entry = context.key(args.bytes(1));
    byte[] before = entry.hasString() ? entry.string() : new byte[0];
    int index = (int) (offset >> 3);
    boolean grows = index >= before.length;
    boolean old = !grows && bit(before, offset);
    if (grows || old != (on == 1)) {
      byte[] after = Arrays.copyOf(before, Math.max(before.length, index + 1));
      int mask = 0x80 >> (offset & 7);
      after[index] = (byte) (on == 1 ? after[index] | mask : after[index] & ~mask);
      entry.setString(after, StringEncoding.RAW);
    } else if (!entry.encodingName().equals("raw")) {
      entry.recode(StringEncoding.RAW);
    }
    return old ? Reply.ONE : Reply.ZERO;
  }

  private static long offset(Context context, Args args) {
    long offset = args.integer(2, BAD_OFFSET);
    if (offset < 0 || offset >> 3 >= Strings.maxBytes(context)) {
      throw new CommandError(BAD_OFFSET);
    }
    return offset;
  }

  private static boolean bit(byte[] bytes, long offset) {
    return (bytes[(int) (offset >> 3)] & 0x80 >> (offset & 7)) != 0;
  }

  private static Reply bitcount(Context context, Args args) {
    Entry entry = context.key(args.bytes(1));
    if (!entry.hasString()) {
      return Reply.ZERO;
    }
    if (args.count() == 2) {
      byte[] all = entry.string();
      return Reply.integer(count(all, 0, all.length * 8L));
    }
    if (args.count() != 4 && args.count() != 5) {
      throw new CommandError(Errors.SYNTAX);
    }
    long start = args.integer(2);
    long end = args.integer(3);
    if (start < 0 && end < 0 && start > end) {
      return Reply.ZERO;
    }
    int unit = unit(args);
    long length = entry.stringLength() * 8 / unit;
    long from = Math.max(0, start < 0 ? start + length : start);
    long to = Math.min(length - 1, Math.max(0, end < 0 ? end + length : end));
    if (from > to) {
      return Reply.ZERO;
    }
    long fromBit = from * unit;
    long toBit = (to + 1) * unit;
    int first = (int) (fromBit >> 3);
    byte[] part = entry.stringPart(first, (int) ((toBit + Byte.SIZE - 1) >> 3));
    return Reply.integer(count(part, fromBit - first * 8L, toBit - first * 8L));
  }

  /** How many bits a position counts. */
  private static int unit(Args args) {
    if (args.count() == 4 || args.is(4, "BYTE")) {
      return Byte.SIZE;
    }
    if (args.is(4, "BIT")) {
      return 1;
    }
    throw new CommandError(Errors.SYNTAX);
  }

  private static long count(byte[] bytes, long fromBit, long toBit) {
    long count = 0;
    for (int i = (int) (fromBit >> 3); (long) i << 3 < toBit; i++) {
      int value = bytes[i] & 0xff;
      long firstBit = (long) i << 3;
      if (firstBit < fromBit) {
        value &= 0xff >> (fromBit - firstBit);
      }
      if (firstBit + Byte.SIZE > toBit) {
        value &= 0xff << (firstBit + Byte.SIZE - toBit);
      }
      count += Integer.bitCount(value);
    }
    return count;
  }
}
