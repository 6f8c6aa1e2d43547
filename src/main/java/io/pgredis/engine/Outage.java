package io.pgredis.engine;

/** Waiting for a database that cannot be reached. */
final class Outage {
  private Outage() {}

  /**
   * Waits a while before the next attempt.
   *
   * @param deadline in milliseconds since the epoch
   * @return false if the time is over, or this thread is to end
   */
  static boolean pause(long deadline) {
    if (System.currentTimeMillis() > deadline) {
      return false;
    }
    try {
      Thread.sleep(BatchLimits.OUTAGE_PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
