package io.pgredis.testing;

import io.pgredis.config.UnixSocket;
import io.pgredis.embedded.EmbeddedPostgres;
import io.pgredis.sql.DatabaseConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/**
 * One database on a PostgreSQL for tests, with a superuser's credentials.
 *
 * @param socket where instances reach it by its Unix socket instead of host and port, if they do
 */
public record TestDatabase(
    String host, int port, String name, String user, String password, Optional<UnixSocket> socket) {
  private static final int DATABASES = 16;

  /** An embedded PostgreSQL's own database, with its Unix socket or without it. */
  public static TestDatabase of(EmbeddedPostgres postgres, boolean bySocket) {
    return new TestDatabase(
        EmbeddedPostgres.HOST,
        postgres.port(),
        EmbeddedPostgres.DATABASE,
        EmbeddedPostgres.USER,
        postgres.password(),
        postgres
            .socketDirectory()
            .filter(directory -> bySocket)
            .map(directory -> new UnixSocket(directory.toString(), postgres.port())));
  }

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
    socket.ifPresent(one -> one.addTo(properties));
    String url =
        socket
            .map(one -> one.jdbcUrl(name))
            .orElse("jdbc:postgresql://" + host + ":" + port + "/" + name);
    return new DatabaseConfig(url, properties, "pgredis", maxConnections, DATABASES);
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
    return new TestDatabase("127.0.0.1", otherPort, name, user, password, Optional.empty());
  }

  TestDatabase sibling(String otherName) {
    return new TestDatabase(host, port, otherName, user, password, socket);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
