package io.pgredis.fuzz;

import io.pgredis.testing.RealRedis;
import java.util.ArrayList;
import java.util.List;

/** The two servers of a run, started here unless their addresses are given. */
record Servers(Server expected, Server actual, List<AutoCloseable> started)
    implements AutoCloseable {

  /** The target that stands for a second real Redis, with which the fuzzer checks itself. */
  static final String SECOND_REDIS = "redis";

  /**
   * @param redis {@code host:port}, or null to start one
   * @param target {@code host:port[,host:port]}, or {@link #SECOND_REDIS}, or null to start pgredis
   */
  static Servers open(String redis, String target) {
    List<AutoCloseable> started = new ArrayList<>();
    Server expected = redis == null ? startRedis(started) : Server.at(redis);
    if (target == null) {
      throw new IllegalArgumentException("--target is needed");
    }
    Server actual = target.equals(SECOND_REDIS) ? startRedis(started) : Server.at(target);
    return new Servers(expected, actual, started);
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
