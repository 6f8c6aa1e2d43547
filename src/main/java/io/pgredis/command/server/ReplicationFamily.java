package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.resp.Reply;
import java.util.List;
import java.util.Locale;

/**
 * ROLE, REPLICAOF, SLAVEOF, FAILOVER, REPLCONF, SYNC and PSYNC. Instances share a database instead
 * of copying from each other: each is a master without replicas, and nobody can become a replica of
 * it. PostgreSQL's own replication is another matter.
 */
public final class ReplicationFamily implements Family {
  private static final String NO_REPLICATION =
      "ERR pgredis does not replicate: its instances share a PostgreSQL database";
  private static final String HOST_OR_NO_ONE =
      "args:(host-port:(host port:integer) | no-one:(NO ONE))";

  /** A replica's address is shorter than this. */
  private static final int MAX_ADDRESS_BYTES = 256;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.server("role", 1)
            .since("2.8.12")
            .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST)
            .categories("admin", "dangerous")
            .summary("Answers the server's part in replication: always a master's.")
            .run(
                (context, args) ->
                    Reply.array(Reply.bulk("master"), Reply.ZERO, Reply.EMPTY_ARRAY)),
        replicaOf("replicaof").since("5.0.0"),
        replicaOf("slaveof").since("1.0.0").deprecated("5.0.0", "`REPLICAOF`"),
        ServerCommands.server("failover", -1)
            .since("6.2.0")
            .flags(Flag.ADMIN, Flag.NOSCRIPT, Flag.STALE)
            .summary("Hands the master's part over to a replica, of which there is none.")
            .syntax("[TO (host port:integer [FORCE])] [ABORT] [TIMEOUT milliseconds:integer]")
            .run(ReplicationFamily::failover),
        ServerCommands.administrative("replconf", -1)
            .since("3.0.0")
            .flags(Flag.ALLOW_BUSY)
            .systemCommand()
            .summary("Tells a master about a replica.")
            .run(ReplicationFamily::replConf),
        sync("sync", 1).since("1.0.0"),
        sync("psync", -3).since("2.8.0").syntax("replicationid offset:integer"));
  }

  private static Command.Builder replicaOf(String name) {
    return ServerCommands.server(name, 3)
        .flags(Flag.ADMIN, Flag.NOSCRIPT, Flag.STALE, Flag.NO_ASYNC_LOADING)
        .summary("Makes the server a replica, which it cannot be, or a master, which it is.")
        .syntax(HOST_OR_NO_ONE)
        .run(ReplicationFamily::replicaOf);
  }

  private static Command.Builder sync(String name, int arity) {
    return ServerCommands.server(name, arity)
        .flags(Flag.ADMIN, Flag.NOSCRIPT, Flag.NO_ASYNC_LOADING, Flag.NO_MULTI)
        .complexity("")
        .summary("Begins to copy a master, which is not possible here.")
        .run(
            (context, args) -> {
              throw new CommandError(NO_REPLICATION);
            });
  }

  private static Reply replicaOf(Context context, Args args) {
    if (args.is(1, "NO") && args.is(2, "ONE")) {
      return Reply.OK;
    }
    long port = Args.parseLong(args.bytes(2), -1);
    if (port < 0 || port > 65535) {
      throw new CommandError("ERR Invalid master port");
    }
    throw new CommandError(NO_REPLICATION);
  }

  private static Reply failover(Context context, Args args) {
    if (args.count() == 2 && args.is(1, "ABORT")) {
      throw new CommandError("ERR No failover in progress.");
    }
    boolean timeout = false;
    boolean target = false;
    boolean force = false;
    while (args.hasNext()) {
      if (!timeout && args.accept("TIMEOUT", 1)) {
        timeout = true;
        if (args.nextInteger() <= 0) {
          throw new CommandError("ERR FAILOVER timeout must be greater than 0");
        }
      } else if (!target && args.accept("TO", 2)) {
        target = true;
        args.next();
        args.nextInteger();
      } else if (!force && args.accept("FORCE")) {
        force = true;
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    throw new CommandError("ERR FAILOVER requires connected replicas.");
  }

  /** The first ACK or GETACK ends it, without a reply: it is a replica that says them. */
  private static Reply replConf(Context context, Args args) {
    if (args.count() % 2 == 0) {
      throw new CommandError(Errors.SYNTAX);
    }
    for (int i = 1; i < args.count(); i += 2) {
      switch (args.textToZero(i).toLowerCase(Locale.ROOT)) {
        case "ack", "getack" -> {
          return Reply.NONE;
        }
        case "capa" -> {}
        case "listening-port" -> args.integer(i + 1);
        case "ip-address" -> requireAddress(args.bytes(i + 1));
        case "rdb-only" -> requireZeroOrOne(args.integer(i + 1));
        case "rdb-filter-only" -> requireFilters(args.textToZero(i + 1));
        default ->
            throw new CommandError("ERR Unrecognized REPLCONF option: " + args.textToZero(i));
      }
    }
    return Reply.OK;
  }

  private static void requireAddress(byte[] address) {
    if (address.length >= MAX_ADDRESS_BYTES) {
      throw new CommandError(
          "ERR REPLCONF ip-address provided by replica instance is too long: "
              + address.length
              + " bytes");
    }
  }

  private static void requireZeroOrOne(long value) {
    if (value != 0 && value != 1) {
      throw new CommandError("ERR value is out of range, value must between 0 and 1");
    }
  }

  private static void requireFilters(String filters) {
    for (String filter : filters.split("\\s+")) {
      if (!filter.isEmpty() && !filter.equalsIgnoreCase("functions")) {
        throw new CommandError("ERR Unsupported rdb-filter-only option: " + filter);
      }
    }
  }
}
