package io.pgredis.engine;

import io.pgredis.command.Invocation;
import io.pgredis.keyspace.PlannedKey;
import java.util.List;

/**
 * A command on its way through the engine: what it is known to need.
 *
 * @param invocation the command
 * @param kind the kind of batch that it can travel in
 * @param keys the keys it is known to touch
 */
public record Step(Invocation invocation, Kind kind, List<PlannedKey> keys) {

  /** The kinds of batch, weakest first. */
  public enum Kind {
    /** Needs no data: travels in any batch. */
    FREE,
    /** Reads keys. */
    READ,
    /** Reads a whole keyspace, briefly. */
    KEYSPACE,
    /** Reads a whole keyspace, at length: a batch of its own. */
    LONG,
    /** Writes keys. */
    WRITE,
    /** Needs the store's exclusive lock: a batch of its own. */
    STORE
  }
}
