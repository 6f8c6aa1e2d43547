package io.pgredis.fuzz;

import io.pgredis.testing.Reply;

/**
 * The first difference between the servers in a program.
 *
 * @param step the index of the last step that was played
 * @param what the command whose replies differ, or what of the state does
 * @param where what it was about, for the report: a command line, or a key
 */
record Mismatch(int step, String what, String where, Reply expected, Reply actual) {
  private static final int LONGEST_SHOWN = 400;

  /** What stays the same when the program shrinks: the command, and the kind of both replies. */
  String signature() {
    return what + ": " + kind(expected) + " / " + kind(actual);
  }

  private static String kind(Reply reply) {
    return switch (reply) {
      case Reply.Error error -> error.toString().replaceAll("'[^']*'", "'...'");
      case Reply.Nil nil -> "nil";
      default -> reply.getClass().getSimpleName();
    };
  }

  static String shown(Reply reply) {
    String text = reply.toString();
    return text.length() <= LONGEST_SHOWN
        ? text
        : text.substring(0, LONGEST_SHOWN) + "... (" + text.length() + " characters)";
  }
}
