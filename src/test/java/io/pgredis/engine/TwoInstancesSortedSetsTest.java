package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients on two instances and the same sorted sets: nothing is lost, nothing is there twice,
 * and sizes, scores and ranks are right. Few members are packed, many are spread, and very many are
 * counted by blocks.
 */
class TwoInstancesSortedSetsTest {
  private static final int CLIENTS = 24;

  @RegisterExtension static final TwoServers servers = new TwoServers();

  /** What ZADD, ZREM and ZINCRBY say is, member by member, what is there in the end. */
  @ParameterizedTest
  @ValueSource(ints = {3, 20, 400, 3_000})
  void addingRemovingAndIncrementingKeepsAccount(int members) {
    if (members > 1_000) {
      try (RespClient client = servers.first().connect()) {
        // So that there are blocks from the beginning.
        client.call(zadd(members));
        client.pipeline(
            IntStream.range(0, members)
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> List.of("ZREM", "zset", "m" + i))
                .toList());
      }
    }
    List<int[]> accounts =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var random = new Random(index);
              var balance = new int[members];
              for (int round = 0; round < 12; round++) {
                int[] picked = random.ints(8, 0, members).toArray();
                var pipeline = new ArrayList<List<String>>();
                for (int member : picked) {
                  String score = Integer.toString(random.nextInt(50));
                  pipeline.add(
                      random.nextInt(5) < 3
                          ? List.of("ZADD", "zset", score, "m" + member)
                          : List.of("ZREM", "zset", "m" + member));
                }
                pipeline.add(List.of("ZINCRBY", "sums", "1", "m" + picked[0]));
                List<Reply> replies = client.pipeline(pipeline);
                for (int i = 0; i < picked.length; i++) {
                  int sign = pipeline.get(i).getFirst().equals("ZADD") ? 1 : -1;
                  balance[picked[i]] += sign * (int) replies.get(i).number();
                }
              }
              return balance;
            });
    int[] sums = new int[members];
    Arrays.setAll(sums, i -> members > 1_000 && i % 2 == 1 ? 1 : 0);
    accounts.forEach(balance -> Arrays.setAll(sums, i -> sums[i] + balance[i]));
    assertThat(IntStream.of(sums)).allMatch(sum -> sum == 0 || sum == 1);
    try (RespClient client = servers.second().connect()) {
      List<Reply> there =
          IntStream.range(0, members)
              .filter(i -> sums[i] == 1)
              .mapToObj(i -> (Reply) new Bulk("m" + i))
              .toList();
      List<Reply> ordered = client.call("ZRANGE", "zset", "0", "-1").items();
      assertThat(ordered).containsExactlyInAnyOrderElementsOf(there);
      assertThat(client.call("ZCARD", "zset")).isEqualTo(new Int(there.size()));
      for (int i = 0; i < ordered.size(); i += 1 + ordered.size() / 20) {
        String member = ((Bulk) ordered.get(i)).text();
        assertThat(client.call("ZRANK", "zset", member)).isEqualTo(new Int(i));
        assertThat(client.call("ZRANGE", "zset", "" + i, "" + i))
            .isEqualTo(new Aggregate(Aggregate.Kind.ARRAY, List.of(ordered.get(i))));
      }
      long incremented =
          client.call("ZRANGE", "sums", "0", "-1", "WITHSCORES").items().stream()
              .map(item -> ((Bulk) item).text())
              .filter(text -> !text.startsWith("m"))
              .mapToLong(Long::parseLong)
              .sum();
      assertThat(incremented).isEqualTo(CLIENTS * 12L);
    }
  }

  /** A queue by time: each job is taken once, while others still come. */
  @ParameterizedTest
  @ValueSource(ints = {40, 400, 2_500})
  void everyMemberIsPoppedOnce(int members) {
    try (RespClient client = servers.first().connect()) {
      client.call(zadd(members));
    }
    List<List<Reply>> popped =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var mine = new ArrayList<Reply>();
              client.call("ZADD", "zset", "" + index, "late" + index);
              while (true) {
                String command = index % 3 == 0 ? "ZPOPMAX" : "ZPOPMIN";
                List<Reply> replies =
                    client.pipeline(
                        List.of(List.of(command, "zset"), List.of("ZPOPMIN", "zset", "9")));
                int before = mine.size();
                for (Reply reply : replies) {
                  List<Reply> flat = reply.items();
                  for (int i = 0; i < flat.size(); i += 2) {
                    mine.add(flat.get(i));
                  }
                }
                if (mine.size() == before) {
                  return mine;
                }
              }
            });
    List<Reply> all = new ArrayList<>();
    IntStream.range(0, members).forEach(i -> all.add(new Bulk("m" + i)));
    IntStream.range(0, CLIENTS).forEach(i -> all.add(new Bulk("late" + i)));
    assertThat(popped.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
    try (RespClient client = servers.second().connect()) {
      assertThat(client.call("EXISTS", "zset")).isEqualTo(new Int(0));
    }
  }

  private static List<String> zadd(int members) {
    var line = new ArrayList<>(List.of("ZADD", "zset"));
    for (int i = 0; i < members; i++) {
      line.add(Integer.toString(i % 100));
      line.add("m" + i);
    }
    return line;
  }
}
