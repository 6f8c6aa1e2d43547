package io.pgredis.testing;

import io.pgredis.config.ConfigException;
import io.pgredis.config.ServerConfig;
import io.pgredis.keyspace.Packing;
import io.pgredis.net.Instance;
import io.pgredis.sql.Database;
import io.pgredis.sql.DatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A pgredis instance inside the test's JVM. Several may share one {@link TestDatabase}. */
public final class TestServer implements AutoCloseable {
  /** Connections of an instance. */
  public static final int POOL = 12;

  private final Instance instance;
  private final ServerConfig config;

  private TestServer(DatabaseConfig where, ServerConfig config) {
    this.config = config;
    try {
      instance = Instance.start(config, where, () -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts an instance on a free port of the loopback interface. */
  public static TestServer start(TestDatabase database) {
    return start(database, new String[0]);
  }

  /**
   * Starts an instance on a free port with settings.
   *
   * @param settings name, value, name, value …, each value one word
   */
  public static TestServer start(TestDatabase database, String... settings) {
    return start(database.config(POOL), settings);
  }

  /** The same with settings of the driver. */
  public static TestServer start(DatabaseConfig database, String... settings) {
    ServerConfig config = new ServerConfig();
    try {
      config.configure("bind", List.of("127.0.0.1"));
      config.configure("port", List.of("0"));
      for (int i = 0; i < settings.length; i += 2) {
        config.configure(settings[i], List.of(settings[i + 1]));
      }
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
    return new TestServer(database, config);
  }

  /**
   * As {@link #start(TestDatabase, String...)}, with another limit for collections in the row of
   * their key.
   *
   * @param packedBytes the limit; 0 spreads every collection over rows of its own
   */
  public static TestServer startPacking(
      TestDatabase database, int packedBytes, String... settings) {
    String before = System.getProperty(Packing.BYTES_PROPERTY, "");
    System.setProperty(Packing.BYTES_PROPERTY, String.valueOf(packedBytes));
    try {
      return start(database, settings);
    } finally {
      if (before.isEmpty()) {
        System.clearProperty(Packing.BYTES_PROPERTY);
      } else {
        System.setProperty(Packing.BYTES_PROPERTY, before);
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return instance.port();
  }

  /** Its configuration. */
  public ServerConfig config() {
    return config;
  }

  /** The store behind it. */
  public Database database() {
    return instance.database();
  }

  /** A new connection to it. */
  public RespClient connect() {
    return RespClient.connect("127.0.0.1", port());
  }

  @Override
  public void close() {
    instance.close();
  }
}
