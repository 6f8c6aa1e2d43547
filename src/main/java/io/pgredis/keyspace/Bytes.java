package io.pgredis.keyspace;

import java.util.Arrays;

/** Bytes as a key of a map; the array must not be changed. */
record Bytes(byte[] array, int hash) {
  static Bytes of(byte[] array) {
    return new Bytes(array, Arrays.hashCode(array));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes(byte[] a, int h) && h == hash && Arrays.equals(a, array);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
