package io.pgredis.dispatch;

import io.pgredis.command.ClientState;
import io.pgredis.command.Command;
import io.pgredis.command.Flag;
import io.pgredis.command.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a client has sent and nobody has begun with, in its order. Used on the connection's event
 * loop, but for {@link #bytes}.
 */
final class PendingCommands {
  /** Commands of one submission. */
  static final int SUBMISSION_COMMANDS = 1024;

  /** Commands that wait behind the submission in flight; more are not read from the socket. */
  static final int PENDING_COMMANDS = 4096;

  /** Bytes of commands that wait; more are not read from the socket. */
  static final long PENDING_BYTES = 4L << 20;

  private final Deque<Invocation> commands = new ArrayDeque<>();
  private volatile long bytes;

  void add(Invocation invocation) {
    commands.add(invocation);
    bytes += invocation.payloadBytes();
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  /** Whether so much waits that no more should be read. */
  boolean isFull() {
    return commands.size() >= PENDING_COMMANDS || bytes >= PENDING_BYTES;
  }

  /** The size of the requests; any thread may ask. */
  long bytes() {
    return bytes;
  }

  /** The next one; it stays. */
  Invocation first() {
    return commands.peek();
  }

  /** Takes the next one. */
  Invocation take() {
    Invocation invocation = commands.poll();
    bytes -= invocation.payloadBytes();
    return invocation;
  }

  /**
   * Takes what can be submitted together.
   *
   * @param held says which command has to wait, and with it all behind it
   * @return empty if the next one has to wait
   */
  List<Invocation> takeSubmission(ClientState state, Predicate<Invocation> held) {
    int count = Math.min(commands.size(), SUBMISSION_COMMANDS);
    List<Invocation> run = new ArrayList<>(count);
    while (run.size() < count && !held.test(first())) {
      boolean alone = standsAlone(first(), state);
      if (alone && !run.isEmpty()) {
        break;
      }
      run.add(take());
      if (alone) {
        break;
      }
    }
    return run;
  }

  /** Whether a command, or one that EXEC is about to run, must not be in a batch with others. */
  private static boolean standsAlone(Invocation invocation, ClientState state) {
    if (invocation.refusal() != null) {
      return false;
    }
    Command command = invocation.command();
    boolean runsQueue = command.fullName().equals("exec") && state.inMulti();
    return command.is(Flag.STANDS_ALONE)
        || runsQueue && state.queued().stream().anyMatch(q -> q.command().is(Flag.STANDS_ALONE));
  }

  void clear() {
    commands.clear();
    bytes = 0;
  }
}
