package io.pgredis.command;

import io.pgredis.resp.Reply;

/**
 * An error that a command answers: it leaves parsing and execution early. It carries no stack,
 * since it is an ordinary answer and nothing went wrong in this server.
 */
public final class CommandError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reply.Err reply;

  /** An error with this reply. */
  public CommandError(Reply.Err reply) {
    super(reply.text(), null, false, false);
    this.reply = reply;
  }

  /** An error with this text, code word first ({@code ERR syntax error}). */
  public CommandError(String text) {
    this(new Reply.Err(text));
  }

  /** What the client is told. */
  public Reply.Err reply() {
    return reply;
  }
}
