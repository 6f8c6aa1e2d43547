package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The views of docs/sql.md show what the commands wrote, and find a key by its index. */
class SqlViewsTest {
  private static final int MANY = 600;

  private static TestDatabase database;
  private static TestServer server;
  private static RespClient client;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    database = TestPostgres.newDatabase();
    server = TestServer.start(database, "enable-debug-command", "yes");
    client = server.connect();
    connection = database.connect();
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    client.close();
    server.close();
    TestPostgres.drop(database);
  }

  @Test
  void strings() throws SQLException {
    call("SET text größe");
    call("SET number 42");
    client.call("SET", "binary", "\u00ff\u0000a");
    client.call("SET", "zero", "a\u0000b");
    assertThat(rows("select value from redis.strings where key = 'number'")).containsExactly("42");
    assertThat(rows("select value from redis.strings where key = 'text'")).containsExactly("größe");
    assertThat(
            rows(
                """
                select key_text, value is null, encode(value_bytes, 'hex') from redis.strings
                where key in ('binary', 'zero') order by key"""))
        .containsExactly("binary|t|ff0061", "zero|t|610062");
  }

  @Test
  void lists() throws SQLException {
    call("RPUSH list b c d");
    call("LPUSH list a");
    assertThat(rows("select index, value from redis.lists where key = 'list' order by index"))
        .containsExactly("0|a", "1|b", "2|c", "3|d");
    callMany("RPUSH", "longlist", 1);
    call("LPOP longlist");
    call("LPUSH longlist first zeroth");
    assertThat(rows("select value from redis.lists where key = 'longlist' order by index"))
        .hasSize(MANY + 1)
        .startsWith("zeroth", "first", "m1")
        .endsWith("m" + (MANY - 1));
    assertThat(rows("select value from redis.lists where key = 'longlist' and index = 500"))
        .containsExactly("m499");
    callMany("RPUSH", "queue", 1);
    call("LPOP queue");
    call("RPOP queue 2");
    assertThat(rows("select index, value from redis.lists where key = 'queue' order by index"))
        .hasSize(MANY - 3)
        .startsWith("0|m1", "1|m2")
        .endsWith((MANY - 4) + "|m" + (MANY - 3));
  }

  @Test
  void hashes() throws SQLException {
    call("HSET user:1 name Ada city London");
    assertThat(rows("select field, value from redis.hashes where key = 'user:1' order by field"))
        .containsExactly("city|London", "name|Ada");
    callMany("HSET", "wide", 2);
    assertThat(rows("select field, value from redis.hashes where key = 'wide'"))
        .hasSize(MANY)
        .contains("m5|m5");
  }

  @Test
  void fieldsThatHaveExpiredAreNotShown() throws Exception {
    for (String key : List.of("leases", "spreadleases")) {
      call("HSET " + key + " gone 1 stays 2 later 3");
      if (key.startsWith("spread")) {
        callMany("HSET", key, 2);
      }
      call("HPEXPIRE " + key + " 1 FIELDS 1 gone");
      call("HEXPIRE " + key + " 1000 FIELDS 1 later");
      Thread.sleep(5);
      assertThat(
              rows(
                  """
                  select field, value, expires_at is null from redis.hashes
                  where key = '%s' and field not like 'm%%' order by field"""
                      .formatted(key)))
          .containsExactly("later|3|f", "stays|2|t");
    }
  }

  @Test
  void sets() throws SQLException {
    call("SADD numbers 3 1 2");
    call("SADD words a b");
    callMany("SADD", "members", 1);
    assertThat(rows("select member from redis.sets where key = 'numbers'"))
        .containsExactlyInAnyOrder("1", "2", "3");
    assertThat(rows("select member from redis.sets where key = 'words'"))
        .containsExactlyInAnyOrder("a", "b");
    assertThat(rows("select member from redis.sets where key = 'members'"))
        .containsExactlyInAnyOrderElementsOf(many());
  }

  @Test
  void sortedSets() throws SQLException {
    call("ZADD board 1.5 a -inf low inf high 1e30 big");
    assertThat(
            rows("select member, score from redis.sorted_sets where key = 'board' order by score"))
        .containsExactly("low|-Infinity", "a|1.5", "big|1e+30", "high|Infinity");
    var line = new ArrayList<>(List.of("ZADD", "bigboard"));
    for (int i = 0; i < MANY; i++) {
      line.addAll(List.of("" + i, "m" + i));
    }
    client.call(line);
    assertThat(
            rows(
                """
                select member, score from redis.sorted_sets
                where key = 'bigboard' order by score desc limit 2"""))
        .containsExactly("m599|599", "m598|598");
  }

  @Test
  void keysOfAllTypesWithTheirSizes() throws SQLException {
    call("SELECT 3");
    call("SET string hello EX 1000");
    call("RPUSH l a b");
    call("HSET h f v g w");
    call("HSET e f v g w");
    call("HEXPIRE e 1000 FIELDS 1 f");
    call("SADD s a b c");
    call("ZADD z 1 a");
    callMany("SADD", "spread", 1);
    call("SELECT 0");
    assertThat(
            rows(
                """
                select key_text, type, size, expires_at is null from redis.keys
                where db = 3 order by key"""))
        .containsExactly(
            "e|hash|2|t",
            "h|hash|2|t",
            "l|list|2|t",
            "s|set|3|t",
            "spread|set|" + MANY + "|t",
            "string|string|5|f",
            "z|zset|1|t");
  }

  @Test
  void keysThatHaveExpiredOrGoneAreNotShown() throws Exception {
    call("SELECT 4");
    call("SADD gone a");
    call("PEXPIRE gone 1");
    call("SADD deleted a");
    call("DEL deleted");
    call("WATCH never");
    call("UNWATCH");
    Thread.sleep(5);
    assertThat(rows("select key from redis.keys where db = 4")).isEmpty();
    assertThat(rows("select member from redis.sets where db = 4")).isEmpty();
    call("SET here 1");
    call("FLUSHDB");
    assertThat(rows("select key from redis.keys where db = 4")).isEmpty();
    call("SELECT 0");
  }

  @Test
  void keysOfAnyBytesAndLength() throws SQLException {
    call("SELECT 5");
    String name = "x".repeat(300);
    client.call("SET", name, "1");
    client.call("SET", "\u00ff", "2");
    client.call("SET", "back\\slash", "3");
    call("SELECT 0");
    assertThat(
            rows(
                "select key_text = repeat('x', 300), octet_length(key) from redis.keys where key = repeat('x', 256)::bytea"))
        .containsExactly("t|256");
    assertThat(rows("select key_text, value from redis.strings where key = '\\xff'"))
        .containsExactly("null|2");
    assertThat(
            rows(
                "select key_text from redis.strings where key = convert_to('back\\slash', 'UTF8')"))
        .containsExactly("back\\slash");
  }

  @Test
  void everyCharacterAndNothingElseIsText() throws SQLException {
    assertThat(
            rows(
                """
                select count(*)
                from (select generate_series(1, 1114111, 61)
                      union select generate_series(1, 2200)
                      union select unnest(array[55295, 57344, 65535, 65536, 1114111])) v (c)
                where c not between 55296 and 57343
                  and pgredis.utf8(convert_to(chr(c), 'UTF8')) is distinct from chr(c)"""))
        .containsExactly("0");
    for (String bytes :
        List.of("00", "6100", "80", "c3", "c328", "c080", "e08080", "eda080", "f4908080", "ff")) {
      assertThat(rows("select pgredis.utf8('\\x" + bytes + "')")).as(bytes).containsExactly("null");
    }
  }

  /**
   * PostgreSQL has no room for anything above 1 GB, and checking a text takes 16 times its size.
   */
  @Test
  void aTextThatIsTooLargeToBeCheckedIsShownAsBytesOnly() throws SQLException {
    call("SELECT 6");
    call("SETRANGE ascii 70000000 x");
    call("SETRANGE other 70000000 x");
    execute(
        """
        update pgredis.key set value = case when name = 'other' then convert_to('ö', 'UTF8') else 'x' end
                                       || convert_to(repeat('x', 70000000), 'UTF8')
        where name in ('ascii', 'other')""");
    call("SELECT 0");
    assertThat(
            rows(
                """
                select key_text, octet_length(value), octet_length(value_bytes)
                from redis.strings where db = 6 order by key"""))
        .containsExactly("ascii|70000001|70000001", "other|null|70000002");
    assertThat(rows("select pgredis.utf8(convert_to(repeat('ö', 1000000), 'UTF8')) is null"))
        .containsExactly("f");
    call("SELECT 6");
    call("FLUSHDB");
    call("SELECT 0");
  }

  @Test
  void theSizeOfAHashLeavesOutWhatHasExpired() throws Exception {
    call("SELECT 7");
    // Nothing removes them before they are counted.
    call("DEBUG SET-ACTIVE-EXPIRE 0");
    try {
      call("HSET packed gone 1 stays 2 later 3");
      callMany("HSET", "spread", 2);
      call("HPEXPIRE packed 1 FIELDS 1 gone");
      call("HEXPIRE packed 1000 FIELDS 1 later");
      call("HPEXPIRE spread 1 FIELDS 2 m1 m2");
      call("HEXPIRE spread 1000 FIELDS 1 m3");
      Thread.sleep(5);
      assertThat(rows("select key_text, size from redis.keys where db = 7 order by key"))
          .containsExactly("packed|2", "spread|" + (MANY - 2));
    } finally {
      call("DEBUG SET-ACTIVE-EXPIRE 1");
      call("SELECT 0");
    }
  }

  @Test
  void theIndexOnNamesFindsAKey() throws SQLException {
    execute(
        """
        insert into pgredis.key (keyspace, high, low, version, type, encoding, name, value)
        select (select keyspace from pgredis.database where number = 9),
               hashint8extended(n, 1) & 9223372036854775807, n, n, 1, 0,
               ('filling:' || n)::bytea, 'v'::bytea
        from generate_series(1, 20000) n""");
    execute("create table person (id integer primary key, name text)");
    execute("insert into person select n, 'p' || n from generate_series(1, 100) n");
    for (String statistics : List.of("", "analyze")) {
      execute(statistics);
      for (String view : List.of("keys", "strings", "lists", "hashes", "sets", "sorted_sets")) {
        assertThat(plan("select * from redis." + view + " where key = 'user:1'"))
            .as(view)
            .contains("key_name", "Index Cond: (((- keyspace) = ANY")
            .doesNotContain("Seq Scan on key");
      }
      assertThat(
              plan(
                  """
                  select * from person p
                  join redis.hashes h on h.key = ('user:' || p.id)::bytea where p.id = 7"""))
          .contains("key_name")
          .doesNotContain("Seq Scan on key", "Seq Scan on hash");
    }
  }

  @Test
  void whoMayOnlyReadTheViewsCan() throws SQLException {
    call("HSET readable f v");
    execute("create role views_reader");
    try {
      execute("grant usage on schema redis to views_reader");
      execute("grant select on all tables in schema redis to views_reader");
      execute("set role views_reader");
      assertThat(rows("select field, value from redis.hashes where key = 'readable'"))
          .containsExactly("f|v");
      assertThat(rows("select has_schema_privilege('pgredis', 'usage')")).containsExactly("f");
    } finally {
      execute("reset role");
      execute("drop owned by views_reader");
      execute("drop role views_reader");
    }
  }

  @Test
  void anotherSchemaHasViewsOfItsOwn() throws SQLException {
    open("shop");
    assertThat(rows("select to_regclass('shop_redis.hashes') is not null")).containsExactly("t");
    execute("create schema taken_redis");
    execute("create table taken_redis.keys (id integer)");
    open("taken");
    assertThat(rows("select to_regclass('taken.hashes') is not null")).containsExactly("t");
  }

  private static void open(String schema) {
    DatabaseConfig config = database.config(2);
    Database.open(
            new DatabaseConfig(
                config.jdbcUrl(), config.properties(), schema, config.maxConnections(), 16))
        .close();
  }

  private static void call(String line) {
    List<String> words = Arrays.stream(line.split(" ")).map(SqlViewsTest::bytesOf).toList();
    assertThat(client.call(words).isError()).as(line).isFalse();
  }

  /** The client takes one char a byte. */
  private static String bytesOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** A command with m0, m1 …, each so many times. */
  private static void callMany(String command, String key, int times) {
    List<String> line =
        Stream.concat(
                Stream.of(command, key),
                many().stream().flatMap(name -> Stream.of(name, name).limit(times)))
            .toList();
    assertThat(client.call(line).isError()).isFalse();
  }

  private static List<String> many() {
    return IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList();
  }

  private static String plan(String sql) throws SQLException {
    return String.join("\n", rows("explain " + sql));
  }

  private static List<String> rows(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
