package io.pgredis.keyspace;

/** A key holds a value of another type than the command works on. Carries no stack. */
public final class WrongType extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient byte[] key;

  /** Carries no stack. */
  public WrongType(byte[] key) {
    super("wrong type", null, false, false);
    this.key = key;
  }

  /** The key's name. */
  public byte[] key() {
    return key;
  }
}
