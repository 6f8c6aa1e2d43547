package io.pgredis.engine;

import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Flag;
import io.pgredis.command.Invocation;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.WrongType;
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
  private boolean made;

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

  /** The command has looked its keys up: they count, whatever becomes of it. */
  void made() {
    if (!made && command.is(Flag.READONLY)) {
      find(null);
    }
    made = true;
  }

  /** Notes a key that the command looks up although its arguments do not name it. */
  void also(boolean exists) {
    if (exists) {
      hits++;
    } else {
      misses++;
    }
  }

  /** Notes what a command found up to a key of the wrong type, where it gave up. */
  void failed(WrongType failure) {
    hits = 0;
    misses = 0;
    find(failure.key());
    made = true;
  }

  /** How many keys were there. */
  int hits() {
    return made ? hits : 0;
  }

  /** How many were not. */
  int misses() {
    return made ? misses : 0;
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
    boolean exists = context.key(key).exists();
    also(exists);
    ended = exists && Arrays.equals(key, last);
  }
}
