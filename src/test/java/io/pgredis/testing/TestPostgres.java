package io.pgredis.testing;

import io.pgredis.embedded.BinariesSource;
import io.pgredis.embedded.EmbeddedPostgres;
import io.pgredis.embedded.EmbeddedPostgresOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL that tests use: one server per JVM, started when first asked for, and a fresh
 * database for everybody who asks.
 *
 * <p>{@code -Dpgredis.test.pg} chooses it: {@code embedded} (18, the default), {@code 14} (embedded
 * binaries of that version), {@code 15} (Debian's, installed), {@code testcontainers}, or a URL
 * {@code postgres://user:password@host:port/database} of a superuser.
 */
public final class TestPostgres {
  /** The name of the system property that chooses the server. */
  public static final String PROPERTY = "pgredis.test.pg";

  /** Where Maven puts the binaries of PostgreSQL 14. */
  public static final Path JAR_14 = Path.of("target/postgres-14.jar");

  /** Where Debian's package puts PostgreSQL 15. */
  public static final Path DEBIAN_15 = Path.of("/usr/lib/postgresql/15/bin");

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static TestDatabase maintenance;

  private TestPostgres() {}

  /** A new, empty database; it lives until the server ends (on a URL: until the JVM ends). */
  public static TestDatabase newDatabase() {
    TestDatabase server = maintenance();
    String name = "t%d_%d".formatted(ProcessHandle.current().pid(), COUNTER.incrementAndGet());
    execute(server, "create database " + name + " template template0");
    return server.sibling(name);
  }

  /** Ends all connections to the database and removes it. */
  public static void drop(TestDatabase database) {
    execute(maintenance(), "drop database if exists " + database.name() + " with (force)");
  }

  private static synchronized TestDatabase maintenance() {
    if (maintenance == null) {
      maintenance = start(System.getProperty(PROPERTY, "embedded"));
    }
    return maintenance;
  }

  private static TestDatabase start(String choice) {
    return switch (choice) {
      case "", "embedded" -> embedded(new BinariesSource.Bundled(), true);
      case "14" -> embedded(new BinariesSource.Jar(JAR_14), true);
      case "15" -> embedded(new BinariesSource.Installed(DEBIAN_15), false);
      case "testcontainers" -> container();
      default -> external(choice);
    };
  }

  private static TestDatabase embedded(BinariesSource binaries, boolean bySocket) {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(EmbeddedPostgresOptions.forTests().withBinaries(binaries));
    Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
    return TestDatabase.of(postgres, bySocket);
  }

  @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends.
  private static TestDatabase container() {
    PostgreSQLContainer postgres =
        new PostgreSQLContainer("postgres:18-alpine")
            .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=400");
    postgres.start();
    return new TestDatabase(
        postgres.getHost(),
        postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        postgres.getDatabaseName(),
        postgres.getUsername(),
        postgres.getPassword(),
        Optional.empty());
  }

  private static TestDatabase external(String url) {
    URI uri = URI.create(url);
    String[] user = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":");
    TestDatabase server =
        new TestDatabase(
            uri.getHost(),
            uri.getPort() < 0 ? 5432 : uri.getPort(),
            uri.getPath().substring(1),
            user.length > 0 ? URLDecoder.decode(user[0], StandardCharsets.UTF_8) : "postgres",
            user.length > 1 ? URLDecoder.decode(user[1], StandardCharsets.UTF_8) : "",
            Optional.empty());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> dropAll(server)));
    return server;
  }

  private static void dropAll(TestDatabase server) {
    for (int i = 1; i <= COUNTER.get(); i++) {
      String name = "t%d_%d".formatted(ProcessHandle.current().pid(), i);
      execute(server, "drop database if exists " + name + " with (force)");
    }
  }

  private static void execute(TestDatabase server, String sql) {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the tests' PostgreSQL refused: " + sql, e);
    }
  }
}
