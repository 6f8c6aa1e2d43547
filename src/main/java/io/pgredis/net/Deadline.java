package io.pgredis.net;

import java.util.concurrent.TimeUnit;

/** A moment until which several things may take, one after the other. */
final class Deadline {
  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  /** From now on. */
  static Deadline in(long millis) {
    return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** What is left of the time; 0 if it is over. */
  long leftMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime()));
  }
}
