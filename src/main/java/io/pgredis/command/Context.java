package io.pgredis.command;

import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.UnitOfWork;
import io.pgredis.resp.Reply;

/**
 * What a running command sees: its connection's state, the keyspace and the server. There is no
 * socket, no pool and no clock but {@link #now}.
 */
public interface Context {

  /** The connection's state; changes count only once the batch has committed. */
  ClientState client();

  /** The unit of work. Commands of {@link Scope#CONNECTION} must not ask for it. */
  UnitOfWork data();

  /** A key of the selected database. */
  default Entry key(byte[] name) {
    return data().entry(client().database(), name);
  }

  /** The time of the batch by the database's clock, in milliseconds since the epoch. */
  default long now() {
    return data().now();
  }

  /** What the server offers to commands beyond data. */
  Services services();

  /**
   * Says that the keys which the arguments name have been looked up, so that INFO counts them as
   * hits and misses even if an error follows. Without it they count once the command has succeeded,
   * or has met one of the wrong type.
   */
  void lookedUp();

  /** Says that a key has been looked up which the arguments do not name. */
  void lookedUp(Entry key);

  /** Runs another command in the same unit of work, as EXEC and scripts do. */
  Reply call(Invocation invocation);

  /**
   * Does something outside of the unit of work once the batch has committed; a batch that starts
   * again forgets it. The reply is sent after it.
   */
  void afterCommit(Runnable effect);
}
