package io.pgredis.command;

/** The groups of {@code COMMAND DOCS}. */
public enum Group {
  BITMAP("bitmap"),
  CLUSTER("cluster"),
  CONNECTION("connection"),
  GENERIC("generic"),
  GEO("geo"),
  HASH("hash"),
  HYPERLOGLOG("hyperloglog"),
  LIST("list"),
  PUBSUB("pubsub"),
  SCRIPTING("scripting"),
  SERVER("server"),
  SET("set"),
  SORTED_SET("sorted-set"),
  STREAM("stream"),
  STRING("string"),
  TRANSACTIONS("transactions");

  private final String label;

  Group(String label) {
    this.label = label;
  }

  /** The name as Redis prints it. */
  public String label() {
    return label;
  }
}
