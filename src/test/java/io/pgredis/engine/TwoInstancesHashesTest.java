package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients on two instances and the same hashes: nothing is lost, nothing counts twice, and the
 * length is right. Few fields are packed, many are spread.
 */
class TwoInstancesHashesTest {
  private static final int CLIENTS = 30;
  private static final int ROUNDS = 15;
  private static final int PIPELINED = 8;

  @RegisterExtension static final TwoServers servers = new TwoServers();

  /** What HSET, HSETNX and HDEL say has come and gone is, field by field, what is there. */
  @ParameterizedTest
  @ValueSource(ints = {3, 20, 600})
  void settingAndRemovingKeepsAccount(int fields) {
    List<int[]> accounts =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var random = new Random(index);
              var balance = new int[fields];
              for (int round = 0; round < ROUNDS; round++) {
                int[] picked = random.ints(PIPELINED, 0, fields).toArray();
                var pipeline = new ArrayList<List<String>>();
                for (int field : picked) {
                  pipeline.add(
                      switch (random.nextInt(5)) {
                        case 0 -> List.of("HSETNX", "h", "f" + field, "v");
                        case 1, 2 -> List.of("HSET", "h", "f" + field, "w" + round);
                        default -> List.of("HDEL", "h", "f" + field);
                      });
                }
                List<Reply> replies = client.pipeline(pipeline);
                for (int i = 0; i < picked.length; i++) {
                  int sign = pipeline.get(i).getFirst().equals("HDEL") ? -1 : 1;
                  balance[picked[i]] += sign * (int) replies.get(i).number();
                }
              }
              return balance;
            });
    int[] sums = new int[fields];
    accounts.forEach(balance -> Arrays.setAll(sums, i -> sums[i] + balance[i]));
    assertThat(IntStream.of(sums)).allMatch(sum -> sum == 0 || sum == 1);
    List<Reply> there =
        IntStream.range(0, fields)
            .filter(i -> sums[i] == 1)
            .mapToObj(i -> (Reply) new Bulk("f" + i))
            .toList();
    try (RespClient client = servers.second().connect()) {
      assertThat(client.call("HKEYS", "h").items()).containsExactlyInAnyOrderElementsOf(there);
      assertThat(client.call("HLEN", "h")).isEqualTo(new Int(there.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 600})
  void everyIncrementCountsOnce(int fields) {
    List<long[]> added =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var random = new Random(index);
              var mine = new long[fields];
              for (int round = 0; round < ROUNDS; round++) {
                var pipeline = new ArrayList<List<String>>();
                for (int i = 0; i < PIPELINED; i++) {
                  int field = random.nextInt(fields);
                  int by = random.nextInt(1, 100);
                  mine[field] += by;
                  pipeline.add(List.of("HINCRBY", "h", "f" + field, "" + by));
                }
                client.pipeline(pipeline).forEach(Reply::number);
              }
              return mine;
            });
    long[] sums = new long[fields];
    added.forEach(mine -> Arrays.setAll(sums, i -> sums[i] + mine[i]));
    Map<Reply, Reply> expected = new HashMap<>();
    for (int i = 0; i < fields; i++) {
      if (sums[i] > 0) {
        expected.put(new Bulk("f" + i), new Bulk("" + sums[i]));
      }
    }
    try (RespClient client = servers.second().connect()) {
      assertThat(pairs(client.call("HGETALL", "h"))).isEqualTo(expected);
      assertThat(client.call("HLEN", "h")).isEqualTo(new Int(expected.size()));
    }
  }

  /** Each field belongs to the one client whom HSETNX told so. */
  @ParameterizedTest
  @ValueSource(ints = {10, 400})
  void eachFieldIsClaimedOnce(int fields) {
    List<List<String>> claims =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var mine = new ArrayList<String>();
              var pipeline = new ArrayList<List<String>>();
              for (int i = 0; i < fields; i++) {
                int field = (i * 7 + index) % fields;
                pipeline.add(List.of("HSETNX", "h", "f" + field, "client" + index));
              }
              List<Reply> replies = client.pipeline(pipeline);
              for (int i = 0; i < fields; i++) {
                if (replies.get(i).number() == 1) {
                  mine.add(pipeline.get(i).get(2));
                }
              }
              return mine;
            });
    Map<Reply, Reply> expected = new HashMap<>();
    for (int index = 0; index < CLIENTS; index++) {
      for (String field : claims.get(index)) {
        assertThat(expected.put(new Bulk(field), new Bulk("client" + index))).isNull();
      }
    }
    assertThat(expected).hasSize(fields);
    try (RespClient client = servers.first().connect()) {
      assertThat(pairs(client.call("HGETALL", "h"))).isEqualTo(expected);
    }
  }

  /**
   * Tokens put by some clients are taken by others, each once; the hash vanishes and comes again.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 40})
  void eachTokenIsTakenOnce(int ahead) {
    int tokens = 40;
    List<List<Reply>> taken =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var mine = new ArrayList<Reply>();
              for (int i = 0; i < tokens; i++) {
                String slot = "slot" + (i % ahead);
                if (index % 2 == 0) {
                  String token = index + ":" + i;
                  if (client.call("HSETNX", "h", slot, token).number() == 0) {
                    mine.add(new Bulk(token));
                  }
                } else {
                  client.call("HGETDEL", "h", "FIELDS", "1", slot).items().stream()
                      .filter(Bulk.class::isInstance)
                      .forEach(mine::add);
                }
              }
              return mine;
            });
    List<Reply> accounted = new ArrayList<>(taken.stream().flatMap(List::stream).toList());
    try (RespClient client = servers.second().connect()) {
      accounted.addAll(client.call("HVALS", "h").items());
    }
    assertThat(accounted).hasSize(CLIENTS / 2 * tokens).doesNotHaveDuplicates();
  }

  private static Map<Reply, Reply> pairs(Reply reply) {
    List<Reply> flat = reply.items();
    Map<Reply, Reply> pairs = new HashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      assertThat(pairs.put(flat.get(i), flat.get(i + 1))).isNull();
    }
    return pairs;
  }
}
