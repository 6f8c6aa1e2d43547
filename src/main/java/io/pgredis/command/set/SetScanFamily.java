package io.pgredis.command.set;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.KeySpec;
import io.pgredis.command.ScanCursor;
import io.pgredis.command.ScanOptions;
import io.pgredis.keyspace.SetView;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * SSCAN: the members of a set page by page. A cursor is a position in the order of the members'
 * digests, so every instance can go on from it, and a member that is there throughout is always
 * found. A small set is answered whole.
 */
public final class SetScanFamily implements Family {
  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("sscan", -3)
            .group(Group.SET)
            .flags(Flag.READONLY)
            .categories("set")
            .key(KeySpec.at(1, RO, ACCESS))
            .tips("nondeterministic_output")
            .since("2.8.0")
            .complexity("O(N) where N is COUNT; a whole round costs the number of members.")
            .summary("Walks through the members of a set page by page.")
            .syntax("key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]")
            .run(SetScanFamily::scan));
  }

  private static Reply scan(Context context, Args args) {
    long from = ScanCursor.parse(args.bytes(2));
    SetView set = context.key(args.bytes(1)).set();
    if (set.isEmpty()) {
      return ScanOptions.NOTHING;
    }
    ScanOptions options = ScanOptions.parse(args, 3);
    SetView.MemberPage page = set.scan(from, options.count());
    List<Reply> found = new ArrayList<>(page.members().size());
    for (byte[] member : page.members()) {
      if (options.match(member)) {
        found.add(Reply.bulk(member));
      }
    }
    return ScanOptions.reply(page.next(), found);
  }
}
