package io.pgredis.command.generic;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.Scope;
import io.pgredis.resp.Reply;
import io.pgredis.sql.KeyspaceQueries;
import io.pgredis.text.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** KEYS, RANDOMKEY and DBSIZE: what keys the selected database has. */
public final class KeysFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("keys", 2)
            .group(Group.GENERIC)
            .flags(Flag.READONLY)
            .categories("keyspace", "dangerous")
            .tips("request_policy:all_shards", "nondeterministic_output_order")
            .scope(Scope.KEYSPACE_LONG)
            .since("1.0.0")
            .complexity(
                "O(N) where N is the number of keys that begin as the pattern does up to its first"
                    + " wildcard.")
            .summary("Lists the keys that match a pattern.")
            .syntax("pattern:pattern")
            .run(KeysFamily::keys),
        Command.named("randomkey", 1)
            .group(Group.GENERIC)
            .flags(Flag.READONLY)
            .categories("keyspace")
            .tips("request_policy:all_shards", "nondeterministic_output")
            .scope(Scope.KEYSPACE)
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Answers some key of the database.")
            .run(KeysFamily::randomKey),
        Command.named("dbsize", 1)
            .group(Group.SERVER)
            .flags(Flag.READONLY, Flag.FAST)
            .categories("keyspace")
            .tips("request_policy:all_shards", "response_policy:agg_sum")
            .scope(Scope.KEYSPACE)
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Counts the keys of the database.")
            .run(KeysFamily::dbSize));
  }

  private static Reply keys(Context context, Args args) {
    Glob glob = Glob.of(args.bytes(1));
    boolean all = glob.isStar();
    List<Reply> found = new ArrayList<>();
    for (KeyspaceQueries.Named key :
        context.data().whole().keys(context.client().database(), glob.literalPrefix())) {
      if (all || glob.matches(key.name())) {
        found.add(Reply.bulk(key.name()));
      }
    }
    return Reply.array(found);
  }

  private static Reply randomKey(Context context, Args args) {
    long position = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    return context
        .data()
        .whole()
        .keyNear(context.client().database(), position)
        .map(Reply::bulk)
        .orElse(Reply.NULL);
  }

  private static Reply dbSize(Context context, Args args) {
    return Reply.integer(context.data().whole().count(context.client().database()).keys());
  }
}
