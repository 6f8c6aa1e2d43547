package io.pgredis.command;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;

/** Counters of one command since the start or the last {@code CONFIG RESETSTAT}. */
public final class CommandStats {
  /** Longer times count as this one in histograms, in nanoseconds. */
  public static final long HISTOGRAM_MAX_NANOS = 1_000_000_000;

  private static final int HISTOGRAM_DIGITS = 2;

  private final LongAdder calls = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private volatile AtomicHistogram times;

  /**
   * Counts calls that ran.
   *
   * @param times how many; negative takes them back
   */
  public void ran(int times, long elapsedNanos, boolean error) {
    calls.add(times);
    nanos.add(times * elapsedNanos);
    if (error) {
      failed.add(times);
    }
  }

  /** Adds a call's time to the histogram. */
  public void time(long elapsedNanos) {
    AtomicHistogram histogram = times;
    if (histogram == null) {
      histogram = firstHistogram();
    }
    histogram.recordValue(Math.clamp(elapsedNanos, 1, HISTOGRAM_MAX_NANOS));
  }

  private synchronized AtomicHistogram firstHistogram() {
    if (times == null) {
      times = new AtomicHistogram(HISTOGRAM_MAX_NANOS, HISTOGRAM_DIGITS);
    }
    return times;
  }

  /** The times of its calls in nanoseconds, a copy; empty if there were none. */
  public Optional<AbstractHistogram> times() {
    return Optional.ofNullable(times).map(AbstractHistogram::copy);
  }

  /**
   * Counts calls that were refused before they ran.
   *
   * @param times how many; negative takes them back
   */
  public void rejected(int times) {
    rejected.add(times);
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
    times = null;
  }
}
