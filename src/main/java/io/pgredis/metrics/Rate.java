package io.pgredis.metrics;

/**
 * How fast a counter grows: the mean of the last {@link #SAMPLES} samples, as the {@code
 * instantaneous_} fields of INFO show it. To be sampled at regular intervals by one thread; may be
 * read by any.
 */
public final class Rate {
  /** How many samples the mean is of. */
  public static final int SAMPLES = 16;

  private final double[] samples = new double[SAMPLES];
  private int next;
  private long lastCount;
  private long lastNanos;
  private volatile double perSecond;

  /** A rate that is 0 until it has been sampled twice. */
  public Rate(long nowNanos) {
    lastNanos = nowNanos;
  }

  /** Notes what the counter says now. */
  public void sample(long count, long nowNanos) {
    long elapsed = nowNanos - lastNanos;
    if (elapsed <= 0) {
      return;
    }
    // A counter that was reset begins a new series.
    long grown = count >= lastCount ? count - lastCount : count;
    samples[next] = grown * 1e9 / elapsed;
    next = (next + 1) % SAMPLES;
    lastCount = count;
    lastNanos = nowNanos;
    double sum = 0;
    for (double sample : samples) {
      sum += sample;
    }
    perSecond = sum / SAMPLES;
  }

  /** Events a second. */
  public double perSecond() {
    return perSecond;
  }
}
