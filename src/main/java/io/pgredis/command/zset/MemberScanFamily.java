package io.pgredis.command.zset;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.command.ScanCursor;
import io.pgredis.command.ScanOptions;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.keyspace.SortedSetView.MemberPage;
import io.pgredis.resp.DoubleFormat;
import io.pgredis.resp.Reply;
import io.pgredis.sql.ScoredMember;
import java.util.ArrayList;
import java.util.List;

/** ZSCAN: the members of a sorted set with their scores, page by page, in no order. */
public final class MemberScanFamily implements Family {
  /** Whole scores up to this are written as integers while a sorted set is a listpack. */
  private static final double INTEGER_END = 0x1p62;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ZsetCommand.named("zscan", -3)
            .flags(Flag.READONLY)
            .tips("nondeterministic_output")
            .key(KeySpec.at(1, RO, ACCESS))
            .since("2.8.0")
            .complexity("O(N) where N is COUNT; a whole round costs the number of members.")
            .summary("Walks through the members of a sorted set and their scores.")
            .syntax("key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]")
            .run(MemberScanFamily::zscan));
  }

  private static Reply zscan(Context context, Args args) {
    long cursor = ScanCursor.parse(args.bytes(2));
    SortedSetView set = context.key(args.bytes(1)).sortedSet();
    if (set.isEmpty()) {
      return ScanOptions.NOTHING;
    }
    ScanOptions options = ScanOptions.parse(args, 3);
    MemberPage page =
        set.scan(cursor == ScanCursor.BEYOND ? Long.MAX_VALUE : cursor, options.count());
    List<Reply> found = new ArrayList<>();
    for (ScoredMember element : page.members()) {
      if (options.match(element.member())) {
        found.add(Reply.bulk(element.member()));
        found.add(Reply.bulk(text(element.score(), set.isListpack())));
      }
    }
    return ScanOptions.reply(page.next(), found);
  }

  private static String text(double score, boolean listpack) {
    return listpack && Math.abs(score) <= INTEGER_END && score == (long) score
        ? Long.toString((long) score)
        : DoubleFormat.format(score);
  }
}
