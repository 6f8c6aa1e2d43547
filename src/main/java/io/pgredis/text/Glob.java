package io.pgredis.text;

import java.io.ByteArrayOutputStream;

/**
 * Redis's patterns: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a]} and {@code \} before a
 * character that is meant literally. A translation of stringmatchlen of Redis 7.0 with its answers
 * in odd cases too: an unfinished class ends with the pattern, ranges may stand backwards, bytes in
 * ranges are compared as signed, and an empty text matches only an empty pattern.
 *
 * <p>Redis tries a shorter match for a star only while no later star has been tried in vain; so
 * only the last star met has to be remembered here, and no pattern costs more than its length times
 * that of the text.
 *
 * <p>Immutable.
 */
public final class Glob {
  private final byte[] pattern;
  private final boolean ignoreCase;

  private Glob(byte[] pattern, boolean ignoreCase) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  /** A pattern that looks at every byte as it is. The array must not be changed. */
  public static Glob of(byte[] pattern) {
    return new Glob(pattern, false);
  }

  /** A pattern that does not distinguish ASCII letters of either case. */
  public static Glob ignoringCase(byte[] pattern) {
    return new Glob(pattern, true);
  }

  /** Whether CONFIG GET takes a text for a pattern instead of a name. */
  public static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /** Whether the whole text matches. */
  public boolean matches(byte[] text) {
    return new Match(text).run();
  }

  /** Whether the pattern is a single star, which several commands take for "everything". */
  public boolean isStar() {
    return pattern.length == 1 && pattern[0] == '*';
  }

  /** The bytes that every match begins with; empty if the pattern begins with a wildcard. */
  public byte[] literalPrefix() {
    ByteArrayOutputStream prefix = new ByteArrayOutputStream(pattern.length);
    for (int i = 0; i < pattern.length; i++) {
      byte b = pattern[i];
      if (b == '*' || b == '?' || b == '[') {
        break;
      }
      if (b == '\\' && i + 1 < pattern.length) {
        b = pattern[++i];
      }
      prefix.write(b);
    }
    return prefix.toByteArray();
  }

  private byte fold(byte b) {
    return ignoreCase && b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  private boolean same(byte a, byte b) {
    return a == b || (ignoreCase && fold(a) == fold(b));
  }

  /** One attempt; a cursor each in pattern and text. */
  private final class Match {
    private final byte[] text;
    private int p;
    private int t;

    /** Where the pattern goes on after the last star met; -1 before the first. */
    private int afterStar = -1;

    /** The position in the text at which what follows that star is being tried. */
    private int triedAt;

    Match(byte[] text) {
      this.text = text;
    }

    boolean run() {
      while (true) {
        if (advance()) {
          return true;
        }
        if (afterStar < 0 || triedAt + 1 >= text.length) {
          return false;
        }
        triedAt++;
        p = afterStar;
        t = triedAt;
      }
    }

    /** Matches on from the cursors to the end, or to the first difference. */
    private boolean advance() {
      while (p < pattern.length && t < text.length) {
        switch (pattern[p]) {
          case '*' -> {
            skipStars();
            if (p == pattern.length) {
              return true;
            }
            afterStar = p;
            triedAt = t;
            continue;
          }
          case '?' -> p++;
          case '[' -> {
            if (!matchClass()) {
              return false;
            }
          }
          default -> {
            if (pattern[p] == '\\' && p + 1 < pattern.length) {
              p++;
            }
            if (!same(pattern[p], text[t])) {
              return false;
            }
            p++;
          }
        }
        t++;
        if (t == text.length) {
          skipStars();
        }
      }
      return p == pattern.length && t == text.length;
    }

    private void skipStars() {
      while (p < pattern.length && pattern[p] == '*') {
        p++;
      }
    }

    /** Matches one character with the class at the cursor, and moves the cursor behind it. */
    private boolean matchClass() {
      byte c = text[t];
      p++;
      boolean negated = p < pattern.length && pattern[p] == '^';
      if (negated) {
        p++;
      }
      boolean found = false;
      for (; p < pattern.length; p++) {
        byte b = pattern[p];
        int left = pattern.length - p;
        if (b == '\\' && left >= 2) {
          p++;
          found |= pattern[p] == c;
        } else if (b == ']') {
          p++;
          return found != negated;
        } else if (left >= 3 && pattern[p + 1] == '-') {
          p += 2;
          found |= inRange(b, pattern[p], c);
        } else {
          found |= same(b, c);
        }
      }
      return found != negated;
    }

    private boolean inRange(byte first, byte last, byte c) {
      byte from = fold(first < last ? first : last);
      byte to = fold(first < last ? last : first);
      byte folded = fold(c);
      return from <= folded && folded <= to;
    }
  }
}
