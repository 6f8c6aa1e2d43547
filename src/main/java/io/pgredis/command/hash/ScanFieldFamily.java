package io.pgredis.command.hash;

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
import io.pgredis.keyspace.HashView;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * HSCAN: the fields of a hash page by page, in the order of their digests; a small hash is answered
 * as a whole.
 */
public final class ScanFieldFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Hashes.command("hscan", -3)
            .flags(Flag.READONLY)
            .key(KeySpec.at(1, RO, ACCESS))
            .tips("nondeterministic_output")
            .since("2.8.0")
            .complexity("O(N) where N is COUNT; a whole round costs the number of fields.")
            .summary("Walks through the fields of a hash page by page.")
            .syntax("key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]")
            .run(ScanFieldFamily::hscan));
  }

  private static Reply hscan(Context context, Args args) {
    long cursor = ScanCursor.parse(args.bytes(2));
    HashView hash = context.key(args.bytes(1)).hash();
    if (hash.isEmpty()) {
      return ScanOptions.NOTHING;
    }
    ScanOptions options = ScanOptions.parse(args, 3);
    HashView.FieldPage page =
        hash.scan(cursor == ScanCursor.BEYOND ? Long.MAX_VALUE : cursor, options.count());
    List<HashView.Named> found =
        page.fields().stream().filter(field -> options.match(field.name())).toList();
    return ScanOptions.reply(page.next(), Hashes.flat(found));
  }
}
