package io.pgredis.command.transactions;

import io.pgredis.command.Args;
import io.pgredis.command.ClientState;
import io.pgredis.command.ClientState.ReplyMode;
import io.pgredis.command.ClientState.Watched;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.Invocation;
import io.pgredis.command.KeySpec;
import io.pgredis.command.KeySpec.KeyFlag;
import io.pgredis.command.Scope;
import io.pgredis.keyspace.Entry;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * MULTI, EXEC, DISCARD, WATCH and UNWATCH: a run of commands that nothing comes between, on
 * condition that watched keys have not changed. EXEC refuses if a command could not be queued; a
 * command that fails while EXEC runs does not undo the others.
 */
public final class Transactions implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        transaction("multi", 1)
            .since("1.2.0")
            .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.ALLOW_BUSY)
            .flags(Flag.RUNS_IN_MULTI)
            .summary("Opens a transaction: the commands that follow are queued.")
            .complexity("O(1)")
            .run(Transactions::multi),
        transaction("exec", 1)
            .since("1.2.0")
            .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.SKIP_SLOWLOG)
            .flags(Flag.RUNS_IN_MULTI)
            .scope(Scope.KEYS)
            .summary("Runs what has been queued, unless a watched key has changed.")
            .complexity("Depends on commands in the transaction")
            .run(Transactions::exec),
        transaction("discard", 1)
            .since("2.0.0")
            .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.ALLOW_BUSY)
            .flags(Flag.RUNS_IN_MULTI)
            .summary("Closes a transaction and forgets what has been queued.")
            .complexity("O(N), when N is the number of queued commands")
            .run(Transactions::discard),
        transaction("watch", -2)
            .since("2.2.0")
            .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.ALLOW_BUSY)
            .flags(Flag.RUNS_IN_MULTI)
            .key(KeySpec.range(1, -1, 1, KeyFlag.RO))
            .marksKeys()
            .summary("Notes keys: the next EXEC runs only if none of them has changed by then.")
            .complexity("O(1) for every key.")
            .syntax("key...")
            .run(Transactions::watch),
        transaction("unwatch", 1)
            .since("2.2.0")
            .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.ALLOW_BUSY)
            .summary("Forgets all watched keys.")
            .complexity("O(1)")
            .run(Transactions::unwatch));
  }

  private static Command.Builder transaction(String name, int arity) {
    return Command.named(name, arity).group(Group.TRANSACTIONS).categories("transaction");
  }

  private static Reply multi(Context context, Args args) {
    if (context.client().inMulti()) {
      throw new CommandError("ERR MULTI calls can not be nested");
    }
    context.client().beginMulti();
    return Reply.OK;
  }

  private static Reply discard(Context context, Args args) {
    if (!context.client().inMulti()) {
      throw new CommandError("ERR DISCARD without MULTI");
    }
    context.client().endMulti();
    return Reply.OK;
  }

  private static Reply watch(Context context, Args args) {
    ClientState client = context.client();
    if (client.inMulti()) {
      throw new CommandError("ERR WATCH inside MULTI is not allowed");
    }
    List<Watched> watched = new ArrayList<>(args.count() - 1);
    for (int i = 1; i < args.count(); i++) {
      byte[] name = args.bytes(i);
      Entry entry = context.key(name);
      boolean existed = entry.exists();
      long changes = context.data().changes(client.database());
      watched.add(new Watched(client.database(), changes, name, existed, entry.watchedVersion()));
    }
    client.watch(watched);
    if (client.heldBytes() > context.services().config().clientQueryBufferLimit.get()) {
      client.closeAfterReply(true);
    }
    return Reply.OK;
  }

  private static Reply unwatch(Context context, Args args) {
    context.client().unwatch();
    return Reply.OK;
  }

  private static Reply exec(Context context, Args args) {
    ClientState client = context.client();
    if (!client.inMulti()) {
      throw new CommandError("ERR EXEC without MULTI");
    }
    List<Invocation> queued = client.queued();
    boolean failed = client.queueFailed();
    Collection<Watched> watched = client.watched();
    client.endMulti();
    if (failed) {
      throw new CommandError(Errors.EXEC_ABORT);
    }
    for (Watched key : watched) {
      if (hasChanged(context, key)) {
        return Reply.NULL_ARRAY;
      }
    }
    client.executing(queued.size());
    try {
      return callAll(context, queued);
    } finally {
      client.executing(-1);
    }
  }

  private static Reply callAll(Context context, List<Invocation> queued) {
    ClientState client = context.client();
    List<Reply> replies = new ArrayList<>(queued.size());
    int protocol = client.protocol();
    boolean header = client.replyMode().sends();
    boolean torn = client.replyMode() != ReplyMode.ON;
    for (Invocation invocation : queued) {
      boolean killed = client.closeAfterReply();
      Reply reply = context.call(invocation);
      if (client.protocol() != protocol) {
        // What came before HELLO keeps the form of its time.
        int before = protocol;
        replies.replaceAll(
            r -> r instanceof Reply.InProtocol ? r : new Reply.InProtocol(r, before));
        protocol = client.protocol();
      }
      torn |= client.replyMode() != ReplyMode.ON || killed;
      if (client.replyMode().sends() && !killed) {
        replies.add(reply);
      }
    }
    return torn ? new Reply.Torn(header ? queued.size() : -1, replies) : Reply.array(replies);
  }

  /**
   * A key that existed must still be there unchanged, in a database that has not been emptied or
   * swapped. One that did not must still have its marker, which FLUSHDB and SWAPDB leave with the
   * database's number, unless they bring a key.
   */
  private static boolean hasChanged(Context context, Watched key) {
    if (key.existed() && context.data().changes(key.database()) != key.databaseChanges()) {
      return true;
    }
    Entry now = context.data().entry(key.database(), key.name());
    return !now.isUnchanged(key.existed(), key.version());
  }
}
