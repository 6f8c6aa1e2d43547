package io.pgredis.command.hash;

import io.pgredis.command.Args;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import java.util.List;
import java.util.Locale;

/** How commands on fields that expire say which fields they mean, and when these shall expire. */
final class FieldArguments {
  /** The latest moment at which a field may expire, in milliseconds since the epoch. */
  static final long LATEST_MILLIS = (1L << 46) - 1;

  static final String NOT_POSITIVE = "ERR Number of fields must be a positive integer";
  private static final String NO_FIELDS =
      "ERR Mandatory argument FIELDS is missing or not at the right position";
  private static final String MISMATCH =
      "ERR The `numfields` parameter must match the number of arguments";
  private static final String NEGATIVE_TIME = "ERR invalid expire time, must be >= 0";

  /** In which unit a time is given, and whether it is counted from now on. */
  enum Unit {
    EX(1000, true),
    PX(1, true),
    EXAT(1000, false),
    PXAT(1, false);

    private final long millis;
    private final boolean fromNow;

    Unit(long millis, boolean fromNow) {
      this.millis = millis;
      this.fromNow = fromNow;
    }

    /** The unit with a name; null if there is none. */
    static Unit of(String name) {
      return switch (name.toUpperCase(Locale.ROOT)) {
        case "EX" -> EX;
        case "PX" -> PX;
        case "EXAT" -> EXAT;
        case "PXAT" -> PXAT;
        default -> null;
      };
    }

    /** A number of seconds or milliseconds for people; more of it than there is rounds up. */
    long toUnit(long amountMillis) {
      return Math.ceilDiv(amountMillis, millis);
    }

    boolean isFromNow() {
      return fromNow;
    }
  }

  private FieldArguments() {}

  /**
   * The word FIELDS at a position, how many there are, and then the fields to the end.
   *
   * @param badCount the error if that is no positive number
   */
  static List<byte[]> fields(Args args, int position, String badCount) {
    if (position + 1 >= args.count() || !args.is(position, "FIELDS")) {
      throw new CommandError(NO_FIELDS);
    }
    long count = args.integer(position + 1, badCount);
    if (count < 1) {
      throw new CommandError(badCount);
    }
    if (count != args.count() - position - 2) {
      throw new CommandError(MISMATCH);
    }
    return Hashes.fieldsFrom(args.raw(), position + 2, 1);
  }

  /**
   * A moment in milliseconds since the epoch; it may have passed.
   *
   * @throws CommandError if it is no integer, negative, or too late
   */
  static long moment(Context context, byte[] time, Unit unit, String commandName) {
    long value = Args.integer(time);
    if (value < 0) {
      throw new CommandError(NEGATIVE_TIME);
    }
    long start = unit.fromNow ? context.now() : 0;
    if (value > LATEST_MILLIS / unit.millis || value * unit.millis > LATEST_MILLIS - start) {
      throw new CommandError(Errors.invalidExpire(commandName));
    }
    return value * unit.millis + start;
  }
}
