package io.pgredis.command;

/** The command flags of {@code COMMAND INFO}, in the order in which Redis prints them. */
public enum Flag {
  WRITE,
  READONLY,
  DENYOOM,
  MODULE,
  ADMIN,
  PUBSUB,
  NOSCRIPT,
  BLOCKING,
  LOADING,
  STALE,
  SKIP_MONITOR,
  SKIP_SLOWLOG,
  ASKING,
  FAST,
  NO_AUTH,
  MAY_REPLICATE,
  /** Not printed: may not be used by administrators' tools only; kept for ACL categories. */
  SENTINEL,
  ONLY_SENTINEL,
  NO_MANDATORY_KEYS,
  PROTECTED,
  NO_ASYNC_LOADING,
  NO_MULTI,
  ALLOW_BUSY,
  /** Not printed: {@code COMMAND GETKEYS} and key extraction need the command's own parser. */
  MOVABLEKEYS,
  /** Not printed: the command runs at once inside MULTI instead of being queued. */
  RUNS_IN_MULTI;
}
