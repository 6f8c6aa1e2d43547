package io.pgredis.engine;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fifty clients on two instances and the same keys: what one command promises holds whoever else is
 * writing, and nobody ever sees an error that comes from the others.
 */
class TwoInstancesTest {
  private static final int CLIENTS = 50;
  private static final Simple OK = new Simple("OK");

  @RegisterExtension static final TwoServers servers = new TwoServers();

  @Test
  void incrOfOneMissingKeyLosesNothing() {
    int each = 40;
    List<List<Long>> seen =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var replies = new ArrayList<Long>();
              for (int i = 0; i < each; i++) {
                replies.add(client.call("INCR", "counter").number());
              }
              return replies;
            });
    assertThat(seen).allSatisfy(replies -> assertThat(replies).isSorted());
    assertThat(seen.stream().flatMap(List::stream))
        .as("every value is given out once")
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, CLIENTS * each).mapToObj(i -> (long) i).toList());
  }

  @Test
  void pipelinedIncrementsAndAppendsLoseNothing() {
    int each = 60;
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          var pipeline = new ArrayList<List<String>>();
          for (int i = 0; i < each; i++) {
            pipeline.add(List.of("INCRBY", "sum" + i % 3, "2"));
            pipeline.add(List.of("APPEND", "text" + i % 2, "x"));
          }
          assertThat(client.pipeline(pipeline)).allMatch(Int.class::isInstance);
        });
    try (RespClient client = servers.second().connect()) {
      assertThat(client.call("MGET", "sum0", "sum1", "sum2"))
          .isEqualTo(
              Reply.array(
                  Reply.bulk(CLIENTS * each / 3 * 2),
                  Reply.bulk(CLIENTS * each / 3 * 2),
                  Reply.bulk(CLIENTS * each / 3 * 2)));
      assertThat(client.call("STRLEN", "text0")).isEqualTo(new Int((long) CLIENTS * each / 2));
      assertThat(client.call("STRLEN", "text1")).isEqualTo(new Int((long) CLIENTS * each / 2));
    }
  }

  @Test
  void setNxHasOneWinner() {
    int keys = 40;
    List<List<Integer>> won =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var mine = new ArrayList<Integer>();
              for (int key = 0; key < keys; key++) {
                Reply reply = client.call("SET", "lock" + key, "" + index, "NX", "PX", "100000");
                assertThat(reply).isIn(OK, Nil.BULK);
                if (reply.equals(OK)) {
                  mine.add(key);
                }
              }
              return mine;
            });
    assertThat(won.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, keys).boxed().toList());
    try (RespClient client = servers.first().connect()) {
      for (int index = 0; index < CLIENTS; index++) {
        for (int key : won.get(index)) {
          assertThat(client.call("GET", "lock" + key)).isEqualTo(Reply.bulk(index));
        }
      }
    }
  }

  @Test
  void msetnxIsAllOrNothing() {
    int rounds = 15;
    List<List<int[]>> won =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var random = new Random(index);
              var mine = new ArrayList<int[]>();
              for (int round = 0; round < rounds; round++) {
                int[] picked = random.ints(0, 7).distinct().limit(3).toArray();
                var command = new ArrayList<>(List.of("MSETNX"));
                for (int key : picked) {
                  command.addAll(List.of("r" + round + ":" + key, "" + index));
                }
                if (client.call(command).number() == 1) {
                  mine.add(new int[] {round, picked[0], picked[1], picked[2]});
                }
              }
              return mine;
            });
    Set<String> owned = new HashSet<>();
    try (RespClient client = servers.first().connect()) {
      for (int index = 0; index < CLIENTS; index++) {
        for (int[] win : won.get(index)) {
          for (int i = 1; i <= 3; i++) {
            String key = "r" + win[0] + ":" + win[i];
            assertThat(owned.add(key)).as("%s has one owner", key).isTrue();
            assertThat(client.call("GET", key)).isEqualTo(Reply.bulk(index));
          }
        }
      }
      assertThat(owned).hasSizeGreaterThanOrEqualTo(3 * rounds);
      assertThat(client.call("DBSIZE"))
          .as("no key without an owner")
          .isEqualTo(new Int(owned.size()));
    }
  }

  @Test
  void aChainOfGetsetLosesAndDoublesNothing() {
    int each = 30;
    List<List<Reply>> seen =
        Crowd.ask(
            CLIENTS,
            servers.both(),
            (index, client) -> {
              var replies = new ArrayList<Reply>();
              for (int i = 0; i < each; i++) {
                replies.add(client.call("GETSET", "chain", index + ":" + i));
              }
              return replies;
            });
    var all = new ArrayList<Reply>();
    seen.forEach(all::addAll);
    try (RespClient client = servers.first().connect()) {
      all.add(client.call("GET", "chain"));
    }
    var expected = new ArrayList<Reply>(List.of(Nil.BULK));
    for (int index = 0; index < CLIENTS; index++) {
      for (int i = 0; i < each; i++) {
        expected.add(new Bulk(index + ":" + i));
      }
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void watchAndExecCompareAndSet() {
    int clients = 20;
    int each = 8;
    Crowd.run(
        clients,
        servers.both(),
        (index, client) -> {
          int done = 0;
          while (done < each) {
            assertThat(client.call("WATCH", "cas")).isEqualTo(OK);
            Reply old = client.call("GET", "cas");
            long next = old == Nil.BULK ? 1 : Long.parseLong(((Bulk) old).text()) + 1;
            List<Reply> replies =
                client.pipeline(
                    List.of(List.of("MULTI"), List.of("SET", "cas", "" + next), List.of("EXEC")));
            assertThat(replies.getLast()).isIn(Nil.ARRAY, Reply.array(OK));
            if (replies.getLast() != Nil.ARRAY) {
              done++;
            }
          }
        });
    try (RespClient client = servers.first().connect()) {
      assertThat(client.call("GET", "cas")).isEqualTo(Reply.bulk(clients * each));
    }
  }

  @Test
  void anExecIsNeverSeenHalf() {
    int each = 20;
    var writing = new AtomicInteger(CLIENTS / 2);
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          if (index % 2 == 0) {
            try {
              for (int i = 0; i < each; i++) {
                setBothInOneExec(client, index + ":" + i);
              }
            } finally {
              writing.decrementAndGet();
            }
          } else {
            for (int i = 0; i < each || writing.get() > 0; i++) {
              var values = client.call("MGET", "left", "right").items();
              assertThat(values.get(0)).isEqualTo(values.get(1));
            }
          }
        });
  }

  private static void setBothInOneExec(RespClient client, String value) {
    List<Reply> replies =
        client.pipeline(
            List.of(
                List.of("MULTI"),
                List.of("SET", "left", value),
                List.of("GET", "right"),
                List.of("SET", "right", value),
                List.of("MGET", "left", "right"),
                List.of("EXEC")));
    assertThat(replies.getLast().items().get(3))
        .isEqualTo(Reply.array(new Bulk(value), new Bulk(value)));
  }

  @Test
  void oppositeOrdersOfKeysDoNotDeadlock() {
    int keys = 6;
    Set<Reply> errors = ConcurrentHashMap.newKeySet();
    Crowd.run(
        CLIENTS,
        servers.both(),
        (index, client) -> {
          var random = new Random(index);
          for (int i = 0; i < 25; i++) {
            int[] order = random.ints(0, keys).distinct().limit(keys).toArray();
            var mset = new ArrayList<>(List.of("MSET"));
            var del = new ArrayList<>(List.of("DEL"));
            for (int key : order) {
              mset.addAll(List.of("k" + key, "" + i));
              del.add("k" + key);
            }
            var pipeline = new ArrayList<List<String>>();
            pipeline.add(mset);
            pipeline.add(List.of("INCR", "k" + order[0]));
            pipeline.add(List.of("GET", "k" + order[1]));
            pipeline.add(List.of("COPY", "k" + order[1], "k" + order[2], "REPLACE"));
            pipeline.add(List.of("MULTI"));
            pipeline.add(List.of("APPEND", "k" + order[3], "1"));
            pipeline.add(List.of("APPEND", "k" + order[0], "1"));
            pipeline.add(List.of("EXEC"));
            pipeline.add(List.of("RENAME", "k" + order[4], "k" + order[5]));
            pipeline.add(i % 2 == 0 ? del : List.of("SET", "k" + order[2], "1"));
            for (Reply reply : client.pipeline(pipeline)) {
              if (reply.isError()) {
                errors.add(reply);
              }
            }
          }
        });
    assertThat(errors)
        .as("only errors that a single client could get, too")
        .isSubsetOf(
            new Reply.Error("ERR no such key"),
            new Reply.Error("ERR value is not an integer or out of range"));
  }
}
