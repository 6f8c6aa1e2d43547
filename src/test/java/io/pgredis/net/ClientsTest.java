package io.pgredis.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.pgredis.testing.Patience;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/** The libraries that Java applications use connect as to Redis, and log no warning about it. */
class ClientsTest {
  private static final String PASSWORD = "secret word";

  private static TestDatabase database;
  private static TestServer server;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeAll
  static void start() {
    database = TestPostgres.newDatabase();
    server = TestServer.start(database, "requirepass", PASSWORD);
  }

  @AfterAll
  static void stop() {
    server.close();
    TestPostgres.drop(database);
  }

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void expectNoWarning() {
    root().detachAppender(log);
    assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void jedis(RedisProtocol protocol) {
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .password(PASSWORD)
            .timeoutMillis((int) Patience.LONGEST.toMillis())
            .protocol(protocol)
            .clientName("jedis")
            .database(3)
            .build();
    try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", server.port()), config)) {
      assertThat(jedis.ping()).isEqualTo("PONG");
      assertThat(jedis.clientGetname()).isEqualTo("jedis");
      assertThat(jedis.clientInfo()).contains("name=jedis").contains("db=3").contains("lib-name=");
      assertThat(jedis.set("k", "v", SetParams.setParams().ex(100))).isEqualTo("OK");
      assertThat(jedis.ttl("k")).isBetween(90L, 100L);
      assertThat(jedis.incrByFloat("f", 0.5)).isEqualTo(0.5);
      Pipeline pipeline = jedis.pipelined();
      Response<Long> first = pipeline.incr("n");
      Response<Long> second = pipeline.incr("n");
      pipeline.sync();
      assertThat(List.of(first.get(), second.get())).containsExactly(1L, 2L);
      assertThat(jedis.configGet("maxmemory-policy")).containsValue("noeviction");
      assertThat(jedis.slowlogGet()).isNotNull();
      assertThat(jedis.memoryUsage("k")).isPositive();
      assertThat(jedis.commandDocs("get")).containsKey("get");
      assertThat(jedis.commandCount()).isGreaterThan(50);
      assertThat(jedis.info("server")).contains("redis_version:7.0.15");
      jedis.flushDB();
    }
  }

  /** It tries HELLO 3 by itself and tells its name and version. */
  @Test
  void jedisPooled() {
    try (redis.clients.jedis.RedisClient jedis =
        redis.clients.jedis.RedisClient.builder()
            .hostAndPort("127.0.0.1", server.port())
            .clientConfig(
                DefaultJedisClientConfig.builder()
                    .password(PASSWORD)
                    .timeoutMillis((int) Patience.LONGEST.toMillis())
                    .build())
            .build()) {
      assertThat(jedis.set("k", "v")).isEqualTo("OK");
      assertThat(jedis.get("k")).isEqualTo("v");
      assertThat(jedis.del("k")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(ProtocolVersion.class)
  void lettuce(ProtocolVersion protocol) {
    RedisURI uri =
        RedisURI.builder()
            .withHost("127.0.0.1")
            .withPort(server.port())
            .withPassword(PASSWORD.toCharArray())
            .withClientName("lettuce")
            .withDatabase(4)
            .build();
    RedisClient client = RedisClient.create(uri);
    client.setOptions(ClientOptions.builder().protocolVersion(protocol).build());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      assertThat(redis.ping()).isEqualTo("PONG");
      assertThat(redis.clientGetname()).isEqualTo("lettuce");
      assertThat(redis.set("k", "v", SetArgs.Builder.px(100_000))).isEqualTo("OK");
      assertThat(redis.ttl("k")).isBetween(90L, 100L);
      assertThat(redis.mget("k", "missing")).hasSize(2);
      redis.multi();
      redis.incr("n");
      redis.get("n");
      TransactionResult result = redis.exec();
      assertThat(result.<Object>get(0)).isEqualTo(1L);
      assertThat(result.<Object>get(1)).isEqualTo("1");
      assertThat(redis.role()).first().isEqualTo("master");
      assertThat(redis.configGet("maxmemory-policy")).containsValue("noeviction");
      assertThat(redis.command()).isNotEmpty();
      assertThat(redis.clientList()).contains("name=lettuce");
      assertThat(redis.time()).hasSize(2);
      redis.flushdb();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .password("wrong")
            .timeoutMillis((int) Patience.LONGEST.toMillis())
            .protocol(RedisProtocol.RESP2)
            .build();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> new Jedis(new HostAndPort("127.0.0.1", server.port()), config).ping()))
        .hasMessageContaining("WRONGPASS");
  }
}
