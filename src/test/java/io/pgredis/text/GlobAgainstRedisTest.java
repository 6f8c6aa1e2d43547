package io.pgredis.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.RealRedis;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random patterns against KEYS of a real server. */
@Tag("full")
class GlobAgainstRedisTest {
  private static final int TEXTS = 500;
  private static final int PATTERNS = 5_000;
  private static final String LETTERS = "aabbcAB-]^*\\?\u0080\u00ff";
  private static final String WILDCARDS = "***??[[]]^-\\";

  @Test
  void keysOfRandomPatterns() {
    Random random = new Random(7);
    try (RealRedis redis = RealRedis.start();
        RespClient client = redis.connect()) {
      Set<String> texts = new TreeSet<>();
      while (texts.size() < TEXTS) {
        texts.add(random(random, LETTERS, 6));
      }
      List<String> mset = new ArrayList<>(List.of("MSET"));
      texts.forEach(text -> mset.addAll(List.of(text, "")));
      client.call(mset);
      for (int i = 0; i < PATTERNS; i++) {
        String pattern = random(random, LETTERS + WILDCARDS, 9);
        Glob glob = Glob.of(pattern.getBytes(ISO_8859_1));
        Set<String> expected = keys(client.call("KEYS", pattern));
        Set<String> found =
            texts.stream()
                .filter(text -> glob.isStar() || glob.matches(text.getBytes(ISO_8859_1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).as("KEYS %s", pattern).isEqualTo(expected);
        String prefix = new String(glob.literalPrefix(), ISO_8859_1);
        assertThat(found).as("prefix of %s", pattern).allMatch(text -> text.startsWith(prefix));
      }
    }
  }

  private static Set<String> keys(Reply reply) {
    return ((Reply.Aggregate) reply)
        .items().stream()
            .map(item -> ((Reply.Bulk) item).text())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String random(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
