package io.pgredis.engine;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Nil;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fifty clients on two instances that rename, move and copy keys, or swap and empty databases:
 * whatever moves is in one place at a time.
 */
class MovingKeysTest {
  private static final int CLIENTS = 50;
  private static final Simple OK = new Simple("OK");

  @RegisterExtension static final TwoServers servers = new TwoServers();

  @Test
  void renamesAndMovesNeitherLoseNorDouble() {
    int slots = 12;
    int tokens = 6;
    List<String> names = IntStream.range(0, slots).mapToObj(i -> "slot" + i).toList();
    var mget = new ArrayList<>(List.of("MGET"));
    mget.addAll(names);
    Set<Reply> all = new HashSet<>();
    try (RespClient client = servers.first().connect()) {
      for (int i = 0; i < tokens; i++) {
        client.call("SET", names.get(i), "token" + i);
        all.add(new Bulk("token" + i));
      }
    }
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          var random = new Random(index);
          for (int i = 0; i < 40; i++) {
            if (index % 10 == 0) {
              var found = new ArrayList<>(client.call(mget).items());
              found.removeIf(Nil.BULK::equals);
              assertThat(found).as("at any moment").containsExactlyInAnyOrderElementsOf(all);
            } else {
              Reply reply =
                  client.call(
                      "RENAMENX",
                      names.get(random.nextInt(slots)),
                      names.get(random.nextInt(slots)));
              assertThat(reply).isIn(new Int(0), new Int(1), new Reply.Error("ERR no such key"));
            }
          }
        });
    try (RespClient client = servers.second().connect()) {
      var found = new ArrayList<>(client.call(mget).items());
      found.removeIf(Nil.BULK::equals);
      assertThat(found).containsExactlyInAnyOrderElementsOf(all);
      assertThat(client.call("DBSIZE")).isEqualTo(new Int(tokens));
    }
  }

  @Test
  void moveKeepsAKeyInOneDatabase() {
    try (RespClient client = servers.first().connect()) {
      client.call("SET", "wanderer", "here");
    }
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          int home = index % 4 / 2;
          client.call("SELECT", "" + home);
          for (int i = 0; i < 30; i++) {
            if (index % 10 == 0) {
              client.call("SELECT", "0");
              List<Reply> replies =
                  client.pipeline(
                      List.of(
                          List.of("MULTI"),
                          List.of("EXISTS", "wanderer"),
                          List.of("SELECT", "1"),
                          List.of("EXISTS", "wanderer"),
                          List.of("EXEC")));
              var counts = replies.getLast().items();
              assertThat(counts.get(0).number() + counts.get(2).number()).isEqualTo(1);
            } else {
              client.call("MOVE", "wanderer", "" + (1 - home)).number();
            }
          }
        });
  }

  @Test
  void copyWithoutReplaceHasOneWinner() {
    int rounds = 20;
    List<List<Integer>> won =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              client.call("SET", "source" + index, "" + index);
              var mine = new ArrayList<Integer>();
              for (int round = 0; round < rounds; round++) {
                if (client.call("COPY", "source" + index, "target" + round).number() == 1) {
                  mine.add(round);
                }
              }
              return mine;
            });
    assertThat(won.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, rounds).boxed().toList());
    try (RespClient client = servers.first().connect()) {
      for (int index = 0; index < CLIENTS; index++) {
        for (int round : won.get(index)) {
          assertThat(client.call("GET", "target" + round)).isEqualTo(Reply.bulk(index));
        }
      }
    }
  }

  @Test
  void flushallAndSwapdbNeverShowAHalf() {
    var moving = new AtomicInteger(2);
    var seen = new AtomicInteger();
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          if (index < 2) {
            try {
              for (int i = 0; i < 40; i++) {
                int before = seen.get();
                assertThat(index == 0 ? client.call("SWAPDB", "0", "1") : client.call("FLUSHALL"))
                    .isEqualTo(OK);
                patiently().until(() -> seen.get() >= before + CLIENTS);
              }
            } finally {
              moving.decrementAndGet();
            }
          } else if (index % 2 == 0) {
            for (int i = 0; moving.get() > 0; i++) {
              String value = index + ":" + i;
              assertThat(client.call("MSET", "a", value, "b", value, "c", value)).isEqualTo(OK);
            }
          } else {
            while (moving.get() > 0) {
              var values = client.call("MGET", "a", "b", "c").items();
              assertThat(Set.copyOf(values)).hasSize(1);
              seen.incrementAndGet();
            }
          }
        });
    try (RespClient client = servers.first().connect()) {
      var keys = client.call("KEYS", "*").items();
      assertThat(client.call("DBSIZE")).as("the count was kept").isEqualTo(new Int(keys.size()));
    }
  }
}
