package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values of 512 MB, the longest that there are. */
@Tag("full")
class LongestValueTest {
  private static final int BYTES = 512 << 20;

  private final TestDatabase database = TestPostgres.newDatabase();

  @AfterEach
  void stop() {
    TestPostgres.drop(database);
  }

  @Test
  void isTheFirstThatAConnectionReads() {
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect()) {
      assertThat(client.call("SETRANGE", "k", String.valueOf(BYTES - 1), "x"))
          .isEqualTo(new Int(BYTES));
    }
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect()) {
      assertThat(client.call("GETRANGE", "k", "-2", "-1")).isEqualTo(new Bulk("\0x"));
      assertThat(client.call("STRLEN", "k")).isEqualTo(new Int(BYTES));
    }
  }
}
