package io.pgredis.testing;

import io.pgredis.sql.DatabaseConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** One database on a PostgreSQL for tests, with a superuser's credentials. */
public record TestDatabase(String host, int port, String name, String user, String password) {
  private static final int DATABASES = 16;

  /** Complete with user and password, ready for {@link DriverManager}. */
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
        .formatted(host, port, name, encoded(user), encoded(password));
  }

  /** As {@code pgredis server --database} takes it. */
  public String url() {
    return "postgres://%s:%s@%s:%d/%s"
        .formatted(encoded(user), encoded(password), host, port, name);
  }

  /** As an instance opens it. */
  public DatabaseConfig config(int maxConnections) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return new DatabaseConfig(
        "jdbc:postgresql://" + host + ":" + port + "/" + name,
        properties,
        "pgredis",
        maxConnections,
        DATABASES);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl());
  }

  /** The number that a query on pgredis's own tables answers. */
  public long count(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = pgredis");
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same behind another port of the loopback interface. */
  public TestDatabase at(int otherPort) {
    return new TestDatabase("127.0.0.1", otherPort, name, user, password);
  }

  TestDatabase sibling(String otherName) {
    return new TestDatabase(host, port, otherName, user, password);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
