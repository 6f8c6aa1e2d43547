package io.pgredis.engine;

import io.pgredis.command.ClientState;
import io.pgredis.resp.Reply;
import java.util.List;

/** Who sent commands and takes their replies: a connection. */
public interface Origin {
  /** Its state; while commands of it are in the engine, only the engine may change it. */
  ClientState state();

  /** Makes this the state: the commands that led to it have committed. */
  void publish(ClientState state);

  /**
   * Takes replies, in the order of the commands; the data behind them are durable. Called on any
   * thread, once for each part of a submission, in order.
   *
   * @param rest the submission with what is left of it, to be submitted again as soon as the client
   *     takes replies; null if nothing is left
   */
  void deliver(List<Answer> replies, Submission rest);

  /**
   * A reply and how it is to be written, which later commands of the same pipeline may change.
   *
   * @param reply what the command answered
   * @param protocol the RESP version at that moment
   */
  record Answer(Reply reply, int protocol) {}
}
