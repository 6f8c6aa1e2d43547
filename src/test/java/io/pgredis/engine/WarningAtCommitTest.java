package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.FaultProxy.Fault;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.ServerBehindProxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What PostgreSQL warns of at a commit: a write that no synchronous standby has confirmed is there,
 * but it is not acknowledged; any other warning concerns no client.
 */
class WarningAtCommitTest {
  @RegisterExtension final ServerBehindProxy behind = new ServerBehindProxy(config -> {});

  private RespClient client;

  @BeforeEach
  void makeKey() {
    client = behind.client();
    client.call("SET", "k", "0");
  }

  @Test
  void whatIsNotReplicatedIsNotAcknowledged() {
    behind.spoilNext(Fault.WARN_UNREPLICATED);
    assertThat(client.call("SET", "k", "1").isError()).isTrue();
    assertThat(client.call("GET", "k")).isEqualTo(new Bulk("1"));
    behind.spoilNext(Fault.WARN_UNREPLICATED);
    assertThat(client.call("INCR", "k").toString()).contains("synchronous replication");
    assertThat(client.call("INCR", "k")).isEqualTo(new Int(3));
  }

  @Test
  void otherWarningsConcernNoClient() {
    behind.spoilNext(Fault.WARN_OTHERWISE);
    assertThat(client.call("SET", "k", "1")).isEqualTo(new Simple("OK"));
    behind.spoilNext(Fault.WARN_OTHERWISE);
    assertThat(client.call("INCR", "k")).isEqualTo(new Int(2));
    assertThat(behind.proxy().counts()).containsEntry(Fault.WARN_OTHERWISE, 2);
  }
}
