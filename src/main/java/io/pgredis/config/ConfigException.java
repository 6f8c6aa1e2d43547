package io.pgredis.config;

/** A value that a parameter does not take. The message is the text that Redis gives. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
