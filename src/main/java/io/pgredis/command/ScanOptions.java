package io.pgredis.command;

import io.pgredis.resp.Reply;
import io.pgredis.text.Glob;
import java.util.List;

/**
 * The options of HSCAN, SSCAN and ZSCAN. Redis reads them only once it has seen that there is a
 * collection to scan.
 *
 * @param pattern what the elements' names must match; null for anything
 * @param count how many elements to look at
 */
public record ScanOptions(Glob pattern, long count) {
  /** What is answered for a key that does not exist. */
  public static final Reply NOTHING = reply(0, List.of());

  private static final long DEFAULT_COUNT = 10;

  /** Reads the options from a position to the end. */
  public static ScanOptions parse(Args args, int from) {
    Glob pattern = null;
    long count = DEFAULT_COUNT;
    args.from(from);
    while (args.hasNext()) {
      if (args.accept("COUNT", 1)) {
        count = args.nextInteger();
        if (count < 1) {
          throw new CommandError(Errors.SYNTAX);
        }
      } else if (args.accept("MATCH", 1)) {
        pattern = Glob.of(args.next());
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    return new ScanOptions(pattern == null || pattern.isStar() ? null : pattern, count);
  }

  /** Whether an element of this name is wanted. */
  public boolean match(byte[] name) {
    return pattern == null || pattern.matches(name);
  }

  /** The answer: the cursor of the next page, 0 at the end, and what was found. */
  public static Reply reply(long next, List<Reply> found) {
    return Reply.array(Reply.bulk(Long.toString(next)), Reply.array(found));
  }
}
