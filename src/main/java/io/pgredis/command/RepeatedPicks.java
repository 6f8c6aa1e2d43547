package io.pgredis.command;

/**
 * How much SRANDMEMBER, HRANDFIELD and ZRANDMEMBER answer at most when they may pick an element
 * again, which is for a negative count: nothing else bounds their answers.
 */
public final class RepeatedPicks {
  /** Picks of one command. */
  public static final int MOST = 10_000_000;

  private static final String TOO_MANY =
      "ERR value is out of range, at most %d picks with repetition";

  private RepeatedPicks() {}

  /**
   * Checks how many are wanted.
   *
   * @throws CommandError if that are too many
   */
  public static void check(long count) {
    if (count > MOST) {
      throw new CommandError(TOO_MANY.formatted(MOST));
    }
  }
}
