package io.pgredis.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait for what must come. It is far longer than anything takes, so that a slow
 * machine alone never fails a test; only what never comes costs this time.
 */
public final class Patience {
  /** The longest that anything may take, in seconds. */
  public static final int LONGEST_SECONDS = 120;

  /** The same. */
  public static final Duration LONGEST = Duration.ofSeconds(LONGEST_SECONDS);

  private static final Duration REST = Duration.ofMillis(10);

  private Patience() {}

  /** Awaits something for so long. */
  public static ConditionFactory patiently() {
    return await().atMost(LONGEST).pollDelay(Duration.ZERO).pollInterval(REST);
  }
}
