package io.pgredis.command;

/** What is known of a connection from outside of it: who it is, and its counters. */
public interface ClientInfo {
  /** Its number, unique in this instance, ascending. */
  long id();

  /** The peer, {@code ip:port}. */
  String address();

  /** The local side, {@code ip:port}. */
  String localAddress();

  /** When it connected, in milliseconds since the epoch by this machine's clock. */
  long connectedAtMillis();

  /** When its last command came, in milliseconds since the epoch by this machine's clock. */
  long lastInteractionMillis();

  /** The full name of its last command, {@code NULL} before the first. */
  String lastCommand();

  /** The state as last published, for CLIENT LIST; do not change it. */
  ClientState state();

  /** Bytes received and not yet executed. */
  long pendingBytes();

  /** Bytes of replies not yet taken by the client. */
  long outputBytes();

  /** Whether its last command waits for something that may never come. */
  boolean isBlocked();

  /** Whether CLIENT PAUSE holds its next command back. */
  boolean isPaused();

  /** Whether CLIENT LIST and INFO show it as blocked. */
  default boolean showsAsBlocked() {
    return isBlocked() || isPaused();
  }

  /** Whether a command of it is being carried out, or waits for something. */
  boolean isBusy();

  /** Ends that wait, as if its time had passed or with an error; nothing if there is none. */
  void unblock(boolean withError);

  /** Closes it; a reply already under way is still sent if {@code afterReply}. */
  void kill(boolean afterReply);

  /** Sends bytes out of turn (MONITOR, later push messages). */
  void push(io.pgredis.resp.Reply message);
}
