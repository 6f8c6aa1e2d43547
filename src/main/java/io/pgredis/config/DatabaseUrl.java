package io.pgredis.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a PostgreSQL is, from a URL: {@code postgres://}, {@code postgresql://} with libpq's
 * parameters, or {@code jdbc:postgresql://} with the driver's. In the first two a host that begins
 * with a slash is the directory of a {@link UnixSocket}.
 *
 * <p>Several hosts may be named; unless the URL says otherwise, the one that takes writes is used.
 */
public final class DatabaseUrl {
  private static final String JDBC = "jdbc:postgresql:";
  private static final String DEFAULT_PORT = "5432";
  private static final int MOST_PORT = 65535;

  /** libpq's names and the driver's for the same thing. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.ofEntries(
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslpassword", "sslpassword"),
          Map.entry("sslnegotiation", "sslNegotiation"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("application_name", "ApplicationName"),
          Map.entry("options", "options"),
          Map.entry("krbsrvname", "kerberosServerName"));

  private static final Map<String, String> SERVER_TYPES =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "primary", "primary",
          "read-only", "secondary",
          "standby", "secondary",
          "prefer-standby", "preferSecondary");

  private final String jdbcUrl;
  private final String shown;
  private final Properties properties;

  private DatabaseUrl(String jdbcUrl, String shown, Properties properties) {
    this.jdbcUrl = jdbcUrl;
    this.shown = shown;
    this.properties = properties;
  }

  /**
   * @param environment for {@code PGUSER} and {@code PGPASSWORD}, which the URL overrides
   * @throws ConfigException that says what is wrong without printing the URL
   */
  public static DatabaseUrl parse(String url, Map<String, String> environment)
      throws ConfigException {
    if (url.startsWith(JDBC)) {
      return jdbc(url, environment);
    }
    for (String scheme : List.of("postgres://", "postgresql://")) {
      if (url.startsWith(scheme)) {
        return new Libpq(environment).parse(url.substring(scheme.length()));
      }
    }
    throw new ConfigException(
        "a database's URL begins with postgres://, postgresql:// or jdbc:postgresql://");
  }

  /** For the driver, without user, password and parameters. */
  public String jdbcUrl() {
    return jdbcUrl;
  }

  /** For the driver: user, password and all parameters. */
  public Properties properties() {
    Properties copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  /** Whether it names a {@link UnixSocket}. */
  public boolean isUnixSocket() {
    return UnixSocket.isIn(properties);
  }

  public boolean hasPassword() {
    return properties.containsKey("password");
  }

  /** The same place with another password, for one that is kept in a file. */
  public DatabaseUrl withPassword(String password) {
    Properties changed = properties();
    changed.setProperty("password", password);
    return new DatabaseUrl(jdbcUrl, shown, changed);
  }

  /** Fit for logs: no password, no parameters. */
  @Override
  public String toString() {
    return shown;
  }

  private static DatabaseUrl jdbc(String url, Map<String, String> environment)
      throws ConfigException {
    int question = url.indexOf('?');
    String place = question < 0 ? url : url.substring(0, question);
    if (place.contains("@")) {
      throw new ConfigException(
          "a jdbc:postgresql: URL takes user and password as parameters: ?user=...&password=...");
    }
    Properties properties = new Properties();
    if (question >= 0) {
      parameters(url.substring(question + 1)).forEach(properties::setProperty);
    }
    if (place.contains(",")) {
      properties.putIfAbsent("targetServerType", "primary");
    }
    credentials(properties, environment);
    return new DatabaseUrl(place, place.substring("jdbc:".length()), properties);
  }

  private static void credentials(Properties properties, Map<String, String> environment) {
    Optional.ofNullable(environment.get("PGUSER"))
        .ifPresent(user -> properties.putIfAbsent("user", user));
    Optional.ofNullable(environment.get("PGPASSWORD"))
        .ifPresent(password -> properties.putIfAbsent("password", password));
    properties.putIfAbsent("user", System.getProperty("user.name"));
  }

  private static Map<String, String> parameters(String query) throws ConfigException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      parameters.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  /** Percent-decoding; unlike in forms, {@code +} stands for itself. */
  private static String decoded(String text) throws ConfigException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '%') {
        boolean whole = i + 2 < bytes.length;
        int high = whole ? Character.digit(bytes[i + 1], 16) : -1;
        int low = whole ? Character.digit(bytes[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new ConfigException("a % in the database's URL is not followed by two hex digits");
        }
        b = (byte) (high * 16 + low);
        i += 2;
      }
      bytes[length++] = b;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Reads {@code user:password@host:port,host:port/database?parameters}. */
  private static final class Libpq {
    private final Map<String, String> environment;
    private final Properties properties = new Properties();
    private String hosts = "";
    private boolean hostsAreDecoded;
    private String port = "";
    private String database = "";

    Libpq(Map<String, String> environment) {
      this.environment = environment;
    }

    DatabaseUrl parse(String rest) throws ConfigException {
      int question = rest.indexOf('?');
      String place = question < 0 ? rest : rest.substring(0, question);
      int slash = place.indexOf('/');
      if (slash >= 0) {
        database = decoded(place.substring(slash + 1));
        place = place.substring(0, slash);
      }
      int at = place.lastIndexOf('@');
      if (at >= 0) {
        user(place.substring(0, at));
      }
      hosts = place.substring(at + 1);
      if (question >= 0) {
        for (var parameter : parameters(rest.substring(question + 1)).entrySet()) {
          parameter(parameter.getKey(), parameter.getValue());
        }
      }
      return result();
    }

    private void user(String text) throws ConfigException {
      int colon = text.indexOf(':');
      String user = decoded(colon < 0 ? text : text.substring(0, colon));
      if (!user.isEmpty()) {
        properties.setProperty("user", user);
      }
      if (colon >= 0) {
        properties.setProperty("password", decoded(text.substring(colon + 1)));
      }
    }

    private void parameter(String name, String value) throws ConfigException {
      switch (name) {
        case "user", "password" -> properties.setProperty(name, value);
        case "host", "hostaddr" -> {
          hosts = value;
          hostsAreDecoded = true;
        }
        case "port" -> port = value;
        case "dbname" -> database = value;
        case "ssl" -> properties.setProperty("sslmode", value.equals("true") ? "require" : value);
        case "keepalives" ->
            properties.setProperty("tcpKeepAlive", value.equals("0") ? "false" : "true");
        case "load_balance_hosts" ->
            properties.setProperty("loadBalanceHosts", value.equals("random") ? "true" : "false");
        case "target_session_attrs" -> {
          if (!SERVER_TYPES.containsKey(value)) {
            throw new ConfigException("target_session_attrs in the database's URL is not known");
          }
          properties.setProperty("targetServerType", SERVER_TYPES.get(value));
        }
        // Fine-tuning of libpq's without a counterpart in the driver.
        case "client_encoding",
            "fallback_application_name",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout" -> {}
        default -> {
          if (!DRIVER_NAMES.containsKey(name)) {
            throw new ConfigException(
                "the parameter " + name + " in the database's URL is not known");
          }
          properties.setProperty(DRIVER_NAMES.get(name), value);
        }
      }
    }

    private DatabaseUrl result() throws ConfigException {
      credentials(properties, environment);
      if (database.isEmpty()) {
        database = properties.getProperty("user");
      }
      String path = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
      String first = hostsAreDecoded ? hosts : decoded(hosts);
      if (first.startsWith("/")) {
        // Only in front of the path a colon begins the port.
        int colon = hostsAreDecoded ? -1 : hosts.lastIndexOf(':');
        return colon < 0
            ? socket(first, port, path)
            : socket(decoded(hosts.substring(0, colon)), hosts.substring(colon + 1), path);
      }
      List<String> addresses = new ArrayList<>();
      String[] ports = port.split(",", -1);
      String[] names = hosts.split(",", -1);
      for (int i = 0; i < names.length; i++) {
        String portHere = ports.length == 1 ? ports[0] : i < ports.length ? ports[i] : "";
        addresses.add(address(hostsAreDecoded ? names[i] : decoded(names[i]), portHere));
      }
      if (addresses.size() > 1) {
        properties.putIfAbsent("targetServerType", "primary");
      }
      String place = "//" + String.join(",", addresses) + "/";
      String shown = "postgresql:" + place + path;
      return new DatabaseUrl(JDBC + place + path, shown, properties);
    }

    private DatabaseUrl socket(String directory, String portHere, String path)
        throws ConfigException {
      if (directory.contains(",")) {
        throw new ConfigException("the database's URL names more than one place: one Unix socket");
      }
      String number = portHere.isEmpty() ? DEFAULT_PORT : portHere;
      UnixSocket socket = new UnixSocket(directory, number(number));
      if (socket.path().getBytes(StandardCharsets.UTF_8).length > UnixSocket.MOST_PATH_BYTES) {
        throw new ConfigException(
            "the Unix socket in the database's URL has a path of over %d bytes"
                .formatted(UnixSocket.MOST_PATH_BYTES));
      }
      socket.addTo(properties);
      String shown = "postgresql:///" + path + "?host=" + directory + "&port=" + number;
      return new DatabaseUrl(socket.jdbcUrl(path), shown, properties);
    }

    private static int number(String port) throws ConfigException {
      if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST_PORT) {
        throw new ConfigException("the port in the database's URL is not a number up to 65535");
      }
      return Integer.parseInt(port);
    }

    private static String address(String host, String port) throws ConfigException {
      if (host.startsWith("/") || host.startsWith("@")) {
        throw new ConfigException(
            "the database's URL names a Unix socket in a way that pgredis does not know: give its"
                + " directory alone, as in postgresql:///name?host=/var/run/postgresql");
      }
      int colon = host.lastIndexOf(':');
      boolean hasPort = colon > host.lastIndexOf(']');
      String name = hasPort ? host.substring(0, colon) : host;
      String number = hasPort ? host.substring(colon + 1) : port;
      if (number.isEmpty()) {
        number = DEFAULT_PORT;
      }
      return (name.isEmpty() ? "localhost" : name) + ":" + number(number);
    }
  }
}
