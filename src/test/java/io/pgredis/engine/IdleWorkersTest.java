package io.pgredis.engine;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class IdleWorkersTest {
  private final ReentrantLock lock = new ReentrantLock();
  private final IdleWorkers idle = new IdleWorkers(lock);
  private final List<String> waiting = new ArrayList<>();
  private final List<String> woken = new CopyOnWriteArrayList<>();

  @Test
  void whoBeganToWaitLastIsWokenFirst() {
    List.of("a", "b", "c").forEach(this::startToWait);
    for (String expected : List.of("c", "b", "a")) {
      woken.clear();
      locked(idle::signal);
      patiently().untilAsserted(() -> assertThat(woken).containsExactly(expected));
    }
  }

  @Test
  void allAreWokenAtOnceAndASignalForNobodyIsForgotten() {
    locked(idle::signal);
    List.of("a", "b").forEach(this::startToWait);
    assertThat(woken).isEmpty();
    locked(idle::signalAll);
    patiently().untilAsserted(() -> assertThat(woken).containsExactlyInAnyOrder("a", "b"));
  }

  @Test
  void whoHasWaitedLongEnoughIsNotWokenInPlaceOfAnother() throws InterruptedException {
    startToWait("a");
    lock.lock();
    try {
      idle.await(1);
    } finally {
      lock.unlock();
    }
    locked(idle::signal);
    patiently().untilAsserted(() -> assertThat(woken).containsExactly("a"));
  }

  private void startToWait(String name) {
    Thread.ofVirtual()
        .start(
            () ->
                locked(
                    () -> {
                      waiting.add(name);
                      try {
                        idle.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      woken.add(name);
                    }));
    // With the lock to be had again, it waits.
    patiently().until(() -> lockedFor(name));
  }

  private boolean lockedFor(String name) {
    lock.lock();
    try {
      return waiting.contains(name);
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
