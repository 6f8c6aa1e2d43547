package io.pgredis.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A condition that wakes who began to wait last. That worker, its connection and PostgreSQL's
 * process behind it have worked most recently: a client that sends one command after the other
 * meets what is still in the processor's caches, instead of each worker in turn.
 *
 * <p>As with a {@link Condition}, its lock is held wherever it is used, and whoever waits may be
 * woken for nothing.
 */
final class IdleWorkers {
  private final Lock lock;
  private final Deque<Condition> waiting = new ArrayDeque<>();

  IdleWorkers(Lock lock) {
    this.lock = lock;
  }

  void await() throws InterruptedException {
    await(Long.MAX_VALUE);
  }

  /** Waits for so long at most. */
  void await(long nanos) throws InterruptedException {
    Condition own = lock.newCondition();
    waiting.push(own);
    try {
      own.awaitNanos(nanos);
    } finally {
      waiting.remove(own);
    }
  }

  void signal() {
    Condition last = waiting.poll();
    if (last != null) {
      last.signal();
    }
  }

  void signalAll() {
    waiting.forEach(Condition::signal);
    waiting.clear();
  }
}
