package io.pgredis.cli;

import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgredis.testing.ChildJvm;
import io.pgredis.testing.Patience;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The configuration of docker-compose.yml's HAProxy, with Debian's HAProxy and two processes. */
@Tag("full")
class HaproxyTest {
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");

  /** Less than the patience of those who try again. */
  private static final int ANSWER_MILLIS = (int) Patience.LONGEST.toMillis() / 4;

  private static final String PASSWORD = "open \"sesame\" #1";
  private static final String READY = "is ready at 127\\.0\\.0\\.1:(\\d+)";

  @Test
  void spreadsClientsAndSurvivesAnInstance(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(HAPROXY), "no haproxy is installed");
    TestDatabase database = TestPostgres.newDatabase();
    Map<String, String> environment =
        Map.of("DATABASE_URL", database.url(), "REQUIREPASS", PASSWORD);
    try (ChildJvm one = ChildJvm.start(environment, Main.class, "server", "--port", "0");
        ChildJvm two = ChildJvm.start(environment, Main.class, "server", "--port", "0")) {
      int port = freePort();
      Path config =
          Files.writeString(
              folder.resolve("haproxy.cfg"),
              Files.readString(Path.of("docker/haproxy.cfg"))
                  .replace("bind :6379", "bind 127.0.0.1:" + port)
                  .replace("pgredis1:6379", "127.0.0.1:" + one.await(READY))
                  .replace("pgredis2:6379", "127.0.0.1:" + two.await(READY)));
      ProcessBuilder builder =
          new ProcessBuilder(HAPROXY.toString(), "-db", "-f", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("haproxy.log").toFile());
      builder.environment().put("REQUIREPASS", PASSWORD);
      Process haproxy = builder.start();
      try {
        useThrough(port, one);
      } finally {
        haproxy.destroyForcibly().waitFor();
      }
    } finally {
      TestPostgres.drop(database);
    }
  }

  private static void useThrough(int port, ChildJvm one) throws Exception {
    patiently().ignoreExceptions().until(() -> instance(port) != null);
    // An instance that was slow to answer may count as down at first.
    patiently().ignoreExceptions().until(() -> instances(port).size() == 2);
    try (Jedis first = jedis(port);
        Jedis second = jedis(port)) {
      first.set("k", "v");
      assertThat(second.get("k")).isEqualTo("v");
      for (int i = 0; i < 100; i++) {
        first.incr("n");
        second.incr("n");
      }
      assertThat(first.get("n")).isEqualTo("200");
    }

    one.kill();
    patiently()
        .ignoreException(JedisConnectionException.class)
        .until(
            () -> {
              for (int i = 0; i < 4; i++) {
                try (Jedis jedis = jedis(port)) {
                  if (!"200".equals(jedis.get("n"))) {
                    return false;
                  }
                }
              }
              return true;
            });
  }

  private static Set<String> instances(int port) {
    try (Jedis first = jedis(port);
        Jedis second = jedis(port)) {
      return new HashSet<>(List.of(serverSide(first), serverSide(second)));
    }
  }

  private static Jedis jedis(int port) {
    return new Jedis(
        new HostAndPort("127.0.0.1", port),
        DefaultJedisClientConfig.builder()
            .password(PASSWORD)
            .timeoutMillis(ANSWER_MILLIS)
            .autoNegotiateProtocol(false)
            .build());
  }

  /** The server's end of the connection: its port tells which instance it is. */
  private static String serverSide(Jedis jedis) {
    return jedis.clientInfo().replaceFirst("(?s).* laddr=(\\S+) .*", "$1");
  }

  private static String instance(int port) {
    try (RespClient client = RespClient.connect("127.0.0.1", port)) {
      Reply reply = client.call("AUTH", PASSWORD);
      return reply.isError() ? null : reply.toString();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
