package io.pgredis.sql;

import java.util.Properties;

/**
 * Where the data are.
 *
 * @param jdbcUrl a URL of PostgreSQL's driver, without secrets
 * @param properties the driver's properties, user and password among them
 * @param schema the schema that holds pgredis's tables
 * @param maxConnections the size of the pool
 * @param databases how many of Redis's numbered databases there are
 */
public record DatabaseConfig(
    String jdbcUrl, Properties properties, String schema, int maxConnections, int databases) {

  @Override
  public String toString() {
    return "DatabaseConfig[" + jdbcUrl + ", schema " + schema + "]";
  }
}
