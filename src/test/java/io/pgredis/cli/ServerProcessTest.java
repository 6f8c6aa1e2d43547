package io.pgredis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.ChildJvm;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as whoever starts it sees it: options, lines, signals, exit statuses. */
class ServerProcessTest {
  private static final String READY = "is ready at 127\\.0\\.0\\.1:(\\d+)";

  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = TestPostgres.newDatabase();
  }

  @AfterEach
  void dropDatabase() {
    TestPostgres.drop(database);
  }

  @Test
  void servesUntilSigterm() throws Exception {
    try (ChildJvm server = server(Map.of("DATABASE_URL", database.url()), "--port", "0")) {
      int port = Integer.parseInt(server.await(READY));
      try (RespClient client = RespClient.connect("127.0.0.1", port)) {
        assertThat(client.call("SET", "k", "v")).isEqualTo(new Reply.Simple("OK"));
      }
      server.terminate();
      assertThat(server.awaitExit()).isEqualTo(128 + 15);
      assertThat(server.output()).doesNotContain(database.password()).doesNotContain("Exception");
      assertThat(server.output().lines()).hasSizeLessThan(5);
    }
    try (ChildJvm server = server(Map.of(), "--port", "0", "--database", database.url())) {
      int port = Integer.parseInt(server.await(READY));
      try (RespClient client = RespClient.connect("127.0.0.1", port)) {
        assertThat(client.call("GET", "k")).isEqualTo(new Reply.Bulk("v"));
      }
    }
  }

  @Test
  void severalStartAtOnce() throws Exception {
    List<ChildJvm> servers = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        servers.add(server(Map.of("DATABASE_URL", database.url()), "--port", "0"));
      }
      for (ChildJvm server : servers) {
        server.await(READY);
      }
    } finally {
      servers.forEach(ChildJvm::close);
    }
  }

  @Test
  void stopsWithOneLineWhenThePasswordIsWrong() throws Exception {
    TestDatabase wrong =
        new TestDatabase(
            database.host(),
            database.port(),
            database.name(),
            database.user(),
            "hush",
            database.socket());
    fails(
        "the database cannot be used: FATAL: password authentication failed for user",
        Map.of("DATABASE_URL", wrong.url()));
  }

  @Test
  void stopsWithOneLineWhenThereIsNoSuchDatabase() throws Exception {
    fails(
        "database \"nosuch\" does not exist",
        Map.of("DATABASE_URL", database.url().replace(database.name(), "nosuch")));
  }

  @Test
  void stopsWithOneLineWhenTheSchemaIsNewer() throws Exception {
    try (ChildJvm server = server(Map.of("DATABASE_URL", database.url()), "--port", "0")) {
      server.await(READY);
    }
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into pgredis.schema_history
          (installed_rank, version, description, type, script, installed_by, execution_time, success)
          values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 'x', 1, true)""");
    }
    fails(
        "the schema pgredis has version 9999, which a newer pgredis has made",
        Map.of("DATABASE_URL", database.url()));
  }

  @Test
  void stopsWithOneLineWhenAnOptionIsWrong(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("c.conf"), "port 1\nnosuch 2\n");
    fails("c.conf line 2: 'nosuch': Bad directive", Map.of(), "--config", file.toString());
    fails("nosuch.conf cannot be read: there is no such file", Map.of(), "--config", "nosuch.conf");
    fails("--port: argument must be between 0 and 65535 inclusive", Map.of(), "--port", "70000");
    fails("MAX_CONNECTIONS: argument couldn't be parsed", Map.of("MAX_CONNECTIONS", "many"));
    fails("a database's URL begins with", Map.of("DATABASE_URL", "redis://x"));
  }

  @Test
  void stopsWithOneLineWhenThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      fails(
          "cannot listen at 127.0.0.1:" + taken.getLocalPort() + ": Address already in use",
          Map.of("DATABASE_URL", database.url()),
          "--port",
          Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void createsNothingWhenThePortIsTaken(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    try (ServerSocket taken = new ServerSocket(0)) {
      fails(
          "cannot listen at 127.0.0.1:" + taken.getLocalPort() + ": Address already in use",
          Map.of(),
          "--port",
          Integer.toString(taken.getLocalPort()),
          "--data-dir",
          data.toString());
    }
    assertThat(data).doesNotExist();
  }

  @Test
  void waitsForADatabaseThatIsNotUp() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (ChildJvm server =
        server(Map.of("DATABASE_URL", "postgres://u:hush@127.0.0.1:" + free + "/d"))) {
      server.await(
          "waiting for the database at postgresql://127.0.0.1:\\d+/d: .*refused.*\n.*still waiting for the database");
      assertThat(server.isAlive()).isTrue();
      server.terminate();
      assertThat(server.awaitExit()).isEqualTo(128 + 15);
      assertThat(server.output()).doesNotContain("hush");
    }
  }

  @Test
  void takesThePasswordFromAFile(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "open sesame\n");
    try (ChildJvm server =
        server(
            Map.of("DATABASE_URL", database.url()),
            "--port",
            "0",
            "--requirepass-file",
            secret.toString())) {
      String port = server.await(READY);
      assertThat(ping(port, Map.of())).contains("NOAUTH");
      assertThat(ping(port, Map.of("REQUIREPASS", "open sesame"))).startsWith("PONG");
      assertThat(server.output()).doesNotContain("sesame");
    }
  }

  private static String ping(String port, Map<String, String> environment)
      throws InterruptedException {
    try (ChildJvm ping = ChildJvm.start(environment, Main.class, "ping", "--port", port)) {
      int status = ping.awaitExit();
      assertThat(status).isEqualTo(ping.output().startsWith("PONG") ? 0 : 1);
      return ping.output();
    }
  }

  private static ChildJvm server(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("server"));
    all.addAll(List.of(arguments));
    return ChildJvm.start(environment, Main.class, all.toArray(String[]::new));
  }

  private static void fails(String line, Map<String, String> environment, String... arguments)
      throws InterruptedException, IOException {
    try (ChildJvm server = server(environment, arguments)) {
      assertThat(server.awaitExit()).isEqualTo(1);
      String last = server.output().lines().reduce((a, b) -> b).orElse("");
      assertThat(last).startsWith("pgredis: ").contains(line);
      assertThat(server.output()).doesNotContain("\tat ").doesNotContain("hush");
    }
  }
}
