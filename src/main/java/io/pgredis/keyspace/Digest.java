package io.pgredis.keyspace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Digests by which rows are found: SHA-256 cut to 63 and 64 bits. A weaker one could be made to
 * collide by whoever chooses the keys.
 */
final class Digest {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
              throw new IllegalStateException("every JDK has SHA-256", e);
            }
          });

  private Digest() {}

  static byte[] of(byte[] name) {
    return SHA_256.get().digest(name);
  }

  /** The first 63 bits. */
  static long high(byte[] digest) {
    return (long) LONGS.get(digest, 0) >>> 1;
  }

  /** 64 more bits. */
  static long low(byte[] digest) {
    return (long) LONGS.get(digest, 8);
  }
}
