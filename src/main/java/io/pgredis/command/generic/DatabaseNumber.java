package io.pgredis.command.generic;

import io.pgredis.command.Args;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.resp.Reply;

/** Arguments that name a database. */
final class DatabaseNumber {
  private static final Reply.Err NOT_AN_INT =
      new Reply.Err(
          "ERR value is out of range, value must between %d and %d"
              .formatted(Integer.MIN_VALUE, Integer.MAX_VALUE));

  private DatabaseNumber() {}

  /**
   * The number of a database that exists.
   *
   * @throws CommandError if it is none
   */
  static int parse(Context context, byte[] argument) {
    long number = Args.integer(argument);
    if (number != (int) number) {
      throw new CommandError(NOT_AN_INT);
    }
    check(context, number);
    return (int) number;
  }

  /** Throws the error for a number out of range. */
  static void check(Context context, long number) {
    if (number < 0 || number >= context.data().databases()) {
      throw new CommandError(Errors.DB_INDEX);
    }
  }
}
