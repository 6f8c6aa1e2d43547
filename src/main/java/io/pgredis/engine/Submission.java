package io.pgredis.engine;

import io.pgredis.command.Invocation;
import io.pgredis.engine.Step.Kind;
import io.pgredis.keyspace.PlannedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A run of commands of one connection, to be carried out in order. The engine takes it in one or
 * several parts; until the last one is answered, the connection submits no other.
 */
public final class Submission {
  private final Origin origin;
  private final List<Step> steps;
  private int next;
  private int window = Integer.MAX_VALUE;

  /** Commands of a connection, planned by its present state. */
  public Submission(Origin origin, List<Invocation> invocations) {
    this.origin = origin;
    this.steps = new ArrayList<>(invocations.size());
    Planner planner = new Planner(origin.state());
    for (Invocation invocation : invocations) {
      steps.add(planner.plan(invocation));
    }
  }

  Origin origin() {
    return origin;
  }

  Step step(int index) {
    return steps.get(index);
  }

  /** Notes that a command turned out to be a long one, which is run alone. */
  void isLong(int index) {
    Step step = steps.get(index);
    steps.set(index, new Step(step.invocation(), Kind.LONG, step.keys()));
  }

  int next() {
    return next;
  }

  /** How many commands to take at once: what is loaded for more would be loaded in vain. */
  int window() {
    return window;
  }

  /**
   * Notes what has been carried out.
   *
   * @param planned up to where the batch was to go; if it ended early, because replies or values
   *     are large, the next ones take less
   */
  void advance(int to, int planned) {
    if (to < planned) {
      window = Math.max(1, 2 * (to - next));
    } else if (window < steps.size()) {
      window *= 2;
    }
    next = to;
  }

  boolean isDone() {
    return next >= steps.size();
  }

  int size() {
    return steps.size();
  }

  /** How many keys its commands still have; one without any counts as one. Enough is enough. */
  int weight(int enough) {
    int weight = 0;
    for (int i = next; i < steps.size() && weight < enough; i++) {
      weight += Math.max(1, steps.get(i).keys().size());
    }
    return weight;
  }

  /** Whether its next command has to wait for keys. */
  boolean isHeldUp(Set<PlannedKey> inFlight) {
    for (PlannedKey key : steps.get(next).keys()) {
      if (inFlight.contains(key)) {
        return true;
      }
    }
    return false;
  }

  /** Adds the keys that its next command waits for and that are not in flight. */
  void addAwaited(Set<PlannedKey> inFlight, Set<PlannedKey> awaited) {
    List<PlannedKey> keys = steps.get(next).keys();
    if (keys.size() > 1) {
      for (PlannedKey key : keys) {
        if (!inFlight.contains(key)) {
          awaited.add(key);
        }
      }
    }
  }

  /** The kind of the first command that is not free. */
  Kind kind() {
    for (int i = next; i < steps.size(); i++) {
      Kind kind = steps.get(i).kind();
      if (kind != Kind.FREE) {
        return kind;
      }
    }
    return Kind.FREE;
  }
}
