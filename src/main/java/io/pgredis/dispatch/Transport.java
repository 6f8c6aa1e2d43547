package io.pgredis.dispatch;

import io.pgredis.resp.Reply;

/** The transport of a connection. */
public interface Transport {
  /** Queues a reply for sending. */
  void write(Reply reply, int protocol);

  /** Sends what is queued. */
  void flush();

  /** Closes the connection once everything queued has been sent. */
  void closeAfterFlush();

  /** Closes the connection at once. */
  void close();

  /** Runs something on the connection's event loop. */
  void execute(Runnable task);

  /**
   * Runs something on the connection's event loop after a while.
   *
   * @return what prevents it
   */
  Runnable executeLater(Runnable task, long millis);

  /** Whether the peer takes replies fast enough. */
  boolean isWritable();

  /** Told that the session has room for more commands. */
  void progressed();

  /** Bytes queued that the peer has not taken. */
  long outputBytes();

  /** The peer. */
  String address();

  /** This side. */
  String localAddress();
}
