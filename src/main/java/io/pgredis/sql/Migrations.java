package io.pgredis.sql;

import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * Brings the schema up to date, over a connection of its own. Instances that start at the same time
 * wait for each other on Flyway's advisory lock.
 */
final class Migrations {
  private Migrations() {}

  static void run(DatabaseConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.properties());
    String user = properties.getProperty("user", "");
    String password = properties.getProperty("password", "");
    Flyway flyway =
        Flyway.configure()
            .dataSource(
                new org.flywaydb.core.internal.jdbc.DriverDataSource(
                    Migrations.class.getClassLoader(),
                    "org.postgresql.Driver",
                    config.jdbcUrl(),
                    user,
                    password,
                    toMap(properties)))
            .schemas(config.schema())
            .defaultSchema(config.schema())
            .createSchemas(true)
            .locations("classpath:db/migrations")
            .table("schema_history")
            .validateMigrationNaming(true)
            // Without this, a schema of a newer pgredis would pass.
            .ignoreMigrationPatterns(new String[0])
            .load();
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw new SqlFailure(SqlFailure.Kind.REFUSED, whyInvalid(flyway, config, e), e);
    } catch (FlywayException e) {
      throw new SqlFailure(SqlFailure.Kind.REFUSED, lastCause(e), e);
    }
  }

  private static String whyInvalid(
      Flyway flyway, DatabaseConfig config, FlywayValidateException e) {
    for (MigrationInfo applied : flyway.info().applied()) {
      if (applied.getState() == MigrationState.FUTURE_SUCCESS) {
        return "the schema "
            + config.schema()
            + " has version "
            + applied.getVersion()
            + ", which a newer pgredis has made: start that one";
      }
    }
    return e.getMessage().lines().filter(line -> !line.isBlank()).skip(1).findFirst().orElse("");
  }

  /** PostgreSQL's own words, without the frame that Flyway puts around them. */
  private static String lastCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  private static java.util.Map<String, String> toMap(Properties properties) {
    java.util.Map<String, String> map = new java.util.HashMap<>();
    properties.forEach((k, v) -> map.put(k.toString(), v.toString()));
    return map;
  }
}
