package io.pgredis.command;

/** What the server offers to commands beyond data. */
public interface Services {
  /** The command table. */
  CommandTable commands();
}
