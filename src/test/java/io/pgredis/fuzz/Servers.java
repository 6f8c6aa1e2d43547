package io.pgredis.fuzz;

import io.pgredis.testing.RealRedis;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.ArrayList;
import java.util.List;

/** The two servers of a run, started here unless their addresses are given. */
record Servers(Server expected, Server actual, List<AutoCloseable> started)
    implements AutoCloseable {

  /** The target that stands for a second real Redis, with which the fuzzer checks itself. */
  static final String SECOND_REDIS = "redis";

  private static final int INSTANCES = 2;

  /**
   * @param redis {@code host:port}, or null to start one
   * @param target {@code host:port[,host:port]}, or {@link #SECOND_REDIS}, or null to start pgredis
   * @param packedBytes the limit for packed collections of what is started
   */
  static Servers open(String redis, String target, int packedBytes) {
    List<AutoCloseable> started = new ArrayList<>();
    Server expected = redis == null ? startRedis(started) : Server.at(redis);
    return new Servers(expected, startTarget(target, packedBytes, started), started);
  }

  private static Server startTarget(String target, int packedBytes, List<AutoCloseable> started) {
    if (target == null) {
      return startPgredis(packedBytes, started);
    }
    return target.equals(SECOND_REDIS) ? startRedis(started) : Server.at(target);
  }

  /** Instances on one new database. */
  private static Server startPgredis(int packedBytes, List<AutoCloseable> started) {
    TestDatabase database = TestPostgres.newDatabase();
    started.add(() -> TestPostgres.drop(database));
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      TestServer server = TestServer.startPacking(database, packedBytes);
      started.add(server);
      addresses.add("127.0.0.1:" + server.port());
    }
    return Server.at(String.join(",", addresses));
  }

  private static Server startRedis(List<AutoCloseable> started) {
    RealRedis redis = RealRedis.start();
    started.add(redis);
    return Server.at(redis.host() + ":" + redis.port());
  }

  @Override
  public void close() {
    for (AutoCloseable server : started.reversed()) {
      try {
        server.close();
      } catch (Exception e) {
        throw new IllegalStateException("a server did not stop", e);
      }
    }
  }
}
