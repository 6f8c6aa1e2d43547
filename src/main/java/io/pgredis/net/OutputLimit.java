package io.pgredis.net;

import io.pgredis.config.BufferLimits.Limit;
import java.util.concurrent.TimeUnit;

/**
 * {@code client-output-buffer-limit} for one client: whether it has left so much untaken that its
 * connection ends, or much for too long.
 */
final class OutputLimit {
  private boolean soft;
  private long softSinceNanos;

  /**
   * Looks at what waits for the client now.
   *
   * @param nowNanos by {@link System#nanoTime}
   * @return whether its connection is to be closed
   */
  boolean isExceeded(Limit limit, long bytes, long nowNanos) {
    if (limit.hardBytes() > 0 && bytes >= limit.hardBytes()) {
      return true;
    }
    if (limit.softBytes() == 0 || bytes < limit.softBytes()) {
      soft = false;
      return false;
    }
    if (!soft) {
      soft = true;
      softSinceNanos = nowNanos;
    }
    return TimeUnit.NANOSECONDS.toSeconds(nowNanos - softSinceNanos) > limit.softSeconds();
  }

  /** Whether the client was above the soft limit when last looked at, so it has to be again. */
  boolean isAboveSoft() {
    return soft;
  }
}
