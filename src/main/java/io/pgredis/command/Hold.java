package io.pgredis.command;

/**
 * How long the reply of a command is held back, and the connection's next commands with it. Other
 * connections go on.
 *
 * @param millis for so long; {@link #FOR_EVER} until the connection ends
 * @param blocks whether the client counts as blocked: CLIENT UNBLOCK ends the wait, and the time is
 *     not the command's own
 */
public record Hold(long millis, boolean blocks) {
  /** No end. */
  public static final long FOR_EVER = Long.MAX_VALUE;

  /** The reply goes out at once. */
  public static final Hold NONE = new Hold(0, false);

  /** Time that counts as the command's own. In nanoseconds. */
  public long ownNanos() {
    return blocks ? 0 : millis * 1_000_000;
  }
}
