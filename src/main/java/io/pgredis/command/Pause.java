package io.pgredis.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * CLIENT PAUSE: commands of clients are held back for a while, all of them or only those that
 * write. It holds on this instance. Safe for use by many threads.
 */
public final class Pause {

  /** What is held back; each holds more than the one before. */
  public enum Mode {
    NOTHING,
    WRITES,
    ALL
  }

  /** Starts something later, on a thread where it may take a moment. */
  @FunctionalInterface
  public interface Timer {
    /** Runs a task after a delay. */
    void schedule(Runnable task, long delayMillis);
  }

  private final LongSupplier clockMillis;
  private final Timer timer;
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private volatile Mode mode = Mode.NOTHING;
  private long endMillis;

  /**
   * No pause yet.
   *
   * @param clockMillis a clock that never goes back, in milliseconds
   */
  public Pause(LongSupplier clockMillis, Timer timer) {
    this.clockMillis = clockMillis;
    this.timer = timer;
  }

  /** Begins a pause, or makes the present one longer and stricter; never shorter or laxer. */
  public void begin(Mode wanted, long millis) {
    synchronized (this) {
      long now = clockMillis.getAsLong();
      long end = now + Math.min(millis, Long.MAX_VALUE - now);
      endMillis = mode == Mode.NOTHING ? end : Math.max(endMillis, end);
      mode = wanted.compareTo(mode) > 0 ? wanted : mode;
    }
    timer.schedule(this::endIfOver, millis);
  }

  private void endIfOver() {
    synchronized (this) {
      if (mode == Mode.NOTHING || clockMillis.getAsLong() < endMillis) {
        return;
      }
    }
    end();
  }

  /** Ends the pause; what was held back goes on. */
  public void end() {
    List<Runnable> held;
    synchronized (this) {
      mode = Mode.NOTHING;
      held = List.copyOf(waiting);
      waiting.clear();
    }
    held.forEach(Runnable::run);
  }

  /** What is held back now. */
  public Mode mode() {
    return mode;
  }

  /** Whether a request of a client has to wait; {@link #whenOver} says until when. */
  public boolean holds(ClientState client, Invocation invocation) {
    return switch (mode) {
      case NOTHING -> false;
      case ALL -> invocation.refusal() == null;
      case WRITES -> mayWrite(client, invocation);
    };
  }

  private static boolean mayWrite(ClientState client, Invocation invocation) {
    if (invocation.refusal() != null) {
      return false;
    }
    if (invocation.command().fullName().equals("exec") && client.inMulti()) {
      return client.queued().stream().anyMatch(queued -> replicates(queued.command()));
    }
    return replicates(invocation.command());
  }

  private static boolean replicates(Command command) {
    return command.is(Flag.WRITE) || command.is(Flag.MAY_REPLICATE);
  }

  /** Runs a task once when the pause is over, or at once if there is none. */
  public void whenOver(Runnable task) {
    synchronized (this) {
      if (mode != Mode.NOTHING) {
        waiting.add(task);
        return;
      }
    }
    task.run();
  }

  /** Does not run a task that {@link #whenOver} was given. */
  public synchronized void forget(Runnable task) {
    waiting.remove(task);
  }
}
