package io.pgredis.cli;

import io.pgredis.config.ConfigException;
import io.pgredis.config.DatabaseUrl;
import io.pgredis.config.ServerConfig;
import io.pgredis.config.UnixSocket;
import io.pgredis.embedded.BinariesSource;
import io.pgredis.embedded.EmbeddedPostgres;
import io.pgredis.embedded.EmbeddedPostgresException;
import io.pgredis.embedded.EmbeddedPostgresOptions;
import io.pgredis.embedded.StandardDirectories;
import io.pgredis.net.Instance;
import io.pgredis.sql.DatabaseConfig;
import io.pgredis.sql.Readiness;
import io.pgredis.sql.SqlFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the server, from its configuration to its end. What was started is stopped in the
 * opposite order, whether the start fails in the middle, or SIGTERM, Ctrl-C or SHUTDOWN end it.
 */
final class ServerLife {
  private static final Logger log = LoggerFactory.getLogger("io.pgredis");

  private final ServerConfig config;
  private final Optional<Path> databasePasswordFile;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean stopped;

  /** Where PostgreSQL is, as it is shown. */
  private String place = "";

  ServerLife(ServerConfig config, Path databasePasswordFile) {
    this.config = config;
    this.databasePasswordFile = Optional.ofNullable(databasePasswordFile);
  }

  /** Runs until the process is told to end. */
  void run() throws Failure, InterruptedException {
    Logging.follow(config);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("pgredis-stop").unstarted(this::stop));
    try {
      start();
    } catch (Failure e) {
      stop();
      throw e;
    }
    new CountDownLatch(1).await();
  }

  private void start() throws Failure, InterruptedException {
    boolean embedded = config.database.get().isEmpty();
    DatabaseConfig database = embedded ? embedded() : remote();
    try {
      String version = Readiness.await(database, new WaitingNotes(place, log::warn));
      log.info("PostgreSQL {} at {}", version, place);
      Instance instance = Instance.start(config, database, () -> System.exit(0));
      started(instance);
      log.info(
          "pgredis {} is ready at {}; {}",
          Version.number(),
          String.join(", ", instance.addresses()),
          embedded ? "single-machine mode, data in " + dataDir() : "schema " + database.schema());
    } catch (SqlFailure e) {
      throw new Failure("the database cannot be used: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Failure(e.getMessage(), e);
    }
  }

  private Path dataDir() {
    return config.dataDir.get().isEmpty()
        ? StandardDirectories.data()
        : Path.of(config.dataDir.get()).toAbsolutePath();
  }

  private DatabaseConfig embedded() throws Failure {
    EmbeddedPostgresOptions options =
        EmbeddedPostgresOptions.durable(dataDir())
            .withMaxConnections(config.maxConnections.asInt());
    if (!config.postgresBin.get().isEmpty()) {
      options =
          options.withBinaries(new BinariesSource.Installed(Path.of(config.postgresBin.get())));
    }
    try {
      // Before anything is created for it.
      Instance.checkAddresses(config);
      EmbeddedPostgres postgres = EmbeddedPostgres.start(options);
      started(postgres);
      postgres.onFailure(() -> System.exit(1));
      Properties properties = new Properties();
      properties.setProperty("user", EmbeddedPostgres.USER);
      properties.setProperty("password", postgres.password());
      properties.setProperty("sslmode", "disable");
      Optional<Path> directory = postgres.socketDirectory();
      if (directory.isEmpty() || !UnixSockets.areSupported()) {
        place = EmbeddedPostgres.HOST + ":" + postgres.port();
        return databaseConfig(postgres.jdbcUrl(), properties);
      }
      UnixSocket socket = new UnixSocket(directory.get().toString(), postgres.port());
      socket.addTo(properties);
      place = socket.path();
      return databaseConfig(socket.jdbcUrl(EmbeddedPostgres.DATABASE), properties);
    } catch (EmbeddedPostgresException | IOException e) {
      throw new Failure(e.getMessage(), e);
    }
  }

  private DatabaseConfig remote() throws Failure {
    try {
      DatabaseUrl url = DatabaseUrl.parse(config.database.get(), System.getenv());
      UnixSockets.check(url);
      String password = Secrets.find(databasePasswordFile, "PGPASSWORD");
      if (databasePasswordFile.isPresent() || !url.hasPassword() && !password.isEmpty()) {
        url = url.withPassword(password);
      }
      place = url.toString();
      return databaseConfig(url.jdbcUrl(), url.properties());
    } catch (ConfigException e) {
      throw new Failure(e.getMessage(), e);
    }
  }

  private DatabaseConfig databaseConfig(String jdbcUrl, Properties properties) {
    return new DatabaseConfig(
        jdbcUrl,
        properties,
        config.schema.get(),
        config.maxConnections.asInt(),
        config.databases.asInt());
  }

  private synchronized void started(AutoCloseable part) {
    started.push(part);
    if (stopped) {
      closeAll(); // told to end while this was starting
    }
  }

  private synchronized void stop() {
    stopped = true;
    closeAll();
  }

  private void closeAll() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        log.warn("not everything could be closed: {}", e.toString());
      }
    }
  }
}
