package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Help;
import io.pgredis.command.KeySpec;
import io.pgredis.command.KeySpec.KeyFlag;
import io.pgredis.command.Scope;
import io.pgredis.keyspace.Entry;
import io.pgredis.resp.Reply;
import io.pgredis.sql.KeyspaceQueries;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;

/** MEMORY: what a key would take in Redis's memory, and what this process takes. */
public final class MemoryFamily implements Family {
  private static final String SLOW = "Depends on how much memory is allocated, could be slow";
  private static final double FULL_HEAP = 0.9;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.container("memory", "4.0.0")
            .summary("Looks at memory.")
            .sub(
                special("doctor")
                    .summary("Says in words whether memory is in order.")
                    .run(MemoryFamily::doctor))
            .sub(
                special("malloc-stats")
                    .complexity(SLOW)
                    .summary("Describes the JVM's memory pools.")
                    .run((context, args) -> pools()))
            .sub(
                memory("purge", 2)
                    .complexity(SLOW)
                    .tips("request_policy:all_shards", "response_policy:all_succeeded")
                    .summary("Collects garbage in the background.")
                    .run(MemoryFamily::purge))
            .sub(
                special("stats")
                    .scope(Scope.KEYSPACE)
                    .summary("Answers numbers about memory.")
                    .run(MemoryFamily::stats))
            .sub(
                memory("usage", -3)
                    .flags(Flag.READONLY)
                    .key(KeySpec.at(2, KeyFlag.RO))
                    .countsLookupsWhen(args -> false)
                    .complexity("O(N) where N is the number of samples.")
                    .summary("Answers how many bytes a key would take in Redis's memory, roughly.")
                    .syntax("key [SAMPLES count:integer]")
                    .run(MemoryFamily::usage))
            .sub(ServerCommands.help("4.0.0", context -> help())));
  }

  private static Command.Builder memory(String name, int arity) {
    return ServerCommands.server(name, arity).since("4.0.0");
  }

  private static Command.Builder special(String name) {
    return memory(name, 2)
        .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special");
  }

  private static Reply usage(Context context, Args args) {
    args.from(3);
    while (args.hasNext()) {
      if (!args.accept("SAMPLES", 1)) {
        throw new CommandError(Errors.SYNTAX);
      }
      if (args.nextInteger() < 0) {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    Entry entry = context.key(args.bytes(2));
    return entry.exists() ? Reply.integer(entry.footprint()) : Reply.NULL;
  }

  private static Reply purge(Context context, Args args) {
    context.afterCommit(() -> Thread.ofPlatform().daemon().name("pgredis-purge").start(System::gc));
    return Reply.OK;
  }

  private static Reply doctor(Context context, Args args) {
    MemoryFacts memory = MemoryFacts.now(context);
    long limit = Runtime.getRuntime().maxMemory();
    if (MemoryFacts.ratio(memory.used(), limit) > FULL_HEAP) {
      return Reply.verbatim(
          "The heap is nearly full: %s of %s are in use. Give the JVM more with -Xmx, or lower the limits of clients.\n"
              .formatted(MemoryFacts.human(memory.used()), MemoryFacts.human(limit)));
    }
    return Reply.verbatim(
        "Nothing to worry about: %s of a heap that may grow to %s are in use. The data are in PostgreSQL.\n"
            .formatted(MemoryFacts.human(memory.used()), MemoryFacts.human(limit)));
  }

  private static Reply pools() {
    StringBuilder text = new StringBuilder();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      text.append(pool.getName())
          .append(": used ")
          .append(MemoryFacts.human(pool.getUsage().getUsed()))
          .append(", committed ")
          .append(MemoryFacts.human(pool.getUsage().getCommitted()))
          .append('\n');
    }
    return Reply.verbatim(text.toString());
  }

  private static Reply stats(Context context, Args args) {
    MemoryFacts memory = MemoryFacts.now(context);
    List<KeyspaceQueries.Counts> counts = context.data().whole().countAll();
    long keys = counts.stream().mapToLong(KeyspaceQueries.Counts::keys).sum();
    long dataset = Math.max(0, memory.used() - memory.clients());
    Numbers numbers = new Numbers();
    numbers.add("peak.allocated", memory.peak());
    numbers.add("total.allocated", memory.used());
    numbers.add("startup.allocated", 0);
    numbers.add("replication.backlog", 0);
    numbers.add("clients.slaves", 0);
    numbers.add("clients.normal", memory.clients());
    numbers.add("cluster.links", 0);
    numbers.add("aof.buffer", 0);
    numbers.add("lua.caches", 0);
    numbers.add("functions.caches", 0);
    numbers.addDatabases(counts);
    numbers.add("overhead.total", memory.clients());
    numbers.add("keys.count", keys);
    numbers.add("keys.bytes-per-key", keys == 0 ? 0 : dataset / keys);
    numbers.add("dataset.bytes", dataset);
    numbers.add("dataset.percentage", 100 * MemoryFacts.ratio(dataset, memory.used()));
    numbers.add("peak.percentage", 100 * MemoryFacts.ratio(memory.used(), memory.peak()));
    numbers.add("allocator.allocated", memory.used());
    numbers.add("allocator.active", memory.committed());
    numbers.add("allocator.resident", memory.resident());
    numbers.addPair("allocator-fragmentation", memory.committed(), memory.used());
    numbers.addPair("allocator-rss", memory.resident(), memory.committed());
    numbers.addPair("rss-overhead", memory.resident(), memory.resident());
    numbers.add("fragmentation", MemoryFacts.ratio(memory.resident(), memory.used()));
    numbers.add("fragmentation.bytes", memory.resident() - memory.used());
    return Reply.map(numbers.flat);
  }

  /** Names and numbers of the reply in the making. */
  private static final class Numbers {
    private final List<Reply> flat = new ArrayList<>();

    void add(String name, long number) {
      flat.add(Reply.bulk(name));
      flat.add(Reply.integer(number));
    }

    void add(String name, double number) {
      flat.add(Reply.bulk(name));
      flat.add(Reply.dbl(number));
    }

    void addPair(String name, long part, long whole) {
      add(name + ".ratio", MemoryFacts.ratio(part, whole));
      add(name + ".bytes", part - whole);
    }

    /** Databases that have keys; their tables are in PostgreSQL and take no memory here. */
    void addDatabases(List<KeyspaceQueries.Counts> counts) {
      for (int i = 0; i < counts.size(); i++) {
        if (counts.get(i).keys() > 0) {
          Numbers tables = new Numbers();
          tables.add("overhead.hashtable.main", 0);
          tables.add("overhead.hashtable.expires", 0);
          tables.add("overhead.hashtable.slot-to-keys", 0);
          flat.add(Reply.bulk("db." + i));
          flat.add(Reply.map(tables.flat));
        }
      }
    }
  }

  private static Reply help() {
    return Help.of(
        "memory",
        "DOCTOR",
        "    Says in words whether memory is in order.",
        "MALLOC-STATS",
        "    Describes the JVM's memory pools.",
        "PURGE",
        "    Collects garbage in the background.",
        "STATS",
        "    Answers numbers about memory.",
        "USAGE <key> [SAMPLES <count>]",
        "    Answers how many bytes a key would take in Redis's memory, roughly.");
  }
}
