package io.pgredis.command;

import java.util.concurrent.atomic.LongAdder;

/** Counters of one command since the start or the last {@code CONFIG RESETSTAT}. */
public final class CommandStats {
  private final LongAdder calls = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  /** Counts a call that ran. */
  public void ran(long elapsedNanos, boolean error) {
    calls.increment();
    nanos.add(elapsedNanos);
    if (error) {
      failed.increment();
    }
  }

  /** Counts a call that was refused before it ran. */
  public void reject() {
    rejected.increment();
  }

  /** Calls that ran. */
  public long calls() {
    return calls.sum();
  }

  /** Their time in microseconds. */
  public long micros() {
    return nanos.sum() / 1000;
  }

  /** Calls that ran and answered an error. */
  public long failed() {
    return failed.sum();
  }

  /** Calls refused before they ran. */
  public long rejected() {
    return rejected.sum();
  }

  /** Starts again from zero. */
  public void reset() {
    calls.reset();
    nanos.reset();
    failed.reset();
    rejected.reset();
  }
}
