package io.pgredis.engine;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.FaultProxy.Fault;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.ServerBehindProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Connections to PostgreSQL that fall silent without being cut: they count as lost after a while,
 * and clients get the answers that they would get after a cut.
 */
class SilentConnectionTest {
  private static final Simple OK = new Simple("OK");

  /** Seconds are the driver's unit. What is lost is repeated, an honest statement included. */
  private static final int TIMEOUT_MILLIS = 3_000;

  @RegisterExtension
  final ServerBehindProxy behind =
      new ServerBehindProxy(
          config ->
              config
                  .properties()
                  .setProperty("socketTimeout", String.valueOf(TIMEOUT_MILLIS / 1000)));

  private RespClient client;

  @BeforeEach
  void makeKey() {
    client = behind.client();
    client.call("SET", "n", "1");
    client.call("GET", "n");
    client.call("INCR", "n");
  }

  @Test
  void allConnectionsFallSilent() {
    behind.proxy().stall();
    client.sendAll(
        List.of(List.of("GET", "n"), List.of("SET", "other", "x"), List.of("INCR", "n")));
    assertThat(List.of(client.read(), client.read(), client.read()))
        .containsExactly(new Bulk("2"), OK, new Int(3));
  }

  @Test
  void aCommitIsLostInSilence() {
    assertAnswered(Fault.STALL);
  }

  @Test
  void theAnswerToACommitIsLostInSilence() {
    assertAnswered(Fault.STALL_ANSWER);
  }

  private void assertAnswered(Fault fault) {
    behind.spoilNext(fault);
    assertThat(client.call("INCR", "n")).isEqualTo(new Int(3));
    behind.spoilNext(fault);
    assertThat(client.call("SET", "n", "10")).isEqualTo(OK);
    assertThat(client.call("GET", "n")).isEqualTo(new Bulk("10"));
    assertThat(behind.proxy().counts()).containsEntry(fault, 2);
  }

  @Test
  void aWalkThroughTheKeyspaceMayTakeLonger() throws SQLException, InterruptedException {
    try (Connection holder = behind.database().connect();
        Statement lock = holder.createStatement();
        Connection watcher = behind.database().connect();
        Statement statement = watcher.createStatement()) {
      holder.setAutoCommit(false);
      lock.execute("lock table pgredis.key in access exclusive mode");
      client.send("KEYS", "*");
      patiently().until(() -> !waiting(statement).isEmpty());
      List<Integer> waiting = waiting(statement);
      Thread.sleep(2 * TIMEOUT_MILLIS);
      assertThat(client.hasUnread()).isFalse();
      assertThat(waiting(statement)).as("the same one connection").hasSize(1).isEqualTo(waiting);
      holder.rollback();
    }
    assertThat(client.read()).hasToString("[\"n\"]");
  }

  /** The server processes in which KEYS waits for the lock on the table. */
  private static List<Integer> waiting(Statement statement) throws SQLException {
    List<Integer> found = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            select pid from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
              and query like '%name, type from key%'
            order by pid""")) {
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }
}
