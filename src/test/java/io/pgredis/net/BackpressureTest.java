package io.pgredis.net;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.cli.Main;
import io.pgredis.testing.ChildJvm;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that send without end, or that do not read what they asked for, against a server whose
 * heap is far too small for that: it reads and runs no more than they take, and others do not
 * notice.
 */
class BackpressureTest {
  private static final Duration WHILE = Duration.ofSeconds(2);
  private static final int OTHERS_ROUNDS = 100;
  private static final long MOST_MEMORY_KB = 800 * 1024;
  private static final int BIG_KEYS = 100;
  private static final int BIG_BYTES = 1024 * 1024;
  private static final int MANY = 1_000_000;

  private final TestDatabase database = TestPostgres.newDatabase();
  private ChildJvm server;
  private int port;

  @BeforeEach
  void start() {
    server =
        ChildJvm.start(Map.of("DATABASE_URL", database.url()), Main.class, "server", "--port", "0");
    port = Integer.parseInt(server.await("is ready at 127\\.0\\.0\\.1:(\\d+)"));
  }

  @AfterEach
  void stop() {
    server.close();
    TestPostgres.drop(database);
  }

  @Test
  void aLongPipelineThatNobodyReadsIsAnsweredInTheEnd() {
    int count = 100_000;
    try (RespClient client = connect()) {
      var bytes = new ByteArrayOutputStream();
      for (int i = 0; i < count; i++) {
        bytes.writeBytes(RespClient.encode(List.of("SET", "k" + i % 500, "v".repeat(1000) + i)));
        bytes.writeBytes(RespClient.encode(List.of("GET", "k" + i % 500)));
      }
      Thread sender = send(client, bytes.toString(StandardCharsets.ISO_8859_1));
      assertOthersDoNotNotice();
      for (int i = 0; i < count; i++) {
        assertThat(client.read()).isEqualTo(new Simple("OK"));
        assertThat(client.read()).isEqualTo(new Bulk("v".repeat(1000) + i));
      }
      assertThat(sender.isAlive() && client.hasUnread()).isFalse();
    }
    assertMemoryIsBounded();
  }

  @Test
  void bigValuesThatNobodyReadsWaitInTheDatabase() {
    List<RespClient> sleepers = new ArrayList<>();
    try (RespClient client = connect()) {
      for (int i = 0; i < BIG_KEYS; i++) {
        client.call("SET", "big" + i, "x".repeat(BIG_BYTES));
        client.call("SET", "middle" + i, "x".repeat(BIG_BYTES / 20));
      }
      for (int i = 0; i < 20; i++) {
        RespClient sleeper = connect();
        sleepers.add(sleeper);
        List<List<String>> pipeline = new ArrayList<>();
        for (int k = 0; k < 1000; k++) {
          pipeline.add(
              switch (i % 4) {
                case 0 -> List.of("GET", "big" + (k + i) % BIG_KEYS);
                case 1 -> List.of("GET", "middle" + (k + i) % BIG_KEYS);
                case 2 -> List.of("MGET", "big" + (k + i) % BIG_KEYS, "middle1", "big" + k % 7);
                default -> List.of("COMMAND", "DOCS");
              });
        }
        sleeper.sendAll(pipeline);
      }
      assertOthersDoNotNotice();
      assertMemoryIsBounded();
      for (int i = 0; i < 30; i++) {
        assertThat(sleepers.getFirst().read()).isEqualTo(new Bulk("x".repeat(BIG_BYTES)));
      }
    } finally {
      sleepers.forEach(RespClient::close);
    }
    assertOthersDoNotNotice();
    assertThat(server.output()).doesNotContain("OutOfMemory");
  }

  @Test
  @Tag("full")
  void bigValuesThatNobodyWaitsForAreReadNoFasterThanTheyAreWritten() {
    List<RespClient> senders = new ArrayList<>();
    try {
      String big = "x".repeat(BIG_BYTES);
      for (int i = 0; i < 20; i++) {
        RespClient sender = connect();
        senders.add(sender);
        byte[] set = RespClient.encode(List.of("SET", "sent" + i, big));
        send(sender, new String(set, StandardCharsets.ISO_8859_1).repeat(50));
      }
      for (RespClient sender : senders) {
        for (int i = 0; i < 50; i++) {
          assertThat(sender.read()).isEqualTo(new Simple("OK"));
        }
      }
    } finally {
      senders.forEach(RespClient::close);
    }
    assertMemoryIsBounded();
  }

  /** A reply is built once: with three of its kind in memory at a time the heap would not do. */
  @Test
  @Tag("full")
  void allOfAMillionElements() {
    try (RespClient client = connect()) {
      for (int from = 0; from < MANY; from += MANY / 100) {
        List<String> fields = new ArrayList<>(List.of("HSET", "hash"));
        List<String> elements = new ArrayList<>(List.of("RPUSH", "list"));
        for (int i = from; i < from + MANY / 100; i++) {
          fields.addAll(List.of("field:" + i, "value:" + i));
          elements.add("element:" + i);
        }
        assertThat(client.call(fields)).isEqualTo(new Int(MANY / 100));
        assertThat(client.call(elements)).isEqualTo(new Int(from + MANY / 100));
      }
      for (int round = 0; round < 2; round++) {
        client.send("HGETALL", "hash");
        assertOthersDoNotNotice();
        assertThat(sizeOf(client.read())).isEqualTo(2 * MANY);
        assertThat(sizeOf(client.call("LRANGE", "list", "0", "-1"))).isEqualTo(MANY);
      }
    }
    assertMemoryIsBounded();
    assertThat(server.output()).doesNotContain("OutOfMemory");
  }

  @Test
  void aMonitorThatDoesNotReadIsSentAway() {
    try (RespClient monitor = connect();
        RespClient client = connect()) {
      assertThat(monitor.call("MONITOR")).isEqualTo(new Simple("OK"));
      for (int i = 0; i < BIG_KEYS; i++) {
        client.call("SET", "big" + i % 3, "x".repeat(BIG_BYTES));
      }
      patiently()
          .untilAsserted(
              () -> assertThat(client.call("CLIENT", "LIST").toString()).doesNotContain("monitor"));
      assertThat(client.call("PING")).isEqualTo(new Simple("PONG"));
    }
    assertMemoryIsBounded();
  }

  /** They are answered although those who do not read wait. */
  private void assertOthersDoNotNotice() {
    long until = System.nanoTime() + WHILE.toNanos();
    try (RespClient other = connect()) {
      other.call("DEL", "other");
      for (int i = 1; i <= OTHERS_ROUNDS || System.nanoTime() < until; i++) {
        assertThat(other.call("INCR", "other")).isEqualTo(new Int(i));
        assertThat(other.call("GET", "other")).isEqualTo(new Bulk("" + i));
      }
    }
  }

  private void assertMemoryIsBounded() {
    assertThat(server.isAlive()).isTrue();
    try (var lines = Files.lines(Path.of("/proc/" + server.pid() + "/status"))) {
      String resident = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      System.out.println("most memory of the server: " + resident);
      assertThat(Long.parseLong(resident.replaceAll("\\D", ""))).isLessThan(MOST_MEMORY_KB);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int sizeOf(Reply reply) {
    return ((Reply.Aggregate) reply).items().size();
  }

  private static Thread send(RespClient client, String bytes) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                client.sendRaw(bytes);
              } catch (UncheckedIOException e) {
                // The test has ended.
              }
            });
  }

  private RespClient connect() {
    return RespClient.connect("127.0.0.1", port);
  }
}
