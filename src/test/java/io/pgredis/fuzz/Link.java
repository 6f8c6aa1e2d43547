package io.pgredis.fuzz;

import io.pgredis.testing.Reply;
import java.util.List;

/**
 * One connection to one of the two servers. Failures are replies, so that they compare like others.
 */
interface Link extends AutoCloseable {
  /** What {@link #read()} returns once the server has closed the connection. */
  Reply CLOSED = new Reply.Error("(connection closed)");

  /** What {@link #read()} returns when the server keeps silent. */
  Reply SILENT = new Reply.Error("(no reply in time)");

  /** Sends commands in one write without waiting. */
  void send(List<List<String>> commands);

  /** The next reply. */
  Reply read();

  @Override
  void close();

  /** Sends one command and waits for its reply. */
  default Reply call(String... args) {
    send(List.of(List.of(args)));
    return read();
  }
}
