package io.pgredis.embedded;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgredis.config.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The launcher as users have it: durable, in a directory that stays. */
class EmbeddedPostgresTest {
  private Path folder;
  private Path data;

  @BeforeEach
  void makeFolder() throws IOException {
    // Not JUnit's: PostgreSQL's account has to get in.
    folder = Files.createTempDirectory("pgredis-embedded-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = folder.resolve("data");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    Archives.deleteTree(folder);
  }

  @Test
  void isReachedByItsUnixSocket() throws Exception {
    start().close();
    Path left = Files.createFile(data.resolve("run/.s.PGSQL.1"));
    Files.setPosixFilePermissions(
        data.resolve("run"), PosixFilePermissions.fromString("r-x------"));
    try (EmbeddedPostgres postgres = start()) {
      assertThat(left).doesNotExist();
      assertThat(mode("data/run")).isEqualTo("rwx------");
      String url =
          "postgresql:///postgres?host=%s&port=%d&user=%s&password="
              .formatted(data.resolve("run"), postgres.port(), EmbeddedPostgres.USER);
      assertThat(clientAddress(url + postgres.password())).isEqualTo("none");
      assertThat(
              clientAddress(
                  "postgresql://%s:%s@127.0.0.1:%d/postgres"
                      .formatted(EmbeddedPostgres.USER, postgres.password(), postgres.port())))
          .startsWith("127.0.0.1");
      assertThatThrownBy(() -> clientAddress(url + "no"))
          .hasMessageContaining("password authentication failed");
    }
  }

  private static String clientAddress(String url) throws Exception {
    DatabaseUrl place = DatabaseUrl.parse(url, Map.of());
    try (Connection connection = DriverManager.getConnection(place.jdbcUrl(), place.properties());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select coalesce(inet_client_addr()::text, 'none')")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void hasNoSocketWhereItsPathWouldBeTooLong() throws Exception {
    data = Files.createDirectories(folder.resolve("x".repeat(80))).resolve("data");
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.socketDirectory()).isEmpty();
      assertThat(query(postgres, "show unix_socket_directories")).isEmpty();
    }
  }

  @Test
  void keepsDataAndPasswordAndIsDurableAndPrivate() throws Exception {
    String password;
    try (EmbeddedPostgres postgres = start()) {
      password = postgres.password();
      assertThat(password).hasSize(2 * ClusterDirectory.PASSWORD_BYTES);
      assertThat(postgres.version()).startsWith("18.");
      execute(postgres, "create table t as select 1 x");
      for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
        assertThat(query(postgres, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(query(postgres, "show data_checksums")).isEqualTo("on");
      assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "show unix_socket_directories")).isEqualTo(data + "/run");
      assertThat(
              query(
                  postgres, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"))
          .isEqualTo("scram-sha-256");
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.USER, "no"))
          .hasMessageContaining("password authentication failed");
    }
    assertThat(mode("data/pg18")).isEqualTo("rwx------");
    assertThat(mode("data/log")).isEqualTo("rwx------");
    assertThat(mode("data/run")).isEqualTo("rwx------");
    assertThat(mode("data/password")).startsWith("rw-").endsWith("---");
    assertThat(mode("data")).endsWith("---");
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.password()).isEqualTo(password);
      assertThat(query(postgres, "select x from t")).isEqualTo("1");
      assertThat(EmbeddedPostgres.running(data)).hasValue(new Address(postgres.port(), password));
    }
    assertThat(EmbeddedPostgres.running(data)).isEmpty();
  }

  @Test
  void startsAgainAfterACrash() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      execute(postgres, "create table t as select 1 x");
      long killed = postgres.pid();
      Commands.signal(killed, "KILL");
      patiently().ignoreExceptions().until(() -> query(postgres, "select x from t").equals("1"));
      assertThat(postgres.pid()).isNotEqualTo(killed);
    }
  }

  @Test
  void letsOneIn() {
    EmbeddedPostgres first = start();
    assertThatThrownBy(this::start).hasMessageContaining("another pgredis is using " + data);
    first.close();
    first.close();
    start().close();
  }

  @Test
  void ignoresAProcessNumberThatWasGivenOutAgain() throws Exception {
    start().close();
    Files.writeString(
        data.resolve("pg18/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + data.resolve("pg18") + "\n0\n1\n\n127.0.0.1\n");
    start().close();
  }

  @Test
  void refusesAnotherMajorVersion() throws Exception {
    Files.createDirectories(data.resolve("pg17"));
    Files.createFile(data.resolve("lock"));
    Files.writeString(data.resolve("pg17/PG_VERSION"), "17\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("holds a cluster of PostgreSQL 17")
        .hasMessageContaining("--postgres-bin");
  }

  @Test
  void doesNotMoveInWithOtherFiles() throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve("letter"), "dear");
    assertThatThrownBy(this::start).hasMessageContaining("holds other files");
    assertThat(Files.list(data)).hasSize(1);
  }

  @Test
  void recoversFromAHalfMadeCluster() throws Exception {
    start().close();
    Path cluster = data.resolve("pg18");
    Files.move(cluster, data.resolve("pg18.new"));
    Files.delete(data.resolve("pg18.new/PG_VERSION"));
    start().close();
    assertThat(cluster).exists();
    assertThat(data.resolve("pg18.new")).doesNotExist();
  }

  @Test
  void saysWhatIsWrongWithPrograms() {
    EmbeddedPostgresOptions options =
        EmbeddedPostgresOptions.durable(data).withBinaries(new BinariesSource.Installed(folder));
    assertThatThrownBy(() -> EmbeddedPostgres.start(options))
        .hasMessage("no program initdb in " + folder);
  }

  @Test
  void unpacksIntoAnEmptyCacheOnce() throws Exception {
    Path cache = folder.resolve("cache");
    EmbeddedPostgresOptions options = EmbeddedPostgresOptions.forTests().withCacheDirectory(cache);
    EmbeddedPostgres.start(options).close();
    assertThat(Files.list(cache)).singleElement();
    assertThat(options.dataDirectory()).doesNotExist();
  }

  @Test
  void reportsWhyPostgresDoesNotStart() throws Exception {
    start().close();
    Files.delete(data.resolve("pg18/global/pg_control"));
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("PostgreSQL does not start")
        .hasMessageContaining("pg_control");
  }

  @Test
  void sizesItsMemory() {
    long gibibyte = 1L << 30;
    assertThat(PostgresSettings.sharedBuffersMb(0)).isEqualTo(64);
    assertThat(PostgresSettings.sharedBuffersMb(4 * gibibyte)).isEqualTo(512);
    assertThat(PostgresSettings.sharedBuffersMb(64 * gibibyte)).isEqualTo(1024);
  }

  @Test
  void keepsAFewLogFiles() throws Exception {
    for (int i = 0; i < LogFiles.KEPT + 3; i++) {
      Files.writeString(folder.resolve("postgres-2026010" + i + "-000000.log"), "x");
    }
    LogFiles.prune(folder);
    assertThat(Files.list(folder)).hasSize(LogFiles.KEPT);
    assertThat(folder.resolve("postgres-20260107-000000.log")).exists();
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(EmbeddedPostgresOptions.durable(data));
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password());
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
