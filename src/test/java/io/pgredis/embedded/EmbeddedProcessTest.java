package io.pgredis.embedded;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgredis.testing.ChildJvm;
import io.pgredis.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of PostgreSQL when the process that started it goes away; and other accounts. */
@Tag("full")
class EmbeddedProcessTest {
  private static final int NOBODY = 65534;

  private Path folder;
  private Path data;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("pgredis-embedded-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    data = folder.resolve("data");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    Archives.deleteTree(folder);
  }

  @Test
  void aKilledOwnerLeavesNoOrphanAndLosesNothing() throws Exception {
    for (int round = 1; round <= 3; round++) {
      try (ChildJvm child =
          ChildJvm.start(
              Map.of(),
              EmbeddedMain.class,
              data.toString(),
              StandardDirectories.cache().toString())) {
        killAndLook(child, round);
      }
    }
    countsAfterRestart(3);
  }

  @Test
  void runsAsAnOrdinaryUser() throws Exception {
    assumeTrue(OsAccount.isRoot(), "only root can become somebody else");
    List<String> setpriv =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
    String classPath = ChildJvm.readableClassPath(classes);
    for (int round = 1; round <= 2; round++) {
      try (ChildJvm child =
          ChildJvm.start(
              setpriv,
              classPath,
              Map.of("HOME", folder.toString()),
              EmbeddedMain.class,
              data.toString(),
              folder.resolve("cache").toString())) {
        killAndLook(child, round);
      }
    }
    assertThat(Files.getAttribute(data.resolve("pg18"), "unix:uid")).isEqualTo(NOBODY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }

  @Test
  void runsOlderVersions() throws Exception {
    for (BinariesSource source :
        List.of(
            new BinariesSource.Jar(TestPostgres.JAR_14),
            new BinariesSource.Installed(TestPostgres.DEBIAN_15))) {
      Path place = folder.resolve(source.getClass().getSimpleName());
      try (EmbeddedPostgres postgres =
          EmbeddedPostgres.start(EmbeddedPostgresOptions.durable(place).withBinaries(source))) {
        assertThat(postgres.version()).matches("1[45]\\..*");
      }
    }
  }

  /** Writes a row, kills the owner, and waits until PostgreSQL has gone too. */
  private void killAndLook(ChildJvm child, int round) throws Exception {
    long pid = Long.parseLong(child.await("pid (\\d+)"));
    int port = Integer.parseInt(child.await("port (\\d+)"));
    String password = Files.readString(data.resolve("password")).strip();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "pgredis", password);
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists t (x int)");
      statement.execute("insert into t values (" + round + ")");
      child.kill();
      patiently().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  private void countsAfterRestart(int rows) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgresOptions.durable(data));
        Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password());
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from t")) {
      row.next();
      assertThat(row.getInt(1)).isEqualTo(rows);
    }
  }
}
