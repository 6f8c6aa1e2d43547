package io.pgredis.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.time.Duration;
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

  @Test
  void debugSleepHoldsNobodyElse() {
    try (RespClient sleeper = server.connect()) {
      sleeper.send("DEBUG", "SLEEP", "1000");
      for (int i = 0; i < CONNECTIONS; i++) {
        try (RespClient other = server.connect()) {
          assertThat(other.call("SET", "k", "v")).isEqualTo(new Simple("OK"));
        }
      }
      assertThat(sleeper.read(Duration.ofMillis(50))).isEmpty();
    }
  }

  @Test
  @Timeout(10)
  void aServerStopsAlthoughSomebodyWaits() {
    TestServer stopped = TestServer.start(database);
    try (RespClient waiting = stopped.connect()) {
      waiting.send("WAIT", "1", "0");
      assertThat(waiting.read(Duration.ofMillis(50))).isEmpty();
      stopped.close();
      assertThat(waiting.isClosedWithin(Duration.ofSeconds(5))).isTrue();
    }
  }
}
