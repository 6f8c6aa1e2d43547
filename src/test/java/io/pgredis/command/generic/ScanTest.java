package io.pgredis.command.generic;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.sql.Limits;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole rounds of SCAN: nothing that is there throughout is missed, on whatever instance. */
class ScanTest {
  private static final int KEYS = 3_000;

  private static TestDatabase database;
  private static TestServer first;
  private static TestServer second;
  private static RespClient one;
  private static RespClient other;

  private record Page(String cursor, List<String> keys) {}

  @BeforeAll
  static void start() {
    database = TestPostgres.newDatabase();
    first = TestServer.start(database);
    second = TestServer.start(database);
    one = first.connect();
    other = second.connect();
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    first.close();
    second.close();
    TestPostgres.drop(database);
  }

  @BeforeEach
  void fill() {
    one.call("FLUSHALL");
    List<String> mset = new ArrayList<>(List.of("MSET"));
    for (int i = 0; i < KEYS; i++) {
      mset.addAll(List.of((i < 100 ? "few:" : "many:") + i, "v"));
    }
    one.call(mset);
  }

  @Test
  void pagesGoOnOnAnotherInstance() {
    Set<String> found = new HashSet<>();
    String cursor = "0";
    int pages = 0;
    do {
      Page page = scan(pages % 2 == 0 ? one : other, cursor, "COUNT", "100");
      assertThat(page.keys).hasSizeLessThanOrEqualTo(101);
      assertThat(found).doesNotContainAnyElementsOf(page.keys);
      found.addAll(page.keys);
      cursor = page.cursor;
      pages++;
    } while (!cursor.equals("0"));
    assertThat(found).hasSize(KEYS);
    assertThat(pages).isEqualTo(KEYS / 100);
  }

  @Test
  void cursorsAreDecimalsBelowTwoToThe63() {
    String cursor = scan(one, "0").cursor;
    assertThat(Long.parseLong(cursor)).isPositive();
  }

  @Test
  void keysThatStayAreFoundWhileOthersComeAndGo() {
    Set<String> found = new HashSet<>();
    String cursor = "0";
    int n = 100;
    do {
      Page page = scan(one, cursor, "COUNT", "50");
      found.addAll(page.keys);
      cursor = page.cursor;
      other.call("DEL", "many:" + n, "many:" + (n + 1));
      other.call("RENAME", "many:" + (n + 2), "renamed:" + n);
      other.call("SET", "new:" + n, "v");
      n += 3;
    } while (!cursor.equals("0"));
    List<String> stayed =
        IntStream.range(0, KEYS)
            .mapToObj(i -> (i < 100 ? "few:" : "many:") + i)
            .filter(key -> other.call("EXISTS", key).equals(new Reply.Int(1)))
            .toList();
    assertThat(stayed).hasSizeGreaterThan(2_000);
    assertThat(found).containsAll(stayed);
  }

  @Test
  void fewMatchesOfPrefixCostOnePage() {
    Page page = scan(one, "0", "MATCH", "few:*");
    assertThat(page.cursor).isEqualTo("0");
    assertThat(page.keys).hasSize(100).allMatch(key -> key.startsWith("few:"));
    assertThat(scan(one, "0", "MATCH", "few:*", "TYPE", "list").keys).isEmpty();
    assertThat(scan(one, "0", "MATCH", "few:1?").keys).hasSize(10);
  }

  @Test
  void manyMatchesOfPrefixComeInPages() {
    Set<String> found = new HashSet<>();
    String cursor = "0";
    int pages = 0;
    do {
      Page page = scan(one, cursor, "MATCH", "many:*", "COUNT", "100");
      assertThat(found).doesNotContainAnyElementsOf(page.keys);
      found.addAll(page.keys);
      cursor = page.cursor;
      pages++;
    } while (!cursor.equals("0"));
    assertThat(found).hasSize(KEYS - 100);
    assertThat(pages).isBetween(2, KEYS / 100);
  }

  @Test
  void endlessCountIsBounded() {
    assertThat(Limits.SCAN_ROWS).isGreaterThan(KEYS);
    Page page = scan(one, "0", "COUNT", "9223372036854775807");
    assertThat(page.keys).hasSize(KEYS);
    assertThat(page.cursor).isEqualTo("0");
  }

  @Test
  void expiredKeysAreLeftOut() {
    one.call("PEXPIREAT", "few:1", "1");
    one.call("SET", "few:2", "v", "PX", "1");
    while (!one.call("EXISTS", "few:2").equals(new Reply.Int(0))) {
      Thread.onSpinWait();
    }
    assertThat(scan(one, "0", "MATCH", "few:*").keys).hasSize(98).doesNotContain("few:1", "few:2");
    assertThat(scan(one, "0", "COUNT", "10000").keys).doesNotContain("few:1", "few:2");
  }

  private static Page scan(RespClient client, String cursor, String... options) {
    List<String> command = new ArrayList<>(List.of("SCAN", cursor));
    command.addAll(List.of(options));
    Reply.Aggregate reply = (Reply.Aggregate) client.call(command);
    List<String> keys =
        ((Reply.Aggregate) reply.items().get(1))
            .items().stream().map(item -> ((Reply.Bulk) item).text()).toList();
    return new Page(((Reply.Bulk) reply.items().get(0)).text(), keys);
  }
}
