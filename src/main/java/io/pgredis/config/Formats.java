package io.pgredis.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parameters whose values have a grammar of their own. */
final class Formats {
  /** Redis takes no more addresses than that. */
  static final int MOST_ADDRESSES = 16;

  private static final long SHORTEST_WATCHDOG_MILLIS = 200;
  private static final String EVENT_CLASSES = "g$lshzxetd";
  private static final String NEW_KEY_EVENTS = "n";
  private static final String OTHER_EVENT_FLAGS = "KEm";

  private Formats() {}

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  /** Words, as they are. */
  abstract static class Words implements ValueParameter.Format<List<String>> {
    @Override
    public List<String> value(String normalised) {
      return words(normalised);
    }

    @Override
    public String text(List<String> value) {
      return String.join(" ", value);
    }
  }

  static final class Addresses extends Words {
    @Override
    public String normalised(String text, String present) throws ConfigException {
      List<String> addresses = words(text);
      if (addresses.size() > MOST_ADDRESSES) {
        throw new ConfigException("Too many bind addresses specified.");
      }
      return String.join(" ", addresses);
    }
  }

  /** Pairs of seconds and changes. Lines of a file add up until one is empty. */
  static final class SavePoints extends Words {
    @Override
    public String normalised(String text, String present) throws ConfigException {
      List<String> numbers = words(text);
      if (numbers.size() % 2 != 0) {
        throw new ConfigException("Invalid save parameters");
      }
      for (int i = 0; i < numbers.size(); i++) {
        int smallest = i % 2 == 0 ? 1 : 0;
        if (!numbers.get(i).matches("[0-9]{1,18}") || Long.parseLong(numbers.get(i)) < smallest) {
          throw new ConfigException("Invalid save parameters");
        }
      }
      return String.join(" ", numbers);
    }

    @Override
    public String joined(List<String> words, String present) {
      return words.equals(List.of("")) ? "" : (present + " " + String.join(" ", words)).strip();
    }

    @Override
    public List<String> lines(String text) {
      List<String> numbers = words(text);
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i += 2) {
        lines.add(numbers.get(i) + " " + numbers.get(i + 1));
      }
      return lines.isEmpty() ? List.of("\"\"") : lines;
    }
  }

  /** Percentiles, in percent. */
  static final class Percentiles implements ValueParameter.Format<List<Double>> {
    @Override
    public String normalised(String text, String present) throws ConfigException {
      List<String> normalised = new ArrayList<>();
      for (String word : words(text)) {
        normalised.add(percentile(word));
      }
      return String.join(" ", normalised);
    }

    private static String percentile(String word) throws ConfigException {
      BigDecimal percent;
      try {
        percent = new BigDecimal(word);
      } catch (NumberFormatException e) {
        throw new ConfigException("Invalid latency-tracking-info-percentiles parameters");
      }
      if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
        throw new ConfigException(
            "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]");
      }
      return percent.stripTrailingZeros().toPlainString();
    }

    @Override
    public List<Double> value(String normalised) {
      return words(normalised).stream().map(Double::valueOf).toList();
    }

    @Override
    public String text(List<Double> value) {
      return String.join(
          " ",
          value.stream()
              .map(percent -> BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString())
              .toList());
    }
  }

  /** Flags of {@code notify-keyspace-events}, in the order in which Redis prints them. */
  static String keyspaceEvents(String text) throws ConfigException {
    for (int i = 0; i < text.length(); i++) {
      if (("A" + EVENT_CLASSES + NEW_KEY_EVENTS + OTHER_EVENT_FLAGS).indexOf(text.charAt(i)) < 0) {
        throw new ConfigException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
      }
    }
    boolean all =
        text.indexOf('A') >= 0 || EVENT_CLASSES.chars().allMatch(flag -> text.indexOf(flag) >= 0);
    StringBuilder flags = new StringBuilder(all ? "A" : "");
    // Beside A, Redis does not print n either.
    String classes = all ? "" : EVENT_CLASSES + NEW_KEY_EVENTS;
    String order = classes + OTHER_EVENT_FLAGS;
    order.chars().filter(flag -> text.indexOf(flag) >= 0).forEach(f -> flags.append((char) f));
    return flags.toString();
  }

  /** Bytes, or a percentage of {@code maxmemory}. */
  static String memoryOrPercent(String text) throws ConfigException {
    if (text.matches("[0-9]{1,18}%")) {
      if (Long.parseLong(text.substring(0, text.length() - 1)) > 100) {
        throw new ConfigException("percentage argument must be less or equal to 100");
      }
      return text;
    }
    try {
      return Long.toString(LongParameter.parseMemory(text));
    } catch (ConfigException e) {
      throw new ConfigException("argument must be a memory or percent value");
    }
  }

  /** Three numbers that grow. */
  static String oomScores(String text) throws ConfigException {
    List<String> numbers = words(text);
    if (numbers.size() != 3) {
      throw new ConfigException("wrong number of arguments");
    }
    for (String number : numbers) {
      if (!number.matches("-?[0-9]{1,4}") || Math.abs(Integer.parseInt(number)) > 2000) {
        throw new ConfigException(
            "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
      }
    }
    return String.join(" ", numbers);
  }

  /** Event loops wake this many times a second: within bounds, without an error outside of them. */
  static String clampedHz(String text) throws ConfigException {
    LongParameter number = LongParameter.number("hz", 10, 0, Integer.MAX_VALUE);
    return Long.toString(Math.clamp(Long.parseLong(number.normalised(text)), 1, 500));
  }

  /** Milliseconds; 0 for none, and none is shorter than two of Redis's ticks. */
  static String watchdogPeriod(String text) throws ConfigException {
    LongParameter number = LongParameter.number("watchdog-period", 0, 0, Integer.MAX_VALUE);
    long millis = Long.parseLong(number.normalised(text));
    return Long.toString(millis == 0 ? 0 : Math.max(millis, SHORTEST_WATCHDOG_MILLIS));
  }

  /** A name for a schema that needs no quotes, and that PostgreSQL does not keep for itself. */
  static String schema(String text) throws ConfigException {
    if (!text.matches("[a-z_][a-z0-9_]{0,62}") || text.startsWith("pg_")) {
      throw new ConfigException(
          "a schema's name has up to 63 letters a-z, digits and underscores, and does not begin"
              + " with pg_");
    }
    return text;
  }
}
