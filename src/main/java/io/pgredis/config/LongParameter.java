package io.pgredis.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole number between two bounds, perhaps in units of memory. */
public final class LongParameter extends Parameter {
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");
  private static final Pattern MEMORY =
      Pattern.compile("(?<number>[0-9]+)(?<unit>b|k|kb|m|mb|g|gb)?", Pattern.CASE_INSENSITIVE);
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  private final long initial;
  private final long smallest;
  private final long largest;
  private final boolean memory;
  private volatile long value;

  private LongParameter(
      String names, long initial, long smallest, long largest, boolean memory, Trait... traits) {
    super(names, traits);
    this.initial = initial;
    this.smallest = smallest;
    this.largest = largest;
    this.memory = memory;
    this.value = initial;
  }

  static LongParameter number(
      String names, long initial, long smallest, long largest, Trait... traits) {
    return new LongParameter(names, initial, smallest, largest, false, traits);
  }

  /** A number of bytes, which may be written as {@code 1gb}. */
  static LongParameter memory(
      String names, long initial, long smallest, long largest, Trait... traits) {
    return new LongParameter(names, initial, smallest, largest, true, traits);
  }

  public long get() {
    return value;
  }

  /** For values that the bounds keep within an int. */
  public int asInt() {
    return Math.toIntExact(value);
  }

  @Override
  public String text() {
    return Long.toString(value);
  }

  @Override
  public String defaultText() {
    return Long.toString(initial);
  }

  @Override
  void assign(String normalised) {
    value = Long.parseLong(normalised);
  }

  @Override
  String normalised(String text) throws ConfigException {
    long number = memory ? parseMemory(text) : parse(text);
    if (number < smallest || number > largest) {
      throw new ConfigException(
          "argument must be between " + smallest + " and " + largest + " inclusive");
    }
    return Long.toString(number);
  }

  private static long parse(String text) throws ConfigException {
    try {
      if (INTEGER.matcher(text).matches()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      // Beyond 64 bits: the same error.
    }
    throw new ConfigException("argument couldn't be parsed into an integer");
  }

  static long parseMemory(String text) throws ConfigException {
    Matcher matcher = MEMORY.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigException("argument must be a memory value");
    }
    String unit = matcher.group("unit") == null ? "" : matcher.group("unit");
    long factor =
        switch (unit.toLowerCase(Locale.ROOT)) {
          case "k" -> 1_000L;
          case "kb" -> 1L << 10;
          case "m" -> 1_000_000L;
          case "mb" -> 1L << 20;
          case "g" -> 1_000_000_000L;
          case "gb" -> 1L << 30;
          default -> 1L;
        };
    BigInteger bytes = new BigInteger(matcher.group("number")).multiply(BigInteger.valueOf(factor));
    return bytes.min(LARGEST).longValue();
  }
}
