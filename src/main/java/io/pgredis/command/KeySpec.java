package io.pgredis.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where the keys of a command stand among its arguments and what happens to them: Redis's key specs
 * (7.0). Positions count the command's name as 0 (and its subcommand as 1).
 *
 * @param begin where the search begins
 * @param find which arguments from there are keys
 * @param flags what the command does with these keys
 * @param notes a remark for {@code COMMAND INFO}, empty for none
 */
public record KeySpec(Begin begin, Find find, Set<KeyFlag> flags, String notes) {

  /** Where the first key is looked for. */
  public sealed interface Begin {
    /** At a fixed position. */
    record Index(int position) implements Begin {}

    /** After a keyword, searched from a position (negative: from the end, backwards). */
    record Keyword(String keyword, int startFrom) implements Begin {}

    /** Only the command's own parser knows. */
    record Unknown() implements Begin {}
  }

  /** Which arguments are keys, relative to the begin. */
  public sealed interface Find {
    /**
     * From the begin to {@code lastKey} (relative; negative: from the end) by {@code step}, divided
     * by {@code limit}.
     */
    record Range(int lastKey, int step, int limit) implements Find {}

    /** A number at {@code keyNumIndex} says how many keys follow from {@code firstKey}. */
    record KeyNum(int keyNumIndex, int firstKey, int step) implements Find {}

    /** Only the command's own parser knows. */
    record Unknown() implements Find {}
  }

  /** What is done with a key; the first four exclude each other. */
  public enum KeyFlag {
    RO,
    RW,
    OW,
    RM,
    ACCESS,
    UPDATE,
    INSERT,
    DELETE,
    NOT_KEY,
    INCOMPLETE,
    VARIABLE_FLAGS
  }

  /** One key at a position. */
  public static KeySpec at(int position, KeyFlag... flags) {
    return range(position, 0, 1, flags);
  }

  /** Keys from a position to {@code lastKey} (relative to it; -1: the last argument) by a step. */
  public static KeySpec range(int position, int lastKey, int step, KeyFlag... flags) {
    return new KeySpec(
        new Begin.Index(position),
        new Find.Range(lastKey, step, 0),
        EnumSet.copyOf(List.of(flags)),
        "");
  }

  /** A count at a position, followed by that many keys. */
  public static KeySpec counted(int position, KeyFlag... flags) {
    return new KeySpec(
        new Begin.Index(position), new Find.KeyNum(0, 1, 1), EnumSet.copyOf(List.of(flags)), "");
  }

  /** The same spec with a remark. */
  public KeySpec withNotes(String text) {
    return new KeySpec(begin, find, flags, text);
  }

  /** Whether the keys may be changed. */
  public boolean writes() {
    return !flags.contains(KeyFlag.RO);
  }

  /** Receives the position of each key found. */
  @FunctionalInterface
  public interface Positions {
    /** Called for each key in order. */
    void accept(int index);
  }

  /**
   * Finds the keys among arguments.
   *
   * @return false if the arguments do not have the shape that this spec describes
   */
  public boolean find(byte[][] args, Positions positions) {
    int first;
    switch (begin) {
      case Begin.Index(int position) -> first = position;
      case Begin.Keyword(String keyword, int startFrom) -> {
        int step = startFrom > 0 ? 1 : -1;
        int start = startFrom > 0 ? startFrom : args.length + startFrom;
        int end = startFrom > 0 ? args.length - 1 : 1;
        first = 0;
        for (int i = start; i != end && i > 0 && i < args.length; i += step) {
          if (Args.equalsIgnoreCase(args[i], keyword)) {
            first = i + 1;
            break;
          }
        }
        if (first == 0) {
          return true;
        }
      }
      case Begin.Unknown() -> {
        return false;
      }
    }
    if (first >= args.length) {
      return false;
    }
    switch (find) {
      case Find.Range(int lastKey, int step, int limit) -> {
        int last;
        if (lastKey >= 0) {
          last = first + lastKey;
        } else if (limit <= 1) {
          last = args.length + lastKey;
        } else {
          last = first + (args.length - first) / limit + lastKey;
        }
        if (last >= args.length || last < first) {
          return false;
        }
        for (int i = first; i <= last; i += step) {
          positions.accept(i);
        }
        return true;
      }
      case Find.KeyNum(int keyNumIndex, int firstKey, int step) -> {
        int at = first + keyNumIndex;
        if (at >= args.length) {
          return false;
        }
        long count = Args.parseLong(args[at], -1);
        if (count < 1
            || count > args.length
            || first + firstKey + (count - 1) * step >= args.length) {
          return false;
        }
        for (long i = 0; i < count; i++) {
          positions.accept((int) (first + firstKey + i * step));
        }
        return true;
      }
      case Find.Unknown() -> {
        return false;
      }
    }
  }
}
