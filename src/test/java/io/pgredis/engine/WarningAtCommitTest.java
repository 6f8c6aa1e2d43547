package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.FaultProxy;
import io.pgredis.testing.FaultProxy.Fault;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What PostgreSQL warns of at a commit: a write that no synchronous standby has confirmed is there,
 * but it is not acknowledged; any other warning concerns no client.
 */
class WarningAtCommitTest {
  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
  private TestDatabase database;
  private FaultProxy proxy;
  private TestServer server;
  private RespClient client;

  @BeforeEach
  void start() {
    database = TestPostgres.newDatabase();
    proxy = new FaultProxy(database, () -> next.getAndSet(Fault.NONE));
    server = TestServer.start(database.at(proxy.port()));
    client = server.connect();
    client.call("SET", "k", "0");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    proxy.close();
    TestPostgres.drop(database);
  }

  @Test
  void whatIsNotReplicatedIsNotAcknowledged() {
    next.set(Fault.WARN_UNREPLICATED);
    assertThat(client.call("SET", "k", "1").isError()).isTrue();
    assertThat(client.call("GET", "k")).isEqualTo(new Bulk("1"));
    next.set(Fault.WARN_UNREPLICATED);
    assertThat(client.call("INCR", "k").toString()).contains("synchronous replication");
    assertThat(client.call("INCR", "k")).isEqualTo(new Int(3));
  }

  @Test
  void otherWarningsConcernNoClient() {
    next.set(Fault.WARN_OTHERWISE);
    assertThat(client.call("SET", "k", "1")).isEqualTo(new Simple("OK"));
    next.set(Fault.WARN_OTHERWISE);
    assertThat(client.call("INCR", "k")).isEqualTo(new Int(2));
    assertThat(proxy.counts()).containsEntry(Fault.WARN_OTHERWISE, 2);
  }
}
