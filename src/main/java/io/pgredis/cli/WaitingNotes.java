package io.pgredis.cli;

import java.util.function.Consumer;

/**
 * What is said while the server waits for its database: the reason once, and again if it changes;
 * then a short line, less and less often.
 */
final class WaitingNotes implements Consumer<String> {
  /** The most attempts without a line. There is one a second. */
  static final int MOST_QUIET = 60;

  private final String place;
  private final Consumer<String> log;
  private String reason = "";
  private int attempts;
  private int next;

  WaitingNotes(String place, Consumer<String> log) {
    this.place = place;
    this.log = log;
  }

  @Override
  public void accept(String problem) {
    attempts++;
    if (!problem.equals(reason)) {
      reason = problem;
      attempts = 0;
      next = 1;
      log.accept("waiting for the database at " + place + ": " + problem);
    } else if (attempts >= next) {
      next += Math.min(attempts, MOST_QUIET);
      log.accept("still waiting for the database");
    }
  }
}
