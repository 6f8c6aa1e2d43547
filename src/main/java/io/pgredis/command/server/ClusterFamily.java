package io.pgredis.command.server;

import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import java.util.List;

/**
 * CLUSTER, ASKING, READONLY and READWRITE. This is no cluster in Redis's sense: every instance has
 * all keys, and each of these commands answers as a server whose cluster support is switched off.
 */
public final class ClusterFamily implements Family {
  private static final String DISABLED = "ERR This instance has cluster support disabled";
  private static final String NODES = "O(N) where N is the total number of Cluster nodes";
  private static final String SLOTS = "O(N) where N is the total number of hash slot arguments";
  private static final String RANGES =
      "O(N) where N is the total number of the slots between the start slot and end slot"
          + " arguments.";
  private static final String SUMMARY = "Answers that cluster support is switched off.";
  private static final String UNSTEADY = "nondeterministic_output";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        container(),
        disabled("asking", 1).flags(Flag.FAST).categories("connection"),
        disabled("readonly", 1).flags(Flag.LOADING, Flag.STALE, Flag.FAST).categories("connection"),
        disabled("readwrite", 1)
            .flags(Flag.LOADING, Flag.STALE, Flag.FAST)
            .categories("connection"));
  }

  private static Command.Builder container() {
    return Command.named("cluster", -2)
        .group(Group.CLUSTER)
        .since("3.0.0")
        .complexity("Depends on subcommand.")
        .summary(SUMMARY)
        .sub(changing("addslots", -3).complexity(SLOTS).syntax("slot:integer..."))
        .sub(
            changing("addslotsrange", -4)
                .since("7.0.0")
                .complexity(RANGES)
                .syntax("(start-slot:integer end-slot:integer)..."))
        .sub(changing("bumpepoch", 2).tips(UNSTEADY))
        .sub(
            administrative("count-failure-reports", 3)
                .complexity("O(N) where N is the number of failure reports")
                .tips(UNSTEADY)
                .syntax("node-id"))
        .sub(asking("countkeysinslot", 3).syntax("slot:integer"))
        .sub(changing("delslots", -3).complexity(SLOTS).syntax("slot:integer..."))
        .sub(
            changing("delslotsrange", -4)
                .since("7.0.0")
                .complexity(RANGES)
                .syntax("(start-slot:integer end-slot:integer)..."))
        .sub(changing("failover", -2).syntax("[FORCE | TAKEOVER]"))
        .sub(changing("flushslots", 2))
        .sub(changing("forget", 3).syntax("node-id"))
        .sub(
            asking("getkeysinslot", 4)
                .complexity("O(log(N)) where N is the number of requested keys")
                .tips(UNSTEADY)
                .syntax("slot:integer count:integer"))
        .sub(disabled("help", 2).since("5.0.0").flags(Flag.LOADING, Flag.STALE))
        .sub(asking("info", 2).tips(UNSTEADY))
        .sub(
            asking("keyslot", 3)
                .complexity("O(N) where N is the number of bytes in the key")
                .syntax("key:string"))
        .sub(asking("links", 2).since("7.0.0").complexity(NODES).tips(UNSTEADY))
        .sub(changing("meet", -4).syntax("ip port:integer [cluster-bus-port:integer]"))
        .sub(asking("myid", 2))
        .sub(asking("nodes", 2).complexity(NODES).tips(UNSTEADY))
        .sub(administrative("replicas", 3).since("5.0.0").tips(UNSTEADY).syntax("node-id"))
        .sub(changing("replicate", 3).syntax("node-id"))
        .sub(
            disabled("reset", -2)
                .flags(Flag.ADMIN, Flag.NOSCRIPT, Flag.STALE)
                .complexity(
                    "O(N) where N is the number of known nodes. The command may execute a FLUSHALL"
                        + " as a side effect.")
                .syntax("[HARD | SOFT]"))
        .sub(changing("saveconfig", 2))
        .sub(changing("set-config-epoch", 3).syntax("config-epoch:integer"))
        .sub(
            changing("setslot", -4)
                .syntax(
                    "slot:integer subcommand:(IMPORTING node-id | MIGRATING node-id | NODE node-id"
                        + " | STABLE)"))
        .sub(
            asking("shards", 2)
                .since("7.0.0")
                .complexity("O(N) where N is the total number of cluster nodes")
                .tips(UNSTEADY))
        .sub(
            administrative("slaves", 3)
                .deprecated("5.0.0", "`CLUSTER REPLICAS`")
                .tips(UNSTEADY)
                .syntax("node-id"))
        .sub(
            asking("slots", 2)
                .complexity(NODES)
                .deprecated("7.0.0", "`CLUSTER SHARDS`")
                .tips(UNSTEADY));
  }

  private static Command.Builder disabled(String name, int arity) {
    return Command.named(name, arity)
        .group(Group.CLUSTER)
        .since("3.0.0")
        .complexity("O(1)")
        .summary(SUMMARY)
        .run(
            (context, args) -> {
              throw new CommandError(DISABLED);
            });
  }

  private static Command.Builder asking(String name, int arity) {
    return disabled(name, arity).flags(Flag.STALE);
  }

  private static Command.Builder administrative(String name, int arity) {
    return asking(name, arity).flags(Flag.ADMIN);
  }

  private static Command.Builder changing(String name, int arity) {
    return administrative(name, arity).flags(Flag.NO_ASYNC_LOADING);
  }
}
