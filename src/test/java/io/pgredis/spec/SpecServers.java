package io.pgredis.spec;

import io.pgredis.testing.RealRedis;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Finds or starts the servers of one side: the one that most examples run against, and one more for
 * each setting that examples ask for.
 */
final class SpecServers implements AutoCloseable {

  private static final String REDIS_IMAGE = "redis:7.0.15";
  private static final int REDIS_PORT = 6379;

  private final String name;
  private final Optional<String> address;
  private final Function<List<String>, SpecServer> starter;
  private final Map<String, SpecServer> running = new HashMap<>();

  private SpecServers(
      String name, Optional<String> address, Function<List<String>, SpecServer> starter) {
    this.name = name;
    this.address = address;
    this.starter = starter;
  }

  /**
   * The real Redis: the address in {@code -Dpgredis.spec.redis}, or a redis-server of the PATH, or
   * a container; empty if none of them can be had.
   */
  static Optional<SpecServers> reference() {
    Optional<String> address = property("pgredis.spec.redis");
    if (address.isPresent() || RealRedis.executable().isPresent()) {
      return Optional.of(new SpecServers("redis", address, SpecServers::localRedis));
    }
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.of(new SpecServers("redis", address, SpecServers::container))
        : Optional.empty();
  }

  /** pgredis on a database of its own, or whatever {@code -Dpgredis.spec.target} points at. */
  static SpecServers target() {
    return new SpecServers("pgredis", property("pgredis.spec.target"), SpecServers::pgredis);
  }

  /**
   * pgredis on a database of its own, with another limit for collections in the row of their key.
   */
  static SpecServers target(int packedBytes) {
    return new SpecServers(
        "pgredis",
        Optional.empty(),
        setting ->
            pgredis(
                database ->
                    TestServer.startPacking(
                        database, packedBytes, setting.toArray(String[]::new))));
  }

  /** The server for this example; empty if it needs a setting and none can be started here. */
  Optional<SpecServer> forExample(SpecFile.Example example) {
    if (example.with().isPresent() && address.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(running.computeIfAbsent(example.with().orElse(""), this::open));
  }

  private SpecServer open(String setting) {
    if (address.isEmpty()) {
      return starter.apply(setting.isEmpty() ? List.of() : List.of(setting.split(" ", 2)));
    }
    int colon = address.get().lastIndexOf(':');
    int port = Integer.parseInt(address.get().substring(colon + 1));
    return new SpecServer(name, address.get().substring(0, colon), port, () -> {});
  }

  @Override
  public void close() throws Exception {
    for (SpecServer server : running.values()) {
      server.close();
    }
  }

  private static Optional<String> property(String key) {
    return Optional.of(System.getProperty(key, "")).filter(value -> !value.isEmpty());
  }

  private static SpecServer localRedis(List<String> setting) {
    RealRedis redis = RealRedis.start(redisOptions(setting));
    return new SpecServer("redis", redis.host(), redis.port(), redis);
  }

  private static SpecServer container(List<String> setting) {
    var redis = new GenericContainer<>(DockerImageName.parse(REDIS_IMAGE));
    redis.withCommand(redisOptions(setting)).withExposedPorts(REDIS_PORT).start();
    return new SpecServer("redis", redis.getHost(), redis.getMappedPort(REDIS_PORT), redis);
  }

  private static String[] redisOptions(List<String> setting) {
    return setting.isEmpty()
        ? new String[0]
        : new String[] {"--" + setting.getFirst(), setting.getLast()};
  }

  private static SpecServer pgredis(List<String> setting) {
    return pgredis(database -> TestServer.start(database, setting.toArray(String[]::new)));
  }

  private static SpecServer pgredis(Function<TestDatabase, TestServer> start) {
    TestDatabase database = TestPostgres.newDatabase();
    TestServer server = start.apply(database);
    return new SpecServer(
        "pgredis",
        "127.0.0.1",
        server.port(),
        () -> {
          server.close();
          TestPostgres.drop(database);
        });
  }
}
