package io.pgredis.command.generic;

import io.pgredis.command.Args;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;

/** Arguments that name a database. */
final class DatabaseNumber {
  private DatabaseNumber() {}

  /**
   * The number of a database that exists.
   *
   * @throws CommandError if it is none
   */
  static int parse(Context context, byte[] argument) {
    int number = Args.int32(argument);
    check(context, number);
    return number;
  }

  /** Throws the error for a number out of range. */
  static void check(Context context, long number) {
    if (number < 0 || number >= context.data().databases()) {
      throw new CommandError(Errors.DB_INDEX);
    }
  }
}
