package io.pgredis.dispatch;

import io.pgredis.command.Hold;
import io.pgredis.resp.Reply;

/**
 * A reply that its client still waits for, such as that of WAIT. Meanwhile the connection runs no
 * other command. Used on the connection's event loop, but for {@link #blocks}.
 */
final class HeldReply {
  private static final Reply.Err UNBLOCKED =
      new Reply.Err("UNBLOCKED client unblocked via CLIENT UNBLOCK");

  private final Reply reply;
  private final boolean blocks;
  private Runnable cancellation = () -> {};

  HeldReply(Reply reply, boolean blocks) {
    this.reply = reply;
    this.blocks = blocks;
  }

  /** Sees to it that something happens when its time has come, unless it is cancelled. */
  void schedule(Transport transport, Hold hold, Runnable end) {
    if (hold.millis() != Hold.FOR_EVER) {
      cancellation = transport.executeLater(end, hold.millis());
    }
  }

  void cancel() {
    cancellation.run();
  }

  /** Whether CLIENT UNBLOCK ends it. */
  boolean blocks() {
    return blocks;
  }

  Reply reply() {
    return reply;
  }

  /** What CLIENT UNBLOCK … ERROR makes of it; a client that wants no replies gets none. */
  Reply unblocked() {
    return reply == Reply.NONE ? reply : UNBLOCKED;
  }
}
