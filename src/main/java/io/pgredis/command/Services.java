package io.pgredis.command;

import io.pgredis.resp.Reply;

/** What the server offers to commands beyond data, and what it wants to be told of them. */
public interface Services {
  /** The command table. */
  CommandTable commands();

  /** Told of each command that ran, with its own time; commands inside EXEC too. */
  void executed(ClientState client, Invocation invocation, Reply reply, long elapsedNanos);

  /** Told of each request that was refused before it ran. */
  void rejected(ClientState client, Reply.Err error);

  /** Told of each batch. */
  void batch(int commands, boolean writes);

  /** Whether CLIENT PAUSE holds this client's commands back. */
  boolean isPaused(ClientInfo client);
}
