package io.pgredis.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.RealRedis;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** INCRBYFLOAT of random texts beside a real server; on x86-64, whose numbers pgredis has. */
@Tag("full")
class HumanFloatAgainstRedisTest {
  private static final int PAIRS = 20_000;

  @Test
  void sumsOfRandomTexts() {
    Random random = new Random(4);
    try (RealRedis redis = RealRedis.start();
        RespClient client = redis.connect()) {
      for (int i = 0; i < PAIRS; i++) {
        String value = text(random);
        String increment = random.nextInt(4) == 0 ? nearlyOpposite(value, random) : text(random);
        client.call("SET", "key", value);
        assertThat(client.call("INCRBYFLOAT", "key", increment))
            .as("%s + %s", value, increment)
            .isEqualTo(reply(HumanFloatTest.incrByFloat(value, increment)));
      }
    }
  }

  private static Reply reply(String answer) {
    return answer.startsWith("ERR") ? new Reply.Error(answer) : new Reply.Bulk(answer);
  }

  /** Sums that cancel show every bit of the roundings. */
  private static String nearlyOpposite(String value, Random random) {
    String opposite = value.startsWith("-") ? value.substring(1) : "-" + value;
    return opposite.substring(0, Math.max(0, opposite.length() - 1)) + random.nextInt(10);
  }

  private static String text(Random random) {
    String sign = List.of("", "-", "+").get(random.nextInt(3));
    return switch (random.nextInt(7)) {
      case 0 -> "%s%.2f".formatted(sign, random.nextDouble() * 100);
      case 1 -> sign + integer(random, 10) + "." + integer(random, 10);
      case 2 -> sign + integer(random, 10) + "e" + (random.nextInt(80) - 40);
      case 3 -> sign + integer(random, 10) + "e" + (random.nextInt(10_000) - 5_000);
      case 4 -> sign + "0x" + integer(random, 16) + "." + integer(random, 16) + "p-20";
      case 5 -> sign + "0x" + integer(random, 16) + "p" + (random.nextInt(33_000) - 16_500);
      default -> junk(random);
    };
  }

  private static String integer(Random random, int radix) {
    return new BigInteger(1 + random.nextInt(90), random).toString(radix);
  }

  private static String junk(Random random) {
    String letters = "0123456789.eExXpP+-infa ";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
