package io.pgredis.keyspace;

/** A key holds a value of another type than the command works on. Carries no stack. */
public final class WrongType extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Carries no stack. */
  public WrongType() {
    super("wrong type", null, false, false);
  }
}
