package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Crowd;
import io.pgredis.testing.FaultProxy;
import io.pgredis.testing.FaultProxy.Fault;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Connections to PostgreSQL that break while a batch commits: whatever PostgreSQL has made of it,
 * clients are told the truth, nothing is lost and nothing is done twice.
 */
class CutAtCommitTest {
  private static final int CLIENTS = 16;
  private static final int COMMITS_PER_FAULT = 6;
  private static final Fault[] FAULTS = {
    Fault.CUT_BEFORE,
    Fault.CUT_WITHIN,
    Fault.CUT_BEHIND,
    Fault.LOSE_ANSWER,
    Fault.DELIVER_LATE,
    Fault.BLACK_HOLE
  };

  private final TestDatabase database = TestPostgres.newDatabase();
  private final long seed = Long.getLong("pgredis.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private volatile boolean harmless = true;
  private volatile Fault always = Fault.NONE;
  private FaultProxy proxy;
  private TestServer broken;
  private TestServer sound;

  @BeforeEach
  void start() {
    proxy = new FaultProxy(database, this::nextFault);
    broken = TestServer.start(database.at(proxy.port()));
    sound = TestServer.start(database);
  }

  @AfterEach
  void stop() {
    harmless = true;
    broken.close();
    sound.close();
    proxy.close();
    TestPostgres.drop(database);
  }

  private synchronized Fault nextFault() {
    if (always != Fault.NONE) {
      return always;
    }
    return harmless || random.nextInt(COMMITS_PER_FAULT) != 0
        ? Fault.NONE
        : FAULTS[random.nextInt(FAULTS.length)];
  }

  @Test
  void neitherLosesNorDoubles() throws Exception {
    run(() -> cuts() >= 24, false);
  }

  @Test
  @Tag("full")
  void neitherLosesNorDoublesInFourHundredCuts() throws Exception {
    run(() -> cuts() >= 400, false);
  }

  @Test
  void neitherLosesNorDoublesWhenBackendsAreTerminated() throws Exception {
    terminate(40);
  }

  @Test
  @Tag("full")
  void neitherLosesNorDoublesWhenManyBackendsAreTerminated() throws Exception {
    terminate(600);
  }

  /** What is new is known even if the answer of the commit is lost. */
  @Test
  void elementsPutUnseenAreAnsweredRight() {
    List<String> filled = IntStream.range(0, 200).mapToObj(i -> "member:" + i).toList();
    try (RespClient client = sound.connect()) {
      client.call(Stream.concat(Stream.of("SADD", "set"), filled.stream()).toList());
    }
    harmless = false;
    AtomicInteger unknown = new AtomicInteger();
    List<Integer> added =
        Crowd.ask(
            2,
            List.of(broken),
            (index, client) -> {
              int all = 0;
              for (int i = 0; cuts() < 30; i++) {
                String member = index + ":" + i;
                Reply reply = client.call("SADD", "set", member, "member:7", member);
                if (reply.isError()) {
                  assertThat(reply.toString()).contains("whether it was carried out is not known");
                  unknown.incrementAndGet();
                } else {
                  assertThat(reply).isEqualTo(new Reply.Int(1));
                  all++;
                }
                reply = client.call("SET", "register" + index, member);
                if (!reply.isError()) {
                  assertThat(reply).isEqualTo(new Reply.Simple("OK"));
                }
              }
              return all;
            });
    harmless = true;
    int sum = added.stream().mapToInt(Integer::intValue).sum();
    assertThat(sum).isPositive();
    try (RespClient client = sound.connect()) {
      assertThat(client.call("SCARD", "set").number() - filled.size())
          .isBetween((long) sum, (long) sum + unknown.get());
    }
  }

  @Test
  @Tag("full")
  void whatIsCutEachTimeFailsInTheEnd() {
    try (RespClient client = broken.connect();
        RespClient other = sound.connect()) {
      client.call("SET", "k", "1");
      always = Fault.CUT_BEFORE;
      client.sendAll(
          List.of(
              List.of("INCR", "k"),
              List.of("SELECT", "1"),
              List.of("MULTI"),
              List.of("SET", "a", "1")));
      Reply reply = client.read();
      assertThat(reply.isError()).as("%s", reply).isTrue();
      assertThat(reply.toString()).contains("before it could commit");
      assertThat(other.call("GET", "k")).isEqualTo(new Reply.Bulk("1"));
      // What needs no data has not failed.
      assertThat(client.read()).isEqualTo(new Reply.Simple("OK"));
      assertThat(client.read()).isEqualTo(new Reply.Simple("OK"));
      assertThat(client.read()).isEqualTo(new Reply.Simple("QUEUED"));
      always = Fault.NONE;
      client.call("SET", "b", "1");
      assertThat(client.call("EXEC"))
          .isEqualTo(Reply.array(new Reply.Simple("OK"), new Reply.Simple("OK")));
      assertThat(client.call("DBSIZE")).isEqualTo(new Reply.Int(2));
      assertThat(other.call("INCR", "k")).isEqualTo(new Reply.Int(2));
    }
  }

  private void terminate(int times) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int[] done = {0};
      run(
          () -> {
            try {
              Thread.sleep(random.nextInt(20));
              statement.execute(
                  """
                  select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and application_name = 'pgredis'
                  order by (state = 'active') desc, random() limit 1""");
              return ++done[0] >= times;
            } catch (SQLException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          },
          true);
    }
  }

  private void run(BooleanSupplier isEnough, boolean soundProxy) throws InterruptedException {
    System.out.println("seed " + seed);
    try (WriteLoad load = new WriteLoad(CLIENTS, seed, this::connect)) {
      harmless = soundProxy;
      while (!isEnough.getAsBoolean()) {
        Thread.sleep(10);
        load.check();
      }
      harmless = true;
      load.close();
      System.out.println(proxy.counts() + ", " + load);
      try (RespClient reader = sound.connect()) {
        load.verify(reader);
      }
      assertThat(load.acknowledged()).isGreaterThan(0);
    }
  }

  /**
   * Most clients write where connections break; some at the same keys' side, on an instance that is
   * well.
   */
  private RespClient connect(int index) {
    return (index % 4 == 0 ? sound : broken).connect();
  }

  private int cuts() {
    return proxy.counts().entrySet().stream()
        .filter(count -> count.getKey() != Fault.NONE)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
