package io.pgredis.config;

import java.util.Arrays;
import java.util.List;

/**
 * {@code client-output-buffer-limit}: how much may wait for a client that does not read.
 *
 * @param normal for ordinary clients
 * @param replica for replicas
 * @param pubsub for subscribers
 */
public record BufferLimits(Limit normal, Limit replica, Limit pubsub) {

  /**
   * @param hardBytes more than that closes the connection at once; 0 for no limit
   * @param softBytes more than that for {@code softSeconds} closes it; 0 for no limit
   */
  public record Limit(long hardBytes, long softBytes, long softSeconds) {
    @Override
    public String toString() {
      return hardBytes + " " + softBytes + " " + softSeconds;
    }
  }

  static final String DEFAULT =
      "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60";
  private static final int WORDS_OF_A_CLASS = 4;

  @Override
  public String toString() {
    return "normal " + normal + " slave " + replica + " pubsub " + pubsub;
  }

  static final class Format implements ValueParameter.Format<BufferLimits> {
    @Override
    public String normalised(String text, String present) throws ConfigException {
      List<String> words = Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
      if (words.size() % WORDS_OF_A_CLASS != 0) {
        throw new ConfigException("Wrong number of arguments in buffer limit configuration.");
      }
      BufferLimits limits = value(present);
      for (int i = 0; i < words.size(); i += WORDS_OF_A_CLASS) {
        limits = limits.with(words.get(i), limit(words.subList(i + 1, i + WORDS_OF_A_CLASS)));
      }
      return limits.toString();
    }

    @Override
    public BufferLimits value(String normalised) {
      String[] words = normalised.split(" ");
      Limit[] limits = new Limit[3];
      for (int i = 0; i < limits.length; i++) {
        int at = i * WORDS_OF_A_CLASS;
        limits[i] =
            new Limit(
                Long.parseLong(words[at + 1]),
                Long.parseLong(words[at + 2]),
                Long.parseLong(words[at + 3]));
      }
      return new BufferLimits(limits[0], limits[1], limits[2]);
    }

    @Override
    public String text(BufferLimits value) {
      return value.toString();
    }

    @Override
    public List<String> lines(String text) {
      BufferLimits limits = value(text);
      return List.of(
          "normal " + limits.normal, "replica " + limits.replica, "pubsub " + limits.pubsub);
    }
  }

  private BufferLimits with(String clients, Limit limit) throws ConfigException {
    return switch (clients.toLowerCase(java.util.Locale.ROOT)) {
      case "normal" -> new BufferLimits(limit, replica, pubsub);
      case "slave", "replica" -> new BufferLimits(normal, limit, pubsub);
      case "pubsub" -> new BufferLimits(normal, replica, limit);
      default ->
          throw new ConfigException(
              "Invalid client class specified in buffer limit configuration.");
    };
  }

  private static Limit limit(List<String> words) throws ConfigException {
    try {
      return new Limit(
          LongParameter.parseMemory(words.get(0)),
          LongParameter.parseMemory(words.get(1)),
          Long.parseUnsignedLong(words.get(2)));
    } catch (ConfigException | NumberFormatException e) {
      throw new ConfigException(
          "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
    }
  }
}
