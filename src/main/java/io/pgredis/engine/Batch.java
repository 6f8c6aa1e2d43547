package io.pgredis.engine;

import io.pgredis.command.ClientState;
import io.pgredis.engine.Step.Kind;
import io.pgredis.keyspace.PlannedKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Commands of several connections that share one transaction. */
final class Batch {
  /** What a batch holds of one submission: a run of its steps. */
  static final class Part {
    final Submission submission;
    final int from;
    final int to;

    /** What this is one command of, if a batch is run command by command; else null. */
    final Part whole;

    /**
     * Where the batch ended early because its replies or values grew too large; else {@link #to}.
     */
    int done;

    ClientState state;
    final List<Origin.Answer> answers = new ArrayList<>();

    Part(Submission submission, int from, int to) {
      this.submission = submission;
      this.from = from;
      this.to = to;
      this.whole = null;
    }

    /** One command of a part. */
    Part(Part whole, int at) {
      this.submission = whole.submission;
      this.from = at;
      this.to = at + 1;
      this.whole = whole;
    }

    /** Whether running it can change the connection's state. */
    boolean changesState() {
      if (submission.origin().state().replyMode() != ClientState.ReplyMode.ON) {
        return true;
      }
      for (int i = from; i < to; i++) {
        Step step = submission.step(i);
        if (step.kind() == Kind.FREE
            || step.invocation().command() == null
            || step.invocation().command().group() == io.pgredis.command.Group.TRANSACTIONS) {
          return true;
        }
      }
      return false;
    }
  }

  /** So many fit in without making room again; a batch of one needs half a kilobyte for it. */
  private static final int EXPECTED_KEYS = 96;

  private final int commandLimit;
  private final boolean writes;
  private final boolean exclusive;
  private final List<Part> parts = new ArrayList<>();
  private final Map<PlannedKey, PlannedKey> keys = HashMap.newHashMap(EXPECTED_KEYS);
  private int commands;
  private long payloadBytes;

  Batch(boolean writes, boolean exclusive, int commandLimit) {
    this.commandLimit = commandLimit;
    this.writes = writes;
    this.exclusive = exclusive;
  }

  boolean writes() {
    return writes;
  }

  boolean exclusive() {
    return exclusive;
  }

  List<Part> parts() {
    return parts;
  }

  Map<PlannedKey, PlannedKey> keys() {
    return keys;
  }

  int commands() {
    return commands;
  }

  /** Bytes of its requests. */
  long payloadBytes() {
    return payloadBytes;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether it takes no further submission. */
  boolean isFull() {
    return commands >= commandLimit
        || keys.size() >= (writes ? BatchLimits.LOCKED_KEYS : BatchLimits.ENOUGH_READ_KEYS)
        || payloadBytes >= BatchLimits.PAYLOAD_BYTES;
  }

  /**
   * Takes as many commands of a submission as fit.
   *
   * @param inFlight keys of other batches, which are not touched
   * @param awaited keys that others have waited for longer, which are not touched either
   */
  void take(Submission submission, Set<PlannedKey> inFlight, Set<PlannedKey> awaited) {
    int from = submission.next();
    int limit = (int) Math.min(submission.size(), (long) from + submission.window());
    int at = from;
    while (at < limit && accepts(submission.step(at), inFlight, awaited)) {
      at++;
    }
    if (at > from) {
      parts.add(new Part(submission, from, at));
    }
  }

  /** A batch of just one submission's single command, whatever it is. */
  static Batch alone(Submission submission, boolean writes, boolean exclusive) {
    Batch batch = new Batch(writes, exclusive, BatchLimits.COMMANDS);
    int from = submission.next();
    int at = from;
    while (submission.step(at).kind() == Kind.FREE) {
      at++;
    }
    for (int i = from; i <= at; i++) {
      batch.add(submission.step(i));
    }
    batch.parts.add(new Part(submission, from, at + 1));
    return batch;
  }

  private boolean accepts(Step step, Set<PlannedKey> inFlight, Set<PlannedKey> awaited) {
    boolean fits =
        switch (step.kind()) {
          case FREE -> true;
          case READ -> true;
          case KEYSPACE -> !writes;
          case WRITE -> writes;
          case LONG, STORE -> false;
        };
    if (!fits) {
      return false;
    }
    int limit = writes ? BatchLimits.LOCKED_KEYS : BatchLimits.READ_KEYS;
    boolean empty = commands == 0;
    if (!empty
        && (commands + 1 > commandLimit
            || keys.size() + step.keys().size() > limit
            || payloadBytes + step.invocation().payloadBytes() > BatchLimits.PAYLOAD_BYTES)) {
      return false;
    }
    for (PlannedKey key : step.keys()) {
      if (inFlight.contains(key) || awaited.contains(key)) {
        return false;
      }
    }
    add(step);
    return true;
  }

  private void add(Step step) {
    commands++;
    payloadBytes += step.invocation().payloadBytes();
    for (PlannedKey key : step.keys()) {
      PlannedKey known = keys.putIfAbsent(key, key);
      if (known != null && known != key) {
        known.merge(key);
      }
    }
  }

  /** The same commands of some of the parts, as a batch of its own. */
  Batch of(List<Part> some) {
    Batch batch = new Batch(writes, exclusive, BatchLimits.COMMANDS);
    for (Part part : some) {
      batch.parts.add(part);
      for (int i = part.from; i < part.to; i++) {
        batch.add(part.submission.step(i));
      }
    }
    return batch;
  }
}
