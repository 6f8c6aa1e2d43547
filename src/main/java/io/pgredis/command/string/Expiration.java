package io.pgredis.command.string;

import io.pgredis.command.Args;
import io.pgredis.command.CommandError;
import io.pgredis.command.Errors;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The option EX, PX, EXAT or PXAT with its time, as SET, GETEX, SETEX and PSETEX take it. Its
 * number is looked at only once the whole command has been parsed: a syntax error comes first.
 *
 * @param unit how the time is meant
 * @param time the time as it was sent
 */
record Expiration(Unit unit, byte[] time) {

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
  }

  /** Whatever is shorter, in milliseconds, ends in time wherever the clock stands. */
  private static final long LONG_LIFETIME = Long.MAX_VALUE / 2;

  private static final Unit[] UNITS = Unit.values();

  /**
   * Takes an expiration at the cursor if there is one. The same unit may be given again, then the
   * last one counts; two different units are a syntax error.
   */
  static Optional<Expiration> accept(Args args, Expiration before) {
    for (Unit unit : UNITS) {
      if ((before == null || before.unit == unit) && args.accept(unit.name(), 1)) {
        return Optional.of(new Expiration(unit, args.next()));
      }
    }
    return Optional.empty();
  }

  /** Whether it is meant from now on. */
  boolean isFromNow() {
    return unit.fromNow;
  }

  /**
   * For how many milliseconds, if it is meant from now on. Looks at the clock only if it is so long
   * that it may be too long.
   *
   * @throws CommandError if it is no integer, not positive, or too large
   */
  long lifetime(LongSupplier now, String commandName) {
    long millis = positiveMillis(commandName);
    if (millis > LONG_LIFETIME && millis > Long.MAX_VALUE - now.getAsLong()) {
      throw new CommandError(Errors.invalidExpire(commandName));
    }
    return millis;
  }

  /**
   * The point in time in milliseconds since the epoch, always greater than 0; may be in the past.
   * Does not look at the clock if nothing is relative to it.
   *
   * @throws CommandError if it is no integer, not positive, or too large
   */
  long millis(LongSupplier now, String commandName) {
    return isFromNow() ? now.getAsLong() + lifetime(now, commandName) : positiveMillis(commandName);
  }

  private long positiveMillis(String commandName) {
    long value = Args.integer(time);
    if (value <= 0 || value > Long.MAX_VALUE / unit.millis) {
      throw new CommandError(Errors.invalidExpire(commandName));
    }
    return value * unit.millis;
  }
}
