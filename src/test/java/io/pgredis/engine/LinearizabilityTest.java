package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.engine.Linearizability.Call;
import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Nil;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two instances look like one Redis to clients that compare what they were told, and when. */
class LinearizabilityTest {
  private static final int CLIENTS = 12;
  private static final int KEYS = 3;
  private static final Simple OK = new Simple("OK");

  private final long seed = Long.getLong("pgredis.test.seed", System.nanoTime());

  private record Keyed(int key, Call call) {}

  @Test
  void theCheckerAcceptsWhatOverlaps() {
    assertThat(
            Linearizability.holds(
                List.of(
                    new Call(List.of("SET", "1"), OK, 0, 10),
                    new Call(List.of("GET"), Nil.BULK, 1, 2),
                    new Call(List.of("GET"), new Bulk("1"), 3, 4),
                    new Call(List.of("INCR"), new Int(2), 5, 20),
                    new Call(List.of("GETSET", "7"), new Bulk("1"), 6, 30),
                    new Call(List.of("INCR"), new Int(8), 21, 31))))
        .isFalse();
    assertThat(
            Linearizability.holds(
                List.of(
                    new Call(List.of("SET", "1"), OK, 0, 10),
                    new Call(List.of("GET"), Nil.BULK, 1, 2),
                    new Call(List.of("GET"), new Bulk("1"), 3, 4),
                    new Call(List.of("INCR"), new Int(2), 5, 20),
                    new Call(List.of("GETSET", "7"), new Bulk("2"), 6, 30),
                    new Call(List.of("INCR"), new Int(8), 21, 31))))
        .isTrue();
  }

  @Test
  void theCheckerRefusesStaleReadsAndLostUpdates() {
    assertThat(
            Linearizability.holds(
                List.of(
                    new Call(List.of("SET", "1"), OK, 0, 1),
                    new Call(List.of("GET"), Nil.BULK, 2, 3))))
        .isFalse();
    assertThat(
            Linearizability.holds(
                List.of(
                    new Call(List.of("INCR"), new Int(1), 0, 10),
                    new Call(List.of("INCR"), new Int(1), 0, 10))))
        .isFalse();
    assertThat(
            Linearizability.holds(
                List.of(
                    new Call(List.of("SET", "1"), OK, 0, 10),
                    new Call(List.of("GET"), new Bulk("1"), 1, 2),
                    new Call(List.of("GET"), Nil.BULK, 3, 4))))
        .isFalse();
  }

  @Test
  void twoInstancesAreLinearizable() {
    check(1, 80);
  }

  @Test
  @Tag("full")
  void twoInstancesAreLinearizableForLong() {
    check(20, 150);
  }

  private void check(int rounds, int calls) {
    System.out.println("seed " + seed);
    try (TwoServers servers = new TwoServers()) {
      for (int round = 0; round < rounds; round++) {
        servers.clear();
        long roundSeed = seed + 1000L * round;
        List<List<Keyed>> all =
            Crowd.ask(
                CLIENTS,
                servers.both(),
                (index, client) -> act(client, new Random(roundSeed + index), index, calls));
        for (int key = 0; key < KEYS; key++) {
          int wanted = key;
          List<Call> history =
              all.stream()
                  .flatMap(List::stream)
                  .filter(keyed -> keyed.key() == wanted)
                  .map(Keyed::call)
                  .toList();
          assertThat(Linearizability.holds(history))
              .as("round %d, key %d: %s", round, key, history)
              .isTrue();
        }
      }
    }
  }

  /** One call after the other, some of them beside calls for other keys in a pipeline. */
  private static List<Keyed> act(RespClient client, Random random, int index, int calls) {
    List<Keyed> history = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      int first = random.nextInt(KEYS);
      List<Integer> keys =
          random.nextInt(4) == 0 ? List.of(first, (first + 1) % KEYS) : List.of(first);
      List<List<String>> commands = new ArrayList<>();
      for (int key : keys) {
        commands.add(command(random, index * 1_000_000 + i));
      }
      List<List<String>> sent = new ArrayList<>();
      for (int k = 0; k < keys.size(); k++) {
        List<String> words = new ArrayList<>(commands.get(k));
        words.add(1, "key" + keys.get(k));
        sent.add(words);
      }
      long sentAt = System.nanoTime();
      List<Reply> replies = client.pipeline(sent);
      long answeredAt = System.nanoTime();
      for (int k = 0; k < keys.size(); k++) {
        history.add(
            new Keyed(keys.get(k), new Call(commands.get(k), replies.get(k), sentAt, answeredAt)));
      }
    }
    return history;
  }

  private static List<String> command(Random random, int value) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4, 5 -> List.of("GET");
      case 6, 7, 8 -> List.of("INCR");
      case 9, 10 -> List.of("SET", "" + value);
      case 11, 12 -> List.of("GETSET", "" + value);
      case 13 -> List.of("SETNX", "" + value);
      case 14 -> List.of("GETDEL");
      default -> List.of("DEL");
    };
  }
}
