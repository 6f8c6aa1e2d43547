package io.pgredis.keyspace;

/** An end of a list. */
public enum ListEnd {
  /** Where the first element stands: left. */
  HEAD,
  /** Where the last element stands: right. */
  TAIL
}
