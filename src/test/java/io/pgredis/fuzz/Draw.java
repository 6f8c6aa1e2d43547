package io.pgredis.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** What generators draw from: one seeded source of chance, and what must be unique in a program. */
final class Draw {
  /**
   * No relative time to live is shorter than this, so that nothing expires while a program runs.
   */
  static final long NEAREST_TTL_S = 100;

  private static final long TTL_SPREAD = 100_000;

  private final SplittableRandom random;
  private final Set<Long> usedTtls = new HashSet<>();

  Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int lowest, int highest) {
    return random.nextInt(lowest, highest + 1);
  }

  long between(long lowest, long highest) {
    return random.nextLong(lowest, highest + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A string of random bytes, one char per byte. */
  String bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  /**
   * A time to live in seconds that no other command of this program uses and that is at least 100
   * seconds from any other: {@code EXPIRE … GT} then never depends on which millisecond a server
   * was in.
   */
  long freshTtlSeconds() {
    while (true) {
      long ttl = NEAREST_TTL_S * between(1, TTL_SPREAD);
      if (usedTtls.add(ttl)) {
        return ttl;
      }
    }
  }
}
