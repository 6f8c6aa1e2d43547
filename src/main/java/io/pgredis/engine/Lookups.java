package io.pgredis.engine;

import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Flag;
import io.pgredis.command.Invocation;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.WrongType;
import io.pgredis.metrics.Statistics;
import java.util.Arrays;

/**
 * The keys that one command looks up as a reader, for keyspace_hits and keyspace_misses of INFO.
 * Asking whether they exist costs no round trip: the command asks the same, before or after.
 */
final class Lookups {
  private final Context context;
  private final Command command;
  private final byte[][] args;
  private int hits;
  private int misses;
  private boolean ended;

  Lookups(Context context, Invocation invocation) {
    this.context = context;
    this.command = invocation.command();
    this.args = invocation.args();
  }

  /** Notes what a write finds, which it may be about to change. */
  void before() {
    if (command.is(Flag.WRITE)) {
      find(null);
    }
  }

  /** Counts what a command that succeeded has found. */
  void succeeded() {
    if (command.is(Flag.READONLY)) {
      find(null);
    }
    count();
  }

  /** Counts what a command found up to a key of the wrong type, where it gave up. */
  void failed(WrongType failure) {
    hits = 0;
    misses = 0;
    find(failure.key());
    count();
  }

  private void find(byte[] last) {
    for (KeySpec spec : command.keySpecs()) {
      if (command.countsLookups(spec, args)) {
        spec.find(args, i -> find(args[i], last));
      }
    }
  }

  private void find(byte[] key, byte[] last) {
    if (ended) {
      return;
    }
    if (context.key(key).exists()) {
      hits++;
      ended = Arrays.equals(key, last);
    } else {
      misses++;
    }
  }

  private void count() {
    Statistics statistics = context.services().statistics();
    if (hits > 0) {
      statistics.keyspaceHits.add(hits);
    }
    if (misses > 0) {
      statistics.keyspaceMisses.add(misses);
    }
  }
}
