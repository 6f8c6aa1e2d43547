package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that earlier versions have made, and what the role of the server may do or not. */
class MigrationsTest {
  private TestDatabase database;
  private String role;

  @BeforeEach
  void makeDatabase() {
    database = TestPostgres.newDatabase();
    role = "role_of_" + database.name();
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    try (Connection connection = database.connect()) {
      if (text(connection, "select count(*) from pg_roles where rolname = '" + role + "'")
          .equals("1")) {
        execute(connection, "drop owned by " + role + " cascade");
        execute(connection, "drop role " + role);
      }
    }
    TestPostgres.drop(database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "4", "6", "8"})
  void whatAnEarlierVersionHasMadeIsBroughtUpToDate(String version) throws SQLException {
    migrate(version);
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect();
        Connection connection = database.connect()) {
      client.call("SET", "k", "größe");
      client.call("HSET", "h", "a", "1", "b", "2");
      assertThat(client.call("GET", "k")).isInstanceOf(Reply.Bulk.class);
      assertThat(text(connection, "select size from redis.keys where key = 'h'")).isEqualTo("2");
      assertThat(text(connection, "select count(*) from pg_views where viewname = 'sorted_sets'"))
          .isEqualTo("1");
    }
  }

  /** Until version 8 each block of a sorted set had a row of its own. */
  @Test
  void blocksOfSortedSetsComeTogether() throws SQLException {
    migrate("8");
    try (Connection connection = database.connect()) {
      execute(connection, "set search_path = pgredis");
      execute(
          connection,
          """
          insert into zset (id, high, low, score, member)
          select id, n, n, n / 4, ('m' || lpad(n::text, 5, '0'))::bytea
          from generate_series(0, 1999) n, (values (7), (8)) ids (id)""");
      execute(
          connection,
          """
          insert into zset_block (id, score, prefix, count)
          select z.id, case when z.low = 0 then '-infinity' else z.score end,
                 case when z.low = 0 then '' else z.member end, 3
          from zset z where z.low % 3 = 0""");
      execute(connection, "update zset_block set count = 2 where prefix = 'm01998'");
      migrate("9");
      assertThat(
              text(
                  connection,
                  "select string_agg(cardinality(counts)::text, ' ' order by id, score) from zset_blocks"))
          .isEqualTo("256 256 155 256 256 155");
      assertThat(text(connection, "select sum(count) from zset_blocks where id = 7"))
          .isEqualTo("2000");
      assertThat(
              text(
                  connection,
                  """
                  select count(*) from zset z
                  cross join lateral zset_before(z.id, z.score, z.member) b
                  cross join lateral zset_at(z.id, z.low) a
                  where b.before <> z.low / 3 * 3 or a.skip <> z.low % 3 or (a.score, a.prefix) <> (b.score, b.prefix)"""))
          .isEqualTo("0");
      // As an instance from before that is still running counts: in no order.
      execute(
          connection,
          """
          select zset_count(
            array[7, 8, 7]::bigint[], array[499, 400, 1]::double precision[],
            array['m01999x', 'm01600', 'm00005']::bytea[], array[1, 1, 1]::bigint[], array[512, 512, 512]::bigint[])""");
      assertThat(
              text(
                  connection,
                  "select string_agg(n::text, ' ' order by id)"
                      + " from (select id, sum(count) as n from zset_block group by id) b"))
          .isEqualTo("2002 2001");
    }
  }

  private void migrate(String version) {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .schemas("pgredis")
        .defaultSchema("pgredis")
        .locations("classpath:db/migrations")
        .table("schema_history")
        .target(version)
        .load()
        .migrate();
  }

  @Test
  void aRoleThatMayCreateInTheDatabaseGetsBothSchemas() throws SQLException {
    try (Connection connection = database.connect()) {
      makeRole(connection);
      execute(connection, "grant create on database " + database.name() + " to " + role);
      open();
      assertThat(text(connection, "select to_regclass('redis.keys') is not null")).isEqualTo("t");
      assertThat(text(connection, "select to_regclass('pgredis.key') is not null")).isEqualTo("t");
    }
  }

  @Test
  void aRoleThatOwnsItsSchemaOnlyHasTheViewsInIt() throws SQLException {
    try (Connection connection = database.connect()) {
      makeRole(connection);
      execute(connection, "create schema pgredis authorization " + role);
      open();
      assertThat(text(connection, "select to_regnamespace('redis') is null")).isEqualTo("t");
      assertThat(text(connection, "select count(*) from pgredis.keys")).isEqualTo("0");
    }
  }

  @Test
  void theSchemaOfTheViewsMayBeThereBefore() throws SQLException {
    try (Connection connection = database.connect()) {
      makeRole(connection);
      execute(connection, "create schema pgredis authorization " + role);
      execute(connection, "create schema redis authorization " + role);
      open();
      assertThat(text(connection, "select count(*) from redis.keys")).isEqualTo("0");
    }
  }

  @Test
  void aRoleThatMayCreateNothingIsToldSo() throws SQLException {
    try (Connection connection = database.connect()) {
      makeRole(connection);
      assertThatThrownBy(this::open)
          .isInstanceOf(SqlFailure.class)
          .hasMessageContaining("permission denied for database");
    }
  }

  private void makeRole(Connection connection) throws SQLException {
    execute(connection, "create role " + role + " login password 'secret'");
  }

  private void open() {
    DatabaseConfig config = database.config(2);
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", "secret");
    Database.open(
            new DatabaseConfig(
                config.jdbcUrl(), properties, config.schema(), config.maxConnections(), 16))
        .close();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }
}
