package io.pgredis.command.string;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

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
import io.pgredis.keyspace.ValueType;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * LCS: the longest common subsequence of two strings, its length (LEN), or where its pieces stand
 * in both (IDX).
 */
public final class LcsFamily implements Family {
  private static final String NOT_STRINGS = "ERR The specified keys must contain string values";
  private static final String AMBIGUOUS =
      "ERR If you want both the length and indexes, please just use IDX.";
  private static final String TOO_LARGE =
      "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len";
  private static final String NO_MEMORY =
      "ERR Insufficient memory, failed allocating transient memory for LCS";

  /** What Redis needs for each pair of positions, which its limit is stated in. In bytes. */
  private static final long REDIS_CELL_BYTES = 4;

  private record Options(boolean length, boolean indexes, boolean matchLengths, long minMatch) {}

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("lcs", -3)
            .group(Group.STRING)
            .flags(Flag.READONLY)
            .categories("string")
            .key(KeySpec.range(1, 1, 1, RO, ACCESS))
            .since("7.0.0")
            .complexity("O(N*M) where N and M are the lengths of the two strings.")
            .summary("Finds the longest common subsequence of two strings.")
            .syntax("key1:key key2:key [LEN] [IDX] [MINMATCHLEN len:integer] [WITHMATCHLEN]")
            .run(LcsFamily::lcs));
  }

  private static Reply lcs(Context context, Args args) {
    Entry first = context.key(args.bytes(1));
    Entry second = context.key(args.bytes(2));
    context.lookedUp();
    requireString(first);
    requireString(second);
    Options options = parse(args);
    long cells = (first.stringLength() + 1) * (second.stringLength() + 1);
    if (cells > Strings.maxBytes(context) / REDIS_CELL_BYTES) {
      throw new CommandError(TOO_LARGE);
    }
    if (cells > Integer.MAX_VALUE) {
      throw new CommandError(NO_MEMORY);
    }
    byte[] a = first.string();
    byte[] b = second.string();
    if (options.length) {
      return Reply.integer(LongestCommonSubsequence.length(a, b));
    }
    LongestCommonSubsequence found = LongestCommonSubsequence.of(a, b);
    return options.indexes ? indexes(found, options) : Reply.bulk(found.bytes());
  }

  private static void requireString(Entry entry) {
    if (entry.exists() && entry.type() != ValueType.STRING) {
      throw new CommandError(NOT_STRINGS);
    }
  }

  private static Options parse(Args args) {
    boolean length = false;
    boolean indexes = false;
    boolean matchLengths = false;
    long minMatch = 0;
    args.from(3);
    while (args.hasNext()) {
      if (args.accept("IDX")) {
        indexes = true;
      } else if (args.accept("LEN")) {
        length = true;
      } else if (args.accept("WITHMATCHLEN")) {
        matchLengths = true;
      } else if (args.accept("MINMATCHLEN", 1)) {
        minMatch = args.nextInteger();
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    if (length && indexes) {
      throw new CommandError(AMBIGUOUS);
    }
    return new Options(length, indexes, matchLengths, minMatch);
  }

  private static Reply indexes(LongestCommonSubsequence found, Options options) {
    List<Reply> matches = new ArrayList<>();
    for (LongestCommonSubsequence.Piece piece : found.pieces()) {
      if (piece.length() >= options.minMatch) {
        Reply inFirst = range(piece.inFirst(), piece.length());
        Reply inSecond = range(piece.inSecond(), piece.length());
        matches.add(
            options.matchLengths
                ? Reply.array(inFirst, inSecond, Reply.integer(piece.length()))
                : Reply.array(inFirst, inSecond));
      }
    }
    return Reply.map(
        Reply.bulk("matches"),
        Reply.array(matches),
        Reply.bulk("len"),
        Reply.integer(found.bytes().length));
  }

  private static Reply range(int start, int length) {
    return Reply.array(Reply.integer(start), Reply.integer(start + length - 1L));
  }
}
