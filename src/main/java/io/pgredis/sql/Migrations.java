package io.pgredis.sql;

import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

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
    try {
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
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new SqlFailure(SqlFailure.Kind.REFUSED, e.getMessage(), e);
    }
  }

  private static java.util.Map<String, String> toMap(Properties properties) {
    java.util.Map<String, String> map = new java.util.HashMap<>();
    properties.forEach((k, v) -> map.put(k.toString(), v.toString()));
    return map;
  }
}
