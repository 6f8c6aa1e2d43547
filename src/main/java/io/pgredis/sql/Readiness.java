package io.pgredis.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Consumer;

/** Waits for a PostgreSQL that is not up yet, and looks whether it is one that can be used. */
public final class Readiness {
  /** The oldest version that the schema and the statements are written for. */
  public static final int OLDEST_MAJOR = 14;

  static final int PAUSE_MILLIS = 1_000;
  private static final String CONNECT_TIMEOUT_SECONDS = "5";

  private Readiness() {}

  /**
   * Returns when the database takes connections.
   *
   * @param problem told why it does not yet, at most once a second
   * @return its version
   * @throws SqlFailure if waiting does not help: wrong credentials, no such database, too old
   */
  public static String await(DatabaseConfig config, Consumer<String> problem)
      throws InterruptedException {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
    properties.setProperty("gssEncMode", "disable");
    properties.putAll(config.properties());
    while (true) {
      try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), properties)) {
        return version(connection);
      } catch (SQLException e) {
        SqlFailure failure = SqlFailure.of(e);
        if (failure.kind() != SqlFailure.Kind.CONNECTION || isForGood(e)) {
          throw failure;
        }
        problem.accept(failure.getMessage());
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** The driver gives its own failures to agree with the server the class of a lost connection. */
  private static boolean isForGood(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.isEmpty() || state.equals("08004") || state.equals("08P01");
  }

  private static String version(Connection connection) throws SQLException {
    var facts = connection.getMetaData();
    if (facts.getDatabaseMajorVersion() < OLDEST_MAJOR) {
      throw new SqlFailure(
          SqlFailure.Kind.REFUSED,
          "it is PostgreSQL "
              + facts.getDatabaseProductVersion()
              + ", and pgredis needs "
              + OLDEST_MAJOR
              + " or newer",
          null);
    }
    return facts.getDatabaseProductVersion();
  }
}
