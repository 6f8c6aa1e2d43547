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
  /** Not printed: CLIENT PAUSE WRITE holds it back although it is no write. */
  MAY_REPLICATE,
  NO_MANDATORY_KEYS,
  NO_ASYNC_LOADING,
  NO_MULTI,
  /** Key extraction needs the command's own parser. */
  MOVABLEKEYS,
  ALLOW_BUSY,
  /** Not printed: the command runs at once inside MULTI instead of being queued. */
  RUNS_IN_MULTI,
  /**
   * Not printed: the next command must find what this one does to connections done, so they are not
   * in one batch: it may hold its reply back ({@link Hold}), and what follows it.
   */
  STANDS_ALONE;
}
