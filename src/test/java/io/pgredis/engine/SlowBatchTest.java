package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.sql.Limits;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Commands that take the processor long, many of them in a pipeline: they hold up neither other
 * clients, nor lose their transaction because PostgreSQL takes them to have stopped.
 */
class SlowBatchTest {
  private static final int TEXT_BYTES = 11_000;
  private static final int ATTEMPTS = 7;
  private static final Duration MINUTES = Duration.ofMinutes(4);
  private static final List<String> SLOW = List.of("LCS", "one", "other", "LEN");

  private static TestDatabase database;
  private static TestServer server;

  /** How many of the slow commands take longer than PostgreSQL lets a transaction idle. */
  private static int many;

  private static Reply length;

  @BeforeAll
  static void start() {
    database = TestPostgres.newDatabase();
    server = TestServer.start(database);
    try (RespClient client = server.connect()) {
      client.call("MSET", "one", "ab".repeat(TEXT_BYTES / 2), "other", "ba".repeat(TEXT_BYTES / 2));
      length = client.call(SLOW);
      long began = System.nanoTime();
      client.call(SLOW);
      client.call(SLOW);
      long millis = Math.max(1, (System.nanoTime() - began) / 2_000_000);
      many = (int) (Limits.IDLE_IN_TRANSACTION_MILLIS * 3L / 2 / millis) + 1;
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    TestPostgres.drop(database);
  }

  /** How fast anything is changes from moment to moment: more commands leave more time. */
  @Test
  void othersReadMeanwhile() {
    int some = Math.max(8, many / 4);
    boolean before = false;
    for (int attempt = 0; attempt < ATTEMPTS && !before; attempt++) {
      before = othersReadBefore(some);
      some *= 2;
    }
    assertThat(before).isTrue();
  }

  /** Whether others are answered before all of so many slow commands are done. */
  private static boolean othersReadBefore(int some) {
    try (RespClient slow = server.connect();
        RespClient client = server.connect()) {
      slow.sendAll(Collections.nCopies(some, SLOW));
      assertThat(slow.read(MINUTES)).contains(length);
      for (int i = 0; i < 5; i++) {
        assertThat(client.call("STRLEN", "one")).isEqualTo(new Reply.Int(TEXT_BYTES));
      }
      int done = 1;
      while (slow.read(Duration.ofMillis(1)).isPresent()) {
        done++;
      }
      for (int i = done; i < some; i++) {
        assertThat(slow.read(MINUTES)).contains(length);
      }
      return done < some;
    }
  }

  /** They wait for no more than {@link BatchLimits#WRITE_PATIENCE_MILLIS}. */
  @Test
  void othersWriteMeanwhile() {
    boolean before = false;
    for (int attempt = 0; attempt < ATTEMPTS && !before; attempt++) {
      before = othersWriteBefore(Math.max(8, many / 5));
    }
    assertThat(before).isTrue();
  }

  /**
   * Whether others are answered before a batch of writes that so many slow commands fill. Not if
   * the first of them has got into that batch.
   */
  private static boolean othersWriteBefore(int some) {
    List<List<String>> commands = new ArrayList<>(List.of(List.of("SET", "written", "1")));
    commands.addAll(Collections.nCopies(some, SLOW));
    try (RespClient slow = server.connect();
        RespClient client = server.connect()) {
      slow.sendAll(commands);
      for (int i = 0; i < 5; i++) {
        client.call("PING");
      }
      for (int i = 0; i < 5; i++) {
        assertThat(client.call("SET", "meanwhile", "1")).isEqualTo(new Reply.Simple("OK"));
      }
      var early = slow.read(Duration.ofMillis(1));
      assertThat(early.or(() -> slow.read(MINUTES))).contains(new Reply.Simple("OK"));
      for (int i = 0; i < some; i++) {
        assertThat(slow.read(MINUTES)).contains(length);
      }
      return early.isEmpty();
    }
  }

  @Test
  @Tag("full")
  void behindAWriteOfTheSamePipeline() {
    try (RespClient client = server.connect()) {
      List<List<String>> commands = new ArrayList<>(List.of(List.of("SET", "written", "1")));
      commands.addAll(Collections.nCopies(many, SLOW));
      commands.add(List.of("INCR", "written"));
      client.sendAll(commands);
      assertThat(client.read(MINUTES)).contains(new Reply.Simple("OK"));
      for (int i = 0; i < many; i++) {
        assertThat(client.read(MINUTES)).contains(length);
      }
      assertThat(client.read(MINUTES)).contains(new Reply.Int(2));
    }
  }

  @Test
  @Tag("full")
  void aTransactionMayComputeForLongerThanPostgresqlLetsItIdle() {
    int commands = many;
    while (millisOfTransaction(commands) <= Limits.IDLE_IN_TRANSACTION_MILLIS) {
      commands *= 2;
    }
  }

  /** How long EXEC of so many slow commands takes. */
  private static long millisOfTransaction(int commands) {
    try (RespClient client = server.connect();
        RespClient other = server.connect()) {
      client.call("DEL", "once");
      client.call("MULTI");
      client.call("INCR", "once");
      for (int i = 0; i < commands; i++) {
        client.call(SLOW);
      }
      List<Reply> replies = new ArrayList<>(List.of(new Reply.Int(1)));
      replies.addAll(Collections.nCopies(commands, length));
      long began = System.nanoTime();
      client.send("EXEC");
      assertThat(client.read(MINUTES)).contains(Reply.array(replies.toArray(Reply[]::new)));
      long millis = (System.nanoTime() - began) / 1_000_000;
      assertThat(other.call("GET", "once")).isEqualTo(new Reply.Bulk("1"));
      return millis;
    }
  }
}
