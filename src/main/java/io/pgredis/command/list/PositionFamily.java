package io.pgredis.command.list;

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
import io.pgredis.keyspace.ListEnd;
import io.pgredis.keyspace.ListView;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * LPOS: at which indexes of a list an element stands. RANK skips matches and, negative, searches
 * from the tail; COUNT asks for several (0: for all); MAXLEN bounds how many elements are looked at
 * (0: all).
 */
public final class PositionFamily implements Family {
  private static final String ZERO_RANK =
      "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use"
          + " negative to start from the end of the list";
  private static final String NEGATIVE_COUNT = "ERR COUNT can't be negative";
  private static final String NEGATIVE_MAXLEN = "ERR MAXLEN can't be negative";

  /** No COUNT was given: the answer is one index instead of an array. */
  private static final long SINGLE = -1;

  /** A COUNT of 0 means all matches. */
  private static final long ALL = 0;

  private record Options(long rank, long count, long maxLength) {}

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("lpos", -3)
            .group(Group.LIST)
            .flags(Flag.READONLY)
            .categories("list")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("6.0.6")
            .complexity("O(N) where N is the number of elements looked at")
            .summary("Answers at which indexes of a list an element stands.")
            .syntax(
                "key element [RANK rank:integer] [COUNT num-matches:integer]"
                    + " [MAXLEN len:integer]")
            .run(PositionFamily::lpos));
  }

  private static Reply lpos(Context context, Args args) {
    Options options = parse(args);
    ListView list = context.key(args.bytes(1)).list();
    ListEnd from = options.rank < 0 ? ListEnd.TAIL : ListEnd.HEAD;
    // The negative of Long.MIN_VALUE stays negative: in Redis no match is skipped then, and COUNT
    // is never reached.
    long skip = Math.max(1, Math.abs(options.rank)) - 1;
    long count = options.rank == Long.MIN_VALUE ? ALL : options.count;
    long limit = options.count == SINGLE ? 1 : count;
    long[] found = list.find(args.bytes(2), from, skip, limit, options.maxLength);
    if (options.count == SINGLE) {
      return found.length == 0 ? Reply.NULL : Reply.integer(found[0]);
    }
    List<Reply> indexes = new ArrayList<>(found.length);
    for (long index : found) {
      indexes.add(Reply.integer(index));
    }
    return Reply.array(indexes);
  }

  private static Options parse(Args args) {
    long rank = 1;
    long count = SINGLE;
    long maxLength = 0;
    args.from(3);
    while (args.hasNext()) {
      if (args.accept("RANK", 1)) {
        rank = args.nextInteger();
        if (rank == 0) {
          throw new CommandError(ZERO_RANK);
        }
      } else if (args.accept("COUNT", 1)) {
        count = notNegative(args.next(), NEGATIVE_COUNT);
      } else if (args.accept("MAXLEN", 1)) {
        maxLength = notNegative(args.next(), NEGATIVE_MAXLEN);
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    return new Options(rank, count, maxLength);
  }

  private static long notNegative(byte[] argument, String otherwise) {
    long value = Args.parseLong(argument, -1);
    if (value < 0) {
      throw new CommandError(otherwise);
    }
    return value;
  }
}
