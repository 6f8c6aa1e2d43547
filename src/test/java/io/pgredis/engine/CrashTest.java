package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.cli.Main;
import io.pgredis.embedded.EmbeddedPostgres;
import io.pgredis.embedded.EmbeddedPostgresOptions;
import io.pgredis.testing.ChildJvm;
import io.pgredis.testing.Patience;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at random moments of a write load, on a PostgreSQL with fsync on: every write
 * that was acknowledged is there afterwards, and none was done twice.
 */
@Tag("full")
class CrashTest {
  private static final int ROUNDS = 20;
  private static final int CLIENTS = 12;
  private static final int LONGEST_PEACE_MILLIS = 700;

  private final long seed = Long.getLong("pgredis.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Path folder;
  private EmbeddedPostgres postgres;
  private TestDatabase database;

  @BeforeEach
  void start() throws IOException {
    System.out.println("seed " + seed);
    folder = Files.createTempDirectory("pgredis-crash-");
    // PostgreSQL may run as another user, who has to get in.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    postgres = EmbeddedPostgres.start(EmbeddedPostgresOptions.durable(folder.resolve("data")));
    database = TestDatabase.of(postgres, true);
  }

  @AfterEach
  void stop() throws IOException {
    postgres.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Test
  void nothingIsLostWhenPostgresIsKilled() throws InterruptedException {
    try (TestServer first = TestServer.start(database);
        TestServer second = TestServer.start(database);
        WriteLoad load =
            new WriteLoad(CLIENTS, seed, i -> (i % 2 == 0 ? first : second).connect())) {
      for (int round = 0; round < ROUNDS; round++) {
        letItWork(load);
        killPostgres();
      }
      letItWork(load);
      load.close();
      System.out.println(load);
      try (RespClient reader = second.connect()) {
        load.verify(reader);
      }
    }
  }

  @Test
  void nothingIsLostWhenPgredisIsKilled() throws InterruptedException {
    var running = new ChildJvm[] {startPgredis()};
    var port = new int[] {port(running[0])};
    try (WriteLoad load =
        new WriteLoad(CLIENTS, seed, i -> RespClient.connect("127.0.0.1", port[0]))) {
      for (int round = 0; round < ROUNDS; round++) {
        letItWork(load);
        running[0].kill();
        running[0].awaitExit();
        running[0] = startPgredis();
        port[0] = port(running[0]);
      }
      letItWork(load);
      load.close();
      System.out.println(load);
      try (RespClient reader = RespClient.connect("127.0.0.1", port[0])) {
        load.verify(reader);
      }
    } finally {
      running[0].close();
    }
  }

  /** A random time in which clients write, after the first of them got through again. */
  private void letItWork(WriteLoad load) throws InterruptedException {
    long before = load.acknowledged();
    long deadline = System.currentTimeMillis() + Patience.LONGEST.toMillis();
    while (load.acknowledged() == before) {
      load.check();
      assertThat(System.currentTimeMillis()).as("work goes on").isLessThan(deadline);
      Thread.sleep(5);
    }
    Thread.sleep(random.nextInt(LONGEST_PEACE_MILLIS));
    load.check();
  }

  /** The whole of PostgreSQL at once; its owner starts it again by itself. */
  private void killPostgres() throws InterruptedException {
    long pid = postgres.pid();
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    var children = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    while (postgres.pid() == pid) {
      Thread.sleep(5);
    }
  }

  private ChildJvm startPgredis() {
    return ChildJvm.start(
        Map.of("DATABASE_URL", database.url()), Main.class, "server", "--port", "0");
  }

  private static int port(ChildJvm pgredis) {
    return Integer.parseInt(pgredis.await("is ready at 127\\.0\\.0\\.1:(\\d+)"));
  }
}
