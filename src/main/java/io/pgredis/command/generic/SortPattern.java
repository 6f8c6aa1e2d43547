package io.pgredis.command.generic;

import io.pgredis.command.Context;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.ValueType;
import java.util.Arrays;
import java.util.Optional;

/**
 * A pattern of SORT's BY or GET: the element stands in place of its first asterisk, which gives the
 * name of a string, or, before {@code ->} and a field, of a hash. {@code #} is the element itself.
 */
final class SortPattern {
  private static final int NONE = -1;

  private final byte[] pattern;
  private final int asterisk;
  private final int keyEnd;

  SortPattern(byte[] pattern) {
    this.pattern = pattern;
    // Redis looks for the asterisk and the arrow in a C string, and takes what follows as it is.
    int length = SortOrder.toZero(pattern).length;
    this.asterisk = indexOf('*', 0, length);
    this.keyEnd = asterisk == NONE ? pattern.length : arrow(length);
  }

  private int indexOf(char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (pattern[i] == wanted) {
        return i;
      }
    }
    return NONE;
  }

  /** Where the arrow before a field stands, else the end of the pattern. */
  private int arrow(int length) {
    int dash = indexOf('-', asterisk + 1, length - 1);
    while (dash != NONE && pattern[dash + 1] != '>') {
      dash = indexOf('-', dash + 1, length - 1);
    }
    return dash == NONE || dash + 2 >= length ? pattern.length : dash;
  }

  /** Whether it has no asterisk, so that it says the same of all elements. */
  boolean isConstant() {
    return asterisk == NONE;
  }

  /** Whether it stands for the element itself. */
  boolean isElement() {
    return pattern.length > 0 && pattern[0] == '#' && SortOrder.toZero(pattern).length == 1;
  }

  /** The key that it names for an element, empty if it names none. */
  Optional<Entry> entry(Context context, byte[] element) {
    if (asterisk == NONE) {
      return Optional.empty();
    }
    byte[] name = new byte[keyEnd - 1 + element.length];
    System.arraycopy(pattern, 0, name, 0, asterisk);
    System.arraycopy(element, 0, name, asterisk, element.length);
    System.arraycopy(pattern, asterisk + 1, name, asterisk + element.length, keyEnd - asterisk - 1);
    return Optional.of(context.key(name));
  }

  /** What it finds for an element, empty if there is nothing of the right type. */
  Optional<byte[]> value(Context context, byte[] element) {
    if (isElement()) {
      return Optional.of(element);
    }
    Optional<Entry> entry = entry(context, element);
    entry.ifPresent(context::lookedUp);
    return entry.flatMap(this::value);
  }

  private Optional<byte[]> value(Entry entry) {
    if (keyEnd == pattern.length) {
      return entry.type() == ValueType.STRING ? Optional.of(entry.string()) : Optional.empty();
    }
    if (entry.type() != ValueType.HASH) {
      return Optional.empty();
    }
    return entry.hash().get(Arrays.copyOfRange(pattern, keyEnd + 2, pattern.length));
  }
}
