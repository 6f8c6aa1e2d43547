package io.pgredis.net;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Patience;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that hold their own connection hold nothing else. */
class HeldReplyTest {
  private static final int CONNECTIONS = 8;

  private final TestDatabase database = TestPostgres.newDatabase();
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(database, "enable-debug-command", "yes");
  }

  @AfterEach
  void stop() {
    server.close();
    TestPostgres.drop(database);
  }

  private static void awaitClient(TestServer server, String fact) {
    try (RespClient observer = server.connect()) {
      patiently().until(() -> observer.call("CLIENT", "LIST").toString().contains(fact));
    }
  }

  @Test
  void debugSleepHoldsNobodyElse() {
    try (RespClient sleeper = server.connect()) {
      sleeper.send("DEBUG", "SLEEP", "1000");
      awaitClient(server, "cmd=debug");
      for (int i = 0; i < CONNECTIONS; i++) {
        try (RespClient other = server.connect()) {
          assertThat(other.call("SET", "k", "v")).isEqualTo(new Simple("OK"));
        }
      }
      assertThat(sleeper.hasUnread()).isFalse();
    }
  }

  @Test
  @Timeout(Patience.LONGEST_SECONDS)
  void aServerStopsAlthoughSomebodyWaits() {
    TestServer stopped = TestServer.start(database);
    try (RespClient waiting = stopped.connect()) {
      waiting.send("WAIT", "1", "0");
      awaitClient(stopped, "flags=b");
      assertThat(waiting.hasUnread()).isFalse();
      stopped.close();
      assertThat(waiting.isClosedWithin(Patience.LONGEST)).isTrue();
    }
  }
}
