package io.pgredis.fuzz;

import java.util.List;

/**
 * One command of a program.
 *
 * @param entry the name of the table's entry that made it, for the histogram
 * @param args the command as sent, its name first
 * @param matching how its replies are compared
 * @param play how it is carried out
 * @param alterable whether shrinking may leave out arguments
 */
record Call(String entry, List<String> args, Matching matching, Play play, boolean alterable) {
  /** How a call is carried out. */
  enum Play {
    /** One command, one reply. */
    PLAIN,
    /** SCAN from cursor 0 to the end; the reply is the set of what came. */
    SCAN,
    /** RANDOMKEY and whether what it returned exists. */
    RANDOM_KEY,
    /** QUIT, then a new connection in its place. */
    QUIT
  }

  Call {
    args = List.copyOf(args);
  }

  Call withArgs(List<String> changed) {
    return new Call(entry, changed, matching, play, alterable);
  }

  /** Whether it is this command, whatever its case. */
  boolean is(String name) {
    return !args.isEmpty() && args.getFirst().equalsIgnoreCase(name);
  }
}
