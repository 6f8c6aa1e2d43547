package io.pgredis.cli;

import io.pgredis.config.ConfigException;
import io.pgredis.config.DatabaseUrl;
import io.pgredis.embedded.EmbeddedPostgres;
import io.pgredis.embedded.StandardDirectories;
import io.pgredis.sql.DatabaseConfig;
import io.pgredis.sql.Inspector;
import io.pgredis.sql.SqlFailure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pgredis inspect}: the tables, for people. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Print pgredis's tables in readable form.",
      "",
      "Looks into DATABASE_URL, or into the embedded PostgreSQL of a running server.",
      ""
    })
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--database", paramLabel = "URL", description = "the database to look into")
  private String database = System.getenv().getOrDefault("DATABASE_URL", "");

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "the data directory of a running server, default: ${DEFAULT-VALUE}")
  private Path dataDir = StandardDirectories.data();

  @Option(names = "--schema", paramLabel = "NAME", description = "default: ${DEFAULT-VALUE}")
  private String schema = "pgredis";

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "the most rows of a table, default: ${DEFAULT-VALUE}")
  private int rows = 100;

  @Override
  public Integer call() throws Failure {
    try {
      DatabaseConfig place = database.isEmpty() ? embedded() : remote();
      Inspector.print(place, rows, spec.commandLine().getOut());
      spec.commandLine().getOut().flush();
      return 0;
    } catch (ConfigException | SqlFailure e) {
      throw new Failure(e.getMessage(), e);
    }
  }

  private DatabaseConfig remote() throws ConfigException, Failure {
    DatabaseUrl url = DatabaseUrl.parse(database, System.getenv());
    UnixSockets.check(url);
    return new DatabaseConfig(url.jdbcUrl(), url.properties(), schema, 2, 1);
  }

  private DatabaseConfig embedded() throws Failure {
    Optional<io.pgredis.embedded.Address> running = EmbeddedPostgres.running(dataDir);
    if (running.isEmpty()) {
      throw new Failure(
          "no embedded PostgreSQL is running in "
              + dataDir
              + ": give --database URL, or --data-dir");
    }
    Properties properties = new Properties();
    properties.setProperty("user", EmbeddedPostgres.USER);
    properties.setProperty("password", running.get().password());
    return new DatabaseConfig(
        "jdbc:postgresql://"
            + EmbeddedPostgres.HOST
            + ":"
            + running.get().port()
            + "/"
            + EmbeddedPostgres.DATABASE,
        properties,
        schema,
        2,
        1);
  }
}
