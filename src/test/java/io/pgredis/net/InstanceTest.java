package io.pgredis.net;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.buffer.Unpooled;
import io.pgredis.testing.Patience;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an instance begins and ends, and what it lets a client leave unread. */
class InstanceTest {
  private static final Reply OK = new Reply.Simple("OK");
  private static final int KEEPALIVE_TIMER = 2;

  private final TestDatabase database = TestPostgres.newDatabase();

  @AfterEach
  void dropDatabase() {
    TestPostgres.drop(database);
  }

  @Test
  void aPortThatIsTakenLeavesTheDatabaseAsItIs() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = String.valueOf(taken.getLocalPort());
      assertThatThrownBy(() -> TestServer.start(database, "port", port))
          .hasMessageEndingWith("cannot listen at 127.0.0.1:" + port + ": Address already in use");
    }
    assertThat(database.count("select count(*) from pg_namespace where nspname = 'pgredis'"))
        .isZero();
    assertThatThrownBy(() -> TestServer.start(database, "bind", "nosuch.invalid"))
        .hasMessageContaining("cannot listen at nosuch.invalid:0: there is no such address");
  }

  @Test
  void addressesAreCheckedWithoutListening() throws Exception {
    Listening listening = new Listening(10);
    try {
      int port = listening.check("127.0.0.1", 0);
      assertThatThrownBy(() -> new Socket("127.0.0.1", port))
          .isInstanceOf(java.net.ConnectException.class);
      assertThat(listening.bind("127.0.0.1", port)).isEqualTo(port);
      assertThatThrownBy(() -> listening.check("127.0.0.1", port)).hasMessageContaining("in use");
      assertThatThrownBy(() -> listening.check("nosuch.invalid", 0))
          .isInstanceOfAny(
              java.net.UnknownHostException.class,
              java.nio.channels.UnresolvedAddressException.class);
    } finally {
      Deadline deadline = Deadline.in(Instance.STOP_MILLIS);
      listening.end(deadline);
      listening.endLoops(deadline);
    }
  }

  @Test
  void aClientThatComesBeforeTheStartIsOverWaits() throws Exception {
    Listening listening = new Listening(10);
    int port = listening.bind("127.0.0.1", 0);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      assertThatThrownBy(
              () -> {
                socket.setSoTimeout(200);
                socket.getInputStream().read();
              })
          .isInstanceOf(java.net.SocketTimeoutException.class);
      listening.accept(
          channel -> channel.eventLoop().execute(() -> channel.writeAndFlush(bytes("+"))));
      socket.setSoTimeout((int) RespClient.READ_TIMEOUT.toMillis());
      assertThat(socket.getInputStream().read()).isEqualTo('+');
    } finally {
      Deadline deadline = Deadline.in(Instance.STOP_MILLIS);
      listening.end(deadline);
      listening.endLoops(deadline);
    }
  }

  @Test
  void whatIsInFlightIsAnsweredBeforeTheEnd() throws Exception {
    TestServer server = TestServer.start(database, "shutdown-timeout", "100");
    try (RespClient client = server.connect();
        Connection other = database.connect()) {
      block(other);
      client.send("SET", "k", "v");
      awaitBlocked();
      Thread stop = Thread.ofVirtual().start(server::close);
      assertThat(stop.join(Duration.ofMillis(300))).isFalse();
      other.rollback();
      assertThat(client.read()).isEqualTo(OK);
      assertThat(stop.join(Patience.LONGEST)).isTrue();
    } finally {
      server.close();
    }
  }

  @Test
  @Timeout(Patience.LONGEST_SECONDS)
  void theEndWaitsNoLongerThanShutdownTimeout() throws Exception {
    TestServer server = TestServer.start(database, "shutdown-timeout", "1");
    try (RespClient client = server.connect();
        Connection other = database.connect()) {
      block(other);
      client.send("SET", "k", "v");
      awaitBlocked();
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(900));
      other.rollback();
    }
  }

  @Test
  void clientsAreAskedWhetherTheyAreThereAsOftenAsSet() {
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect()) {
      client.call("PING");
      assumeThat(timers(server.port(), client)).as("/proc/net/tcp").isNotEmpty();
      assertThat(timers(server.port(), client))
          .allMatch(seconds -> seconds > 200 && seconds <= 300);
      client.call("CONFIG", "SET", "tcp-keepalive", "40");
      try (RespClient second = server.connect()) {
        second.call("PING");
        assertThat(timers(server.port(), second)).allMatch(seconds -> seconds > 0 && seconds <= 40);
      }
      client.call("CONFIG", "SET", "tcp-keepalive", "0");
      try (RespClient third = server.connect()) {
        third.call("PING");
        assertThat(timers(server.port(), third)).isEmpty();
      }
    }
  }

  @Test
  void aClientThatLeavesMoreUnreadThanItMayIsClosed() {
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect()) {
      client.call("SETRANGE", "k", "8000000", "x");
      assertThat(client.call("STRLEN", "k")).isEqualTo(new Reply.Int(8_000_001));
      assertThat(client.call("GET", "k")).isInstanceOf(Reply.Bulk.class);
      limit(client, "normal 4mb 0 0");
      try (RespClient greedy = server.connect()) {
        assertThat(greedy.call("GETRANGE", "k", "0", "2999999")).isInstanceOf(Reply.Bulk.class);
        greedy.send("GET", "k");
        assertThat(greedy.isClosedWithin(RespClient.READ_TIMEOUT)).isTrue();
      }
      limit(client, "normal 0 1mb 100");
      // Who reads has nothing to fear from the soft limit.
      assertThat(client.call("GET", "k")).isInstanceOf(Reply.Bulk.class);
      limit(client, "normal 0 1mb 1");
      try (RespClient sleeper = server.connect()) {
        sleeper.call("CLIENT", "SETNAME", "sleeper");
        for (int i = 0; i < 4; i++) {
          sleeper.send("GET", "k");
        }
        patiently().until(() -> !client.call("CLIENT", "LIST").toString().contains("sleeper"));
      }
      limit(client, "normal 0 0 0");
    }
  }

  private static void limit(RespClient client, String limit) {
    assertThat(client.call("CONFIG", "SET", "client-output-buffer-limit", limit)).isEqualTo(OK);
  }

  private static void block(Connection connection) throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table pgredis.key in access exclusive mode");
    }
  }

  /** Until a blind write waits for that lock; the housekeeper may, too. */
  private void awaitBlocked() {
    String waiting =
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
          and query like '%write_blind%'""";
    patiently().until(() -> database.count(waiting) > 0);
  }

  /** Seconds until the server's side of a connection asks; empty without such a timer. */
  private static List<Integer> timers(int port, RespClient client) {
    String local = hex(port);
    String remote = hex(Integer.parseInt(client.localAddress().replaceFirst(".*:", "")));
    return List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
        .map(Path::of)
        .filter(Files::exists)
        .flatMap(
            table -> {
              try {
                return Files.readAllLines(table).stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words[1].endsWith(local) && words[2].endsWith(remote))
        .map(words -> words[5].split(":"))
        .filter(timer -> Integer.parseInt(timer[0], 16) == KEEPALIVE_TIMER)
        .map(timer -> Integer.parseInt(timer[1], 16) / 100)
        .toList();
  }

  private static String hex(int port) {
    return ":%04X".formatted(port);
  }

  private static io.netty.buffer.ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
