package io.pgredis.command.generic;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.ScanCursor;
import io.pgredis.command.Scope;
import io.pgredis.keyspace.ValueType;
import io.pgredis.resp.Reply;
import io.pgredis.sql.KeyspaceQueries.Named;
import io.pgredis.sql.KeyspaceQueries.Page;
import io.pgredis.sql.Limits;
import io.pgredis.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SCAN: the keys of a database page by page. A cursor is a position in the order of the keys'
 * digests, so every instance can go on from it, and a key that is there throughout is always found.
 * Where few keys are left that begin as the pattern does, they are all answered in one page.
 */
public final class ScanFamily implements Family {
  private static final long DEFAULT_COUNT = 10;

  /** Everything matches if the pattern or the type is null. */
  private record Options(Glob pattern, long count, byte[] type) {

    boolean match(Named key) {
      return (pattern == null || pattern.matches(key.name()))
          && (type == null || Args.equalsIgnoreCase(type, ValueType.of(key.type()).label()));
    }
  }

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("scan", -2)
            .group(Group.GENERIC)
            .flags(Flag.READONLY)
            .categories("keyspace")
            .tips("nondeterministic_output", "request_policy:special")
            .scope(Scope.KEYSPACE)
            .since("2.8.0")
            .complexity("O(N) where N is COUNT; a whole round costs the number of keys.")
            .summary("Walks through the keys of the database page by page.")
            .history("6.0.0", "Takes TYPE.")
            .syntax("cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [TYPE type]")
            .run(ScanFamily::scan));
  }

  private static Reply scan(Context context, Args args) {
    long from = ScanCursor.parse(args.bytes(1));
    Options options = parse(args);
    if (from == ScanCursor.BEYOND) {
      return reply(0, List.of(), options);
    }
    int database = context.client().database();
    Optional<List<Named>> few = fewWithPrefix(context, database, from, options);
    if (few.isPresent()) {
      return reply(0, few.get(), options);
    }
    int rows = (int) Math.min(options.count, Limits.SCAN_ROWS);
    Page page = context.data().whole().page(database, from, rows);
    return reply(page.next(), page.keys(), options);
  }

  private static Optional<List<Named>> fewWithPrefix(
      Context context, int database, long from, Options options) {
    byte[] prefix = options.pattern == null ? new byte[0] : options.pattern.literalPrefix();
    if (prefix.length == 0) {
      return Optional.empty();
    }
    List<Named> keys =
        context.data().whole().keys(database, prefix, from, Limits.SCAN_PREFIX_ROWS + 1);
    return keys.size() > Limits.SCAN_PREFIX_ROWS ? Optional.empty() : Optional.of(keys);
  }

  private static Options parse(Args args) {
    Glob pattern = null;
    long count = DEFAULT_COUNT;
    byte[] type = null;
    args.from(2);
    while (args.hasNext()) {
      if (args.accept("COUNT", 1)) {
        count = args.nextInteger();
        if (count < 1) {
          throw new CommandError(Errors.SYNTAX);
        }
      } else if (args.accept("MATCH", 1)) {
        pattern = Glob.of(args.next());
      } else if (args.accept("TYPE", 1)) {
        type = args.next();
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    return new Options(pattern == null || pattern.isStar() ? null : pattern, count, type);
  }

  private static Reply reply(long next, List<Named> keys, Options options) {
    List<Reply> found = new ArrayList<>(keys.size());
    for (Named key : keys) {
      if (options.match(key)) {
        found.add(Reply.bulk(key.name()));
      }
    }
    return Reply.array(Reply.bulk(Long.toString(next)), Reply.array(found));
  }
}
