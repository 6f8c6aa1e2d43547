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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients on two instances and the same sets: nothing is lost, nothing is there twice, and the
 * size is right. Few members are packed, many are spread.
 */
class TwoInstancesSetsTest {
  private static final int CLIENTS = 30;

  @RegisterExtension static final TwoServers servers = new TwoServers();

  /** What SADD and SREM say has come and gone is, member by member, what is there in the end. */
  @ParameterizedTest
  @ValueSource(ints = {3, 20, 400})
  void addingAndRemovingKeepsAccount(int members) {
    List<int[]> accounts =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var random = new Random(index);
              var balance = new int[members];
              for (int round = 0; round < 15; round++) {
                int[] picked = random.ints(8, 0, members).toArray();
                var pipeline = new ArrayList<List<String>>();
                for (int member : picked) {
                  String command = random.nextInt(5) < 3 ? "SADD" : "SREM";
                  pipeline.add(List.of(command, "set", "m" + member));
                }
                List<Reply> replies = client.pipeline(pipeline);
                for (int i = 0; i < picked.length; i++) {
                  int sign = pipeline.get(i).getFirst().equals("SADD") ? 1 : -1;
                  balance[picked[i]] += sign * (int) replies.get(i).number();
                }
              }
              return balance;
            });
    int[] sums = new int[members];
    accounts.forEach(balance -> Arrays.setAll(sums, i -> sums[i] + balance[i]));
    try (RespClient client = servers.second().connect()) {
      List<Reply> there =
          IntStream.range(0, members)
              .filter(i -> sums[i] == 1)
              .mapToObj(i -> (Reply) new Bulk("m" + i))
              .toList();
      assertThat(IntStream.of(sums)).allMatch(sum -> sum == 0 || sum == 1);
      assertThat(client.call("SMEMBERS", "set").items()).containsExactlyInAnyOrderElementsOf(there);
      assertThat(client.call("SCARD", "set")).isEqualTo(new Int(there.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 600})
  void everyMemberIsPoppedOnce(int members) {
    try (RespClient client = servers.first().connect()) {
      client.call(line("SADD", members));
    }
    List<List<Reply>> popped =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var mine = new ArrayList<Reply>();
              while (true) {
                Reply one = client.call("SPOP", "set");
                if (one == Nil.BULK) {
                  return mine;
                }
                mine.add(one);
                mine.addAll(client.call("SPOP", "set", "3").items());
              }
            });
    assertThat(popped.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(bulks(members));
    try (RespClient client = servers.second().connect()) {
      assertThat(client.call("EXISTS", "set")).isEqualTo(new Int(0));
    }
  }

  /** Members wander between sets, and are in exactly one of them whenever one looks. */
  @ParameterizedTest
  @ValueSource(ints = {12, 300})
  void movedMembersAreAlwaysInOneSet(int members) {
    List<String> sets = List.of("set", "other", "third");
    try (RespClient client = servers.first().connect()) {
      client.call(line("SADD", members));
    }
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          var random = new Random(index);
          for (int round = 0; round < 25; round++) {
            if (index % 6 == 0) {
              assertThat(everything(client, sets))
                  .containsExactlyInAnyOrderElementsOf(bulks(members));
            } else {
              var pipeline = new ArrayList<List<String>>();
              for (int i = 0; i < 5; i++) {
                String from = sets.get(random.nextInt(3));
                String to = sets.get(random.nextInt(3));
                pipeline.add(List.of("SMOVE", from, to, "m" + random.nextInt(members)));
              }
              client.pipeline(pipeline).forEach(Reply::number);
            }
          }
        });
    try (RespClient client = servers.second().connect()) {
      assertThat(everything(client, sets)).containsExactlyInAnyOrderElementsOf(bulks(members));
      long sizes = sets.stream().mapToLong(set -> client.call("SCARD", set).number()).sum();
      assertThat(sizes).isEqualTo(members);
    }
  }

  /** Whoever stores, renames or copies: what a set holds is what some source held. */
  @Test
  void storingOverASetNeverMixesResults() {
    int members = 300;
    try (RespClient client = servers.first().connect()) {
      client.call(line("SADD", members));
      client.call("SADD", "few", "x", "y");
    }
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          for (int round = 0; round < 10; round++) {
            switch (index % 5) {
              case 0 -> client.call("SUNIONSTORE", "target", "set").number();
              case 1 -> client.call("SUNIONSTORE", "target", "few").number();
              case 2 -> client.call("COPY", "set", "target", "REPLACE").number();
              case 3 -> client.call("DEL", "target").number();
              default -> {
                List<Reply> found = client.call("SMEMBERS", "target").items();
                assertThat(found.size()).isIn(0, 2, members);
              }
            }
          }
        });
  }

  private static List<Reply> everything(RespClient client, List<String> sets) {
    var pipeline = new ArrayList<List<String>>();
    pipeline.add(List.of("MULTI"));
    sets.forEach(set -> pipeline.add(List.of("SMEMBERS", set)));
    pipeline.add(List.of("EXEC"));
    return client.pipeline(pipeline).getLast().items().stream()
        .flatMap(set -> set.items().stream())
        .toList();
  }

  private static List<String> line(String command, int members) {
    return Stream.concat(
            Stream.of(command, "set"), IntStream.range(0, members).mapToObj(i -> "m" + i))
        .toList();
  }

  private static List<Reply> bulks(int members) {
    return IntStream.range(0, members).mapToObj(i -> (Reply) new Bulk("m" + i)).toList();
  }
}
