package io.pgredis.spec;

import io.pgredis.testing.RealRedis;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Finds or starts the two servers. */
final class SpecServers {

  private static final String REDIS_IMAGE = "redis:7.0.15";
  private static final int REDIS_PORT = 6379;

  private SpecServers() {}

  /**
   * The real Redis: the address in {@code -Dpgredis.spec.redis}, or a redis-server of the PATH, or
   * a container; empty if none of them can be had.
   */
  static Optional<SpecServer> reference() {
    Optional<SpecServer> given = atAddress("redis", "pgredis.spec.redis");
    if (given.isPresent()) {
      return given;
    }
    if (RealRedis.executable().isPresent()) {
      RealRedis redis = RealRedis.start();
      return Optional.of(new SpecServer("redis", redis.host(), redis.port(), redis));
    }
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.of(container())
        : Optional.empty();
  }

  /** pgredis on a database of its own, or whatever {@code -Dpgredis.spec.target} points at. */
  static SpecServer target() {
    return atAddress("pgredis", "pgredis.spec.target").orElseGet(SpecServers::inThisProcess);
  }

  private static SpecServer inThisProcess() {
    TestDatabase database = TestPostgres.newDatabase();
    TestServer server = TestServer.start(database);
    return new SpecServer(
        "pgredis",
        "127.0.0.1",
        server.port(),
        () -> {
          server.close();
          TestPostgres.drop(database);
        });
  }

  private static Optional<SpecServer> atAddress(String name, String property) {
    String address = System.getProperty(property, "");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int colon = address.lastIndexOf(':');
    return Optional.of(
        new SpecServer(
            name,
            address.substring(0, colon),
            Integer.parseInt(address.substring(colon + 1)),
            () -> {}));
  }

  private static SpecServer container() {
    var redis = new GenericContainer<>(DockerImageName.parse(REDIS_IMAGE));
    redis.withExposedPorts(REDIS_PORT).start();
    return new SpecServer("redis", redis.getHost(), redis.getMappedPort(REDIS_PORT), redis);
  }
}
