package io.pgredis.engine;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.sql.Database;
import io.pgredis.sql.RowKey;
import io.pgredis.testing.Crowd;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A lock that somebody else holds, for as long as it likes: only commands that need it wait, and
 * they are carried out once when it is free.
 */
class HeldLockTest {
  private static final Simple OK = new Simple("OK");

  private static final String WAITING =
      """
      select count(*) from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and l.locktype = 'advisory' and not l.granted""";

  @RegisterExtension static final TwoServers servers = new TwoServers();

  private static Database store;

  @BeforeAll
  static void start() {
    store = Database.open(servers.database().config(1));
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  /** A transaction outside pgredis that holds advisory locks until it is closed. */
  private static final class Holder implements AutoCloseable {
    private final Connection connection;

    private Holder() throws SQLException {
      connection = servers.database().connect();
      connection.setAutoCommit(false);
    }

    static Holder ofKey(String name) throws SQLException {
      var holder = new Holder();
      try (Statement select = holder.connection.createStatement();
          ResultSet row =
              select.executeQuery(
                  "select keyspace, high, low from pgredis.key where name = '" + name + "'")) {
        assertThat(row.next()).isTrue();
        holder.lock(store.lockId(new Row(row.getLong(1), row.getLong(2), row.getLong(3))));
      }
      return holder;
    }

    static Holder ofStore() throws SQLException {
      var holder = new Holder();
      holder.lock(store.storeLockId());
      return holder;
    }

    private void lock(long id) throws SQLException {
      try (PreparedStatement select =
          connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
        select.setLong(1, id);
        select.execute();
      }
    }

    /** Waits until so many transactions of pgredis wait for advisory locks. */
    void awaitWaiting(int transactions) {
      patiently().until(() -> servers.database().count(WAITING) >= transactions);
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  private static void assertSilent(RespClient... clients) {
    assertThat(clients).noneMatch(RespClient::hasUnread);
  }

  private record Row(long keyspace, long high, long low) implements RowKey {}

  @Test
  void delaysOnlyCommandsOnThatKey() throws SQLException {
    try (RespClient client = servers.first().connect();
        RespClient other = servers.second().connect();
        RespClient blind = servers.second().connect()) {
      client.call("SET", "held", "10");
      try (Holder holder = Holder.ofKey("held")) {
        client.send("INCR", "held");
        other.send("INCR", "held");
        blind.send("GETSET", "held2", "x");
        assertThat(blind.read()).isEqualTo(Reply.Nil.BULK);
        blind.send("APPEND", "held", "");
        holder.awaitWaiting(2);
        Crowd.run(
            20,
            servers.both(),
            (index, bystander) -> {
              for (int i = 1; i <= 20; i++) {
                assertThat(bystander.call("INCR", "free" + index)).isEqualTo(new Int(i));
                assertThat(bystander.call("SET", "free", "" + i)).isEqualTo(OK);
                assertThat(bystander.call("GET", "held"))
                    .as("reads take no lock")
                    .isEqualTo(new Bulk("10"));
              }
            });
        assertSilent(client, other, blind);
      }
      assertThat(List.of(client.read(), other.read()))
          .containsExactlyInAnyOrder(new Int(11), new Int(12));
      assertThat(blind.read()).isEqualTo(new Int(2));
      assertThat(client.call("GET", "held")).isEqualTo(new Bulk("12"));
    }
  }

  @Test
  void aBlindWriteWaitsForTheLockToo() throws SQLException {
    try (RespClient client = servers.first().connect();
        RespClient other = servers.second().connect()) {
      client.call("SET", "blind", "1");
      try (Holder holder = Holder.ofKey("blind")) {
        client.send("SET", "blind", "2");
        holder.awaitWaiting(1);
        assertThat(other.call("GET", "blind")).isEqualTo(new Bulk("1"));
        assertSilent(client);
      }
      assertThat(client.read()).isEqualTo(OK);
      assertThat(other.call("GET", "blind")).isEqualTo(new Bulk("2"));
    }
  }

  @Test
  void aPipelineGoesOnInOrder() throws SQLException {
    try (RespClient client = servers.first().connect()) {
      client.call("SET", "middle", "1");
      try (Holder holder = Holder.ofKey("middle")) {
        client.sendAll(
            List.of(
                List.of("SET", "before", "1"),
                List.of("INCR", "middle"),
                List.of("APPEND", "middle", "0"),
                List.of("GET", "before"),
                List.of("SET", "after", "1")));
        holder.awaitWaiting(1);
        try (RespClient other = servers.second().connect()) {
          assertThat(other.call("EXISTS", "after")).isEqualTo(new Int(0));
        }
      }
      for (Reply reply : List.of(OK, new Int(2), new Int(2), new Bulk("1"), OK)) {
        assertThat(client.read()).isEqualTo(reply);
      }
    }
  }

  @Test
  void theStoresLockDelaysEveryWriteAndNoRead() throws SQLException {
    try (RespClient client = servers.first().connect();
        RespClient confused = servers.first().connect();
        RespClient flusher = servers.second().connect();
        RespClient reader = servers.second().connect()) {
      reader.call("SET", "seen", "1");
      try (Holder holder = Holder.ofStore()) {
        client.sendAll(List.of(List.of("SET", "a", "1"), List.of("INCR", "a")));
        // A database that does not exist: the plan of what follows SELECT is wrong.
        confused.sendAll(List.of(List.of("SELECT", "99"), List.of("INCR", "b")));
        flusher.send("SWAPDB", "3", "4");
        holder.awaitWaiting(2);
        assertThat(reader.call("GET", "seen")).isEqualTo(new Bulk("1"));
        assertSilent(client, flusher);
      }
      assertThat(List.of(client.read(), client.read())).containsExactly(OK, new Int(2));
      assertThat(confused.read().isError()).isTrue();
      assertThat(confused.read()).isEqualTo(new Int(1));
      assertThat(flusher.read()).isEqualTo(OK);
    }
  }

  @Test
  void aReplyThatNobodyWantsStaysUnsentWhenABatchStartsAgain() throws SQLException {
    try (RespClient client = servers.first().connect();
        RespClient other = servers.second().connect()) {
      client.call("SET", "skipped", "1");
      try (Holder holder = Holder.ofKey("skipped")) {
        client.sendAll(
            List.of(
                List.of("CLIENT", "REPLY", "SKIP"),
                List.of("SET", "skipped", "2"),
                List.of("GET", "skipped")));
        holder.awaitWaiting(1);
        assertSilent(client);
      }
      assertThat(client.read()).isEqualTo(new Bulk("2"));
      assertThat(client.call("PING")).isEqualTo(new Simple("PONG"));
    }
  }

  @Test
  void aCommandThatStartsAgainIsInTheSlowLogOnce() throws SQLException {
    try (RespClient client = servers.first().connect();
        RespClient admin = servers.first().connect()) {
      client.call("SET", "slow", "1");
      admin.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
      admin.call("SLOWLOG", "RESET");
      try (Holder holder = Holder.ofKey("slow")) {
        client.send("SET", "slow", "2");
        holder.awaitWaiting(1);
        assertSilent(client);
        assertThat(admin.call("SLOWLOG", "GET").toString()).doesNotContain("slow\"");
      }
      assertThat(client.read()).isEqualTo(OK);
      assertThat(admin.call("SLOWLOG", "GET").toString())
          .containsOnlyOnce("[\"SET\" \"slow\" \"2\"]");
    } finally {
      try (RespClient admin = servers.first().connect()) {
        admin.call("CONFIG", "SET", "slowlog-log-slower-than", "10000");
      }
    }
  }
}
