package io.pgredis.command.generic;

import io.pgredis.command.Args;
import io.pgredis.command.CommandError;
import io.pgredis.command.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a SORT asks for.
 *
 * @param key what to sort
 * @param by what to sort by; empty for the elements themselves
 * @param isUnsorted whether a constant BY was given: the elements keep their order
 * @param offset how many of the sorted elements to leave out
 * @param count how many elements to answer at most; negative for all
 * @param get what to answer instead of the elements; empty for the elements
 * @param store where to leave the answer; empty for the client
 */
record SortQuery(
    byte[] key,
    Optional<SortPattern> by,
    boolean isUnsorted,
    boolean descending,
    boolean alpha,
    long offset,
    long count,
    List<SortPattern> get,
    Optional<byte[]> store) {

  /**
   * Reads the options in any order; the last of a kind counts, but a constant BY always does.
   *
   * @param stores whether STORE is allowed
   */
  static SortQuery parse(Args args, boolean stores) {
    Optional<SortPattern> by = Optional.empty();
    boolean unsorted = false;
    boolean descending = false;
    boolean alpha = false;
    long offset = 0;
    long count = -1;
    List<SortPattern> get = new ArrayList<>();
    Optional<byte[]> store = Optional.empty();
    args.from(2);
    while (args.hasNext()) {
      if (args.accept("ASC")) {
        descending = false;
      } else if (args.accept("DESC")) {
        descending = true;
      } else if (args.accept("ALPHA")) {
        alpha = true;
      } else if (args.accept("LIMIT", 2)) {
        offset = args.nextInteger();
        count = args.nextInteger();
      } else if (stores && args.accept("STORE", 1)) {
        store = Optional.of(args.next());
      } else if (args.accept("BY", 1)) {
        SortPattern pattern = new SortPattern(args.next());
        by = Optional.of(pattern);
        unsorted |= pattern.isConstant();
      } else if (args.accept("GET", 1)) {
        get.add(new SortPattern(args.next()));
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    return new SortQuery(args.bytes(1), by, unsorted, descending, alpha, offset, count, get, store);
  }

  /**
   * A part of some elements.
   *
   * @param from where it begins
   * @param to where it ends
   */
  record Part(long from, long to) {}

  /** The part that LIMIT leaves of so many elements. */
  Part part(long size) {
    long from = Math.min(Math.max(offset, 0), size);
    long most = count < 0 ? size : Math.min(count, size);
    return new Part(from, Math.min(from + most, size));
  }

  /** What LIMIT leaves of the elements. */
  <T> List<T> limit(List<T> elements) {
    Part part = part(elements.size());
    return elements.subList((int) part.from, (int) part.to);
  }
}
