package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.FaultProxy;
import io.pgredis.testing.FaultProxy.Fault;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A write that is on its way while PostgreSQL is cut off for longer than anybody waits: its client
 * hears that its outcome is unknown, and it does not undo what the instance has written since.
 */
@Tag("full")
class LateCommitTest {
  @Test
  void aBlindWriteThatArrivesLateIsRefused() throws Exception {
    TestDatabase database = TestPostgres.newDatabase();
    var next = new AtomicReference<>(Fault.NONE);
    try (FaultProxy proxy = new FaultProxy(database, () -> next.getAndSet(Fault.NONE));
        TestServer server = TestServer.start(database.at(proxy.port()));
        RespClient client = server.connect()) {
      client.call("SET", "k", "0");
      next.set(Fault.DELIVER_ON_CALL);
      client.send("SET", "k", "late");
      assertThat(client.read().toString()).contains("is not known");
      proxy.admit();
      assertThat(client.call("SET", "k", "2")).isEqualTo(new Simple("OK"));
      proxy.deliver();
      proxy.awaitDelivered();
      assertThat(client.call("GET", "k")).isEqualTo(new Bulk("2"));
    } finally {
      TestPostgres.drop(database);
    }
  }
}
