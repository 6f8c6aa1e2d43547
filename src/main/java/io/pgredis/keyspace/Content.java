package io.pgredis.keyspace;

/** What a key holds. */
abstract class Content {
  /** Its type. */
  abstract ValueType type();

  /** The stored code of its encoding. */
  abstract short encodingCode();

  /** What OBJECT ENCODING answers. */
  abstract String encodingName();

  /** Roughly how many bytes Redis would need. */
  abstract long footprint();
}
