package io.pgredis.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

/**
 * What waits to be read, or to be written: a queue, the workers that are idle, and when one of them
 * begins a batch. At once if none is under way; beside another one only if enough waits, or if that
 * one takes long. On few cores one large batch beats two small ones, and while a batch is under
 * way, the next one grows.
 *
 * <p>The engine's lock is held wherever it is used.
 */
final class Lane {
  private final IdleWorkers idle;
  private final Deque<Submission> waiting = new ArrayDeque<>();
  private final int weightBeside;
  private final long patienceNanos;
  private final LongSupplier nanoTime;
  private int busy;

  /** Workers that wait for {@link #besideFrom}. */
  private int watching;

  /** When a batch may begin beside the others, by {@link System#nanoTime}. */
  private long besideFrom;

  /**
   * When it was last asked whether to begin. Who is told no waits from that moment on: if patience
   * ended just afterwards, it would otherwise wait for a signal that nobody owes it.
   */
  private long asked;

  /**
   * An empty lane.
   *
   * @param weightBeside how much has to wait for a batch beside another one
   * @param patienceMillis how long a batch may take before another one begins beside it anyway
   * @param nanoTime {@link System#nanoTime}
   */
  Lane(Lock lock, int weightBeside, long patienceMillis, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.idle = new IdleWorkers(lock);
    this.weightBeside = weightBeside;
    this.patienceNanos = patienceMillis * 1_000_000L;
  }

  /** What waits, in the order of its coming. */
  Deque<Submission> waiting() {
    return waiting;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether to begin a batch now. */
  boolean isWorthBeginning() {
    asked = nanoTime.getAsLong();
    if (busy == 0 || besideFrom - asked <= 0) {
      return !waiting.isEmpty();
    }
    int weight = 0;
    for (Submission submission : waiting) {
      weight += submission.weight(weightBeside - weight);
      if (weight >= weightBeside) {
        return true;
      }
    }
    return false;
  }

  /** Notes that a batch has begun. */
  void begun() {
    busy++;
    besideFrom = nanoTime.getAsLong() + patienceNanos;
  }

  /** Notes that a batch has ended. */
  void ended() {
    busy--;
  }

  /** Waits until there may be something to begin; it has just been asked and found nothing. */
  void await() throws InterruptedException {
    long nanos = besideFrom - asked;
    if (busy == 0 || nanos <= 0) {
      // Whatever comes will be worth beginning.
      idle.await();
      return;
    }
    watching++;
    try {
      idle.await(nanos);
    } finally {
      watching--;
    }
  }

  /**
   * Wakes a worker if there is something for it to begin or to watch. A thread that is woken for
   * nothing costs as much as a command.
   */
  void signal() {
    if (isWorthBeginning() || (!waiting.isEmpty() && watching == 0)) {
      idle.signal();
    }
  }

  void signalAll() {
    idle.signalAll();
  }
}
