package io.pgredis.engine;

import io.pgredis.command.ClientState;
import io.pgredis.command.Command;
import io.pgredis.command.Flag;
import io.pgredis.command.Invocation;
import io.pgredis.command.KeySpec;
import io.pgredis.command.Scope;
import io.pgredis.engine.Step.Kind;
import io.pgredis.keyspace.PlannedKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Says of each command of a pipeline what it will touch, before any of them runs. It follows SELECT
 * and MULTI as far as it can see; where it is wrong, the batch loads on demand or starts again, so
 * that nothing depends on it but speed.
 */
final class Planner {
  private int database;
  private boolean inMulti;
  private final List<Invocation> queued = new ArrayList<>();
  private Collection<ClientState.Watched> watched;

  Planner(ClientState state) {
    database = state.database();
    inMulti = state.inMulti();
    if (inMulti) {
      queued.addAll(state.queued());
    }
    watched = state.watched();
  }

  /** The next command. */
  Step plan(Invocation invocation) {
    Command command = invocation.command();
    if (invocation.refusal() != null && command != null && command.fullName().equals("exec")) {
      endMulti();
    }
    if (invocation.refusal() != null) {
      return new Step(invocation, Kind.FREE, List.of());
    }
    switch (command.fullName()) {
      case "multi" -> inMulti = true;
      case "discard" -> endMulti();
      case "reset" -> {
        endMulti();
        database = 0;
      }
      case "exec" -> {
        Step step = planExec(invocation);
        endMulti();
        return step;
      }
      case "select" -> {
        if (!inMulti) {
          followSelect(invocation);
        }
      }
      default -> {}
    }
    if (inMulti && !command.is(Flag.RUNS_IN_MULTI)) {
      queued.add(invocation);
      return new Step(invocation, Kind.FREE, List.of());
    }
    List<PlannedKey> keys = new ArrayList<>(2);
    Kind kind = kindOf(command, invocation, database, keys);
    return new Step(invocation, kind, keys);
  }

  private void endMulti() {
    inMulti = false;
    queued.clear();
    watched = List.of();
  }

  private void followSelect(Invocation invocation) {
    long number = io.pgredis.command.Args.parseLong(invocation.args()[1], -1);
    if (number >= 0 && number < Integer.MAX_VALUE) {
      database = (int) number;
    }
  }

  private Step planExec(Invocation exec) {
    List<PlannedKey> keys = new ArrayList<>();
    // Even without a queued command it has to look at keys that a WATCH of this pipeline may name.
    Kind strongest = Kind.READ;
    boolean wholeKeyspace = false;
    boolean writes = false;
    int before = database;
    for (Invocation invocation : queued) {
      if (invocation.command().fullName().equals("select")) {
        followSelect(invocation);
        continue;
      }
      Kind kind = kindOf(invocation.command(), invocation, database, keys);
      wholeKeyspace |= kind == Kind.KEYSPACE || kind == Kind.LONG;
      writes |= kind == Kind.WRITE;
      strongest = kind.compareTo(strongest) > 0 ? kind : strongest;
    }
    if (queued.isEmpty()) {
      database = before;
    }
    for (ClientState.Watched key : watched) {
      keys.add(new PlannedKey(key.database(), key.name(), false, true));
    }
    if (writes && (wholeKeyspace || keys.size() > BatchLimits.LOCKED_KEYS)) {
      strongest = Kind.STORE;
    }
    return new Step(exec, strongest, keys);
  }

  private static Kind kindOf(
      Command command, Invocation invocation, int database, List<PlannedKey> keys) {
    Scope scope = command.scope(invocation.args());
    if (scope == Scope.CONNECTION) {
      return Kind.FREE;
    }
    boolean write = command.is(Flag.WRITE) || command.marksKeys();
    boolean load = !command.isBlind(invocation.args());
    byte[][] args = invocation.args();
    int before = keys.size();
    if (command.keyFinder() != null || !write) {
      command.findKeys(args, i -> keys.add(new PlannedKey(database, args[i], write, load)));
    } else {
      for (KeySpec spec : command.keySpecs()) {
        boolean writesKey = spec.writes() || command.marksKeys();
        spec.find(args, i -> keys.add(new PlannedKey(database, args[i], writesKey, load)));
      }
    }
    if (command.hasWishes()) {
      addWishes(command, args, keys.subList(before, keys.size()));
    }
    return switch (scope) {
      case STORE -> Kind.STORE;
      case KEYSPACE -> write ? Kind.STORE : Kind.KEYSPACE;
      case KEYSPACE_LONG -> write ? Kind.STORE : Kind.LONG;
      default -> {
        if (!write) {
          yield Kind.READ;
        }
        yield keys.size() - before > BatchLimits.LOCKED_KEYS ? Kind.STORE : Kind.WRITE;
      }
    };
  }

  private static void addWishes(Command command, byte[][] args, List<PlannedKey> keys) {
    command.findWishes(
        args,
        (position, wish) -> {
          for (PlannedKey key : keys) {
            // The same array: a key's name is the argument itself.
            if (key.name() == args[position]) {
              key.wish(wish);
            }
          }
        });
  }
}
