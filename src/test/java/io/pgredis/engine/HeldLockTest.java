package io.pgredis.engine;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A lock that somebody else holds, for as long as it likes: only commands that need it wait, and
 * they are carried out once when it is free.
 */
class HeldLockTest {
  private static final Simple OK = new Simple("OK");
  private static final Duration A_WHILE = Duration.ofMillis(300);

  private static TwoServers servers;
  private static Database store;

  @BeforeAll
  static void start() {
    servers = new TwoServers();
    store = Database.open(servers.database().config(1));
  }

  @AfterAll
  static void stop() {
    store.close();
    servers.close();
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

    @Override
    public void close() throws SQLException {
      connection.close();
    }
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
        assertThat(client.read(A_WHILE)).isEmpty();
        assertThat(other.read(A_WHILE)).isEmpty();
        assertThat(blind.read(A_WHILE)).isEmpty();
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
        assertThat(client.read(A_WHILE)).isEmpty();
        assertThat(other.call("GET", "blind")).isEqualTo(new Bulk("1"));
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
        client.read(A_WHILE).ifPresent(reply -> assertThat(reply).isEqualTo(OK));
        try (RespClient other = servers.second().connect()) {
          assertThat(other.call("EXISTS", "after")).isEqualTo(new Int(0));
        }
      }
      var replies = new ArrayList<Reply>();
      while (replies.isEmpty() || !replies.getLast().equals(OK) || replies.size() < 4) {
        replies.add(client.read());
      }
      assertThat(replies).endsWith(new Int(2), new Int(2), new Bulk("1"), OK);
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
        assertThat(reader.call("GET", "seen")).isEqualTo(new Bulk("1"));
        assertThat(client.read(A_WHILE)).isEmpty();
        assertThat(flusher.read(A_WHILE)).isEmpty();
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
        assertThat(client.read(A_WHILE)).isEmpty();
      }
      assertThat(client.read()).isEqualTo(new Bulk("2"));
      assertThat(client.read(A_WHILE)).isEmpty();
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
        assertThat(client.read(A_WHILE)).isEmpty();
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
