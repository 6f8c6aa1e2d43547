package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Nil;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients on two instances and the same lists: nothing is lost, nothing is there twice, and
 * what one client pushed stays in its order. Few elements are packed, many are spread.
 */
class TwoInstancesListsTest {
  private static final int CLIENTS = 30;

  @RegisterExtension static final TwoServers servers = new TwoServers();

  /** Pushers and poppers on one queue: what was pushed is popped once, or still there. */
  @ParameterizedTest
  @ValueSource(ints = {0, 500})
  void everyElementIsPoppedOnceInOrder(int before) {
    try (RespClient client = servers.first().connect()) {
      if (before > 0) {
        client.call(line("RPUSH", "queue", "before:", before));
      }
    }
    List<List<Reply>> popped =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var mine = new ArrayList<Reply>();
              for (int round = 0; round < 20; round++) {
                if (index % 2 == 0) {
                  String name = index + ":" + round + ":";
                  client.call("RPUSH", "queue", name + "a", name + "b", name + "c").number();
                } else if (round % 3 == 0) {
                  Reply several = client.call("LPOP", "queue", "5");
                  if (several != Nil.ARRAY) {
                    mine.addAll(several.items());
                  }
                } else {
                  Reply one = client.call("LPOP", "queue");
                  if (one != Nil.BULK) {
                    mine.add(one);
                  }
                }
              }
              return mine;
            });
    try (RespClient client = servers.second().connect()) {
      List<Reply> left = client.call("LRANGE", "queue", "0", "-1").items();
      assertThat(client.call("LLEN", "queue")).isEqualTo(new Int(left.size()));
      Stream<String> pushed =
          IntStream.range(0, CLIENTS / 2)
              .boxed()
              .flatMap(i -> IntStream.range(0, 20).mapToObj(round -> 2 * i + ":" + round + ":"))
              .flatMap(name -> Stream.of(name + "a", name + "b", name + "c"));
      Stream<String> earlier = IntStream.range(0, before).mapToObj(i -> "before:" + i);
      assertThat(Stream.concat(popped.stream().flatMap(List::stream), left.stream()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(pushed, earlier).map(text -> (Reply) new Bulk(text)).toList());
      for (int i = 0; i < CLIENTS; i += 2) {
        String mine = i + ":";
        List<Integer> rounds =
            left.stream()
                .map(reply -> ((Bulk) reply).text())
                .filter(text -> text.startsWith(mine))
                .map(text -> Integer.parseInt(text.split(":")[1]))
                .toList();
        assertThat(rounds).isSorted();
      }
    }
  }

  /** Elements wander between lists, and are in exactly one of them whenever one looks. */
  @ParameterizedTest
  @ValueSource(ints = {12, 400})
  void movedElementsAreAlwaysInOneList(int elements) {
    List<String> lists = List.of("list", "other", "third");
    List<Reply> all =
        IntStream.range(0, elements).mapToObj(i -> (Reply) new Bulk("e" + i)).toList();
    try (RespClient client = servers.first().connect()) {
      client.call(line("RPUSH", "list", "e", elements));
    }
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          var random = new Random(index);
          for (int round = 0; round < 25; round++) {
            if (index % 6 == 0) {
              assertThat(everything(client, lists)).containsExactlyInAnyOrderElementsOf(all);
            } else {
              var pipeline = new ArrayList<List<String>>();
              for (int i = 0; i < 5; i++) {
                String from = lists.get(random.nextInt(3));
                String to = lists.get(random.nextInt(3));
                String left = random.nextBoolean() ? "LEFT" : "RIGHT";
                pipeline.add(List.of("LMOVE", from, to, left, "RIGHT"));
              }
              client.pipeline(pipeline);
            }
          }
        });
    try (RespClient client = servers.second().connect()) {
      assertThat(everything(client, lists)).containsExactlyInAnyOrderElementsOf(all);
      long sizes = lists.stream().mapToLong(list -> client.call("LLEN", list).number()).sum();
      assertThat(sizes).isEqualTo(elements);
    }
  }

  /** Inserting and removing in the middle, where rows move: each client minds its own elements. */
  @Test
  void insertingAndRemovingInTheMiddleKeepsAccount() {
    int elements = 600;
    try (RespClient client = servers.first().connect()) {
      client.call(line("RPUSH", "list", "e", elements));
    }
    Crowd.run(
        CLIENTS / 2,
        servers.both(),
        (index, client) -> {
          var random = new Random(index);
          for (int round = 0; round < 8; round++) {
            String pivot = "e" + random.nextInt(elements);
            String mine = "own:" + index;
            assertThat(client.call("LINSERT", "list", "BEFORE", pivot, mine).number()).isPositive();
            assertThat(client.call("LINSERT", "list", "AFTER", pivot, mine).number()).isPositive();
            assertThat(client.call("LREM", "list", "0", mine).number()).isEqualTo(2);
            client.call("LMOVE", "list", "list", "LEFT", "RIGHT");
          }
        });
    try (RespClient client = servers.second().connect()) {
      List<Reply> left = client.call("LRANGE", "list", "0", "-1").items();
      assertThat(left)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, elements).mapToObj(i -> (Reply) new Bulk("e" + i)).toList());
    }
  }

  private static List<Reply> everything(RespClient client, List<String> lists) {
    var pipeline = new ArrayList<List<String>>();
    pipeline.add(List.of("MULTI"));
    lists.forEach(list -> pipeline.add(List.of("LRANGE", list, "0", "-1")));
    pipeline.add(List.of("EXEC"));
    return client.pipeline(pipeline).getLast().items().stream()
        .flatMap(list -> list.items().stream())
        .toList();
  }

  private static List<String> line(String command, String key, String prefix, int elements) {
    return Stream.concat(
            Stream.of(command, key), IntStream.range(0, elements).mapToObj(i -> prefix + i))
        .toList();
  }
}
