package io.pgredis.engine;

import static io.pgredis.engine.Submissions.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LaneTest {
  private static final int WEIGHT_BESIDE = 3;
  private static final long AN_HOUR_MILLIS = 3_600_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Lane lane = new Lane(lock, WEIGHT_BESIDE, AN_HOUR_MILLIS, System::nanoTime);

  @BeforeEach
  void lock() {
    lock.lock();
  }

  @AfterEach
  void unlock() {
    lock.unlock();
  }

  @Test
  void withNothingUnderWayOneCommandIsEnough() {
    assertThat(lane.isWorthBeginning()).isFalse();
    add("GET a");
    assertThat(lane.isWorthBeginning()).isTrue();
  }

  @Test
  void besideAnotherBatchEnoughKeysHaveToWait() {
    lane.begun();
    add("MGET a b");
    assertThat(lane.isWorthBeginning()).isFalse();
    add("GET c");
    assertThat(lane.isWorthBeginning()).isTrue();
  }

  @Test
  void aCommandWithoutKeysCountsAsOne() {
    lane.begun();
    add("PING", "PING");
    assertThat(lane.isWorthBeginning()).isFalse();
    add("PING");
    assertThat(lane.isWorthBeginning()).isTrue();
  }

  @Test
  void whatHasBeenCarriedOutCountsNoMore() {
    lane.begun();
    Submission submission = submission("GET a", "GET b", "GET c");
    lane.waiting().add(submission);
    assertThat(lane.isWorthBeginning()).isTrue();
    submission.advance(1, 1);
    assertThat(lane.isWorthBeginning()).isFalse();
  }

  @Test
  void afterTheOtherBatchOneCommandIsEnough() {
    lane.begun();
    add("GET a");
    assertThat(lane.isWorthBeginning()).isFalse();
    lane.ended();
    assertThat(lane.isWorthBeginning()).isTrue();
  }

  @Test
  void besideALongBatchOneCommandIsEnough() throws InterruptedException {
    Lane impatient = new Lane(lock, WEIGHT_BESIDE, 1, System::nanoTime);
    impatient.begun();
    impatient.waiting().add(submission("GET a"));
    while (!impatient.isWorthBeginning()) {
      // It ends by itself, without a signal.
      impatient.await();
    }
  }

  /** What it waits for must not be over before it begins to wait. */
  @Test
  @Timeout(10)
  void patienceThatEndsBetweenLookingAndWaitingIsNotMissed() throws InterruptedException {
    AtomicLong clock = new AtomicLong();
    Lane watched = new Lane(lock, WEIGHT_BESIDE, 1, clock::get);
    watched.begun();
    watched.waiting().add(submission("GET a"));
    clock.set(999_999);
    assertThat(watched.isWorthBeginning()).isFalse();
    clock.set(1_000_000);
    watched.await();
    assertThat(watched.isWorthBeginning()).isTrue();
  }

  private void add(String... pipeline) {
    lane.waiting().add(submission(pipeline));
  }
}
