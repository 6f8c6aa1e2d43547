package io.pgredis.resp;

/** Shared {@link Reply.Int} values of the small integers that most commands answer. */
final class IntCache {
  private static final int LOWEST = -2;
  private static final int HIGHEST = 1023;
  private static final Reply.Int[] CACHE = new Reply.Int[HIGHEST - LOWEST + 1];

  static {
    for (int i = 0; i < CACHE.length; i++) {
      CACHE[i] = new Reply.Int(LOWEST + i);
    }
  }

  private IntCache() {}

  static Reply.Int get(long value) {
    return value >= LOWEST && value <= HIGHEST ? CACHE[(int) value - LOWEST] : new Reply.Int(value);
  }
}
