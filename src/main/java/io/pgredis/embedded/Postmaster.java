package io.pgredis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process and the one thread that starts it, waits for its end, and starts it again when
 * that end was not asked for. The thread must outlive the process: see {@link EmbeddedPostgres}.
 */
final class Postmaster {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  static final int STOP_TIMEOUT_SECONDS = 60;
  static final int RESTART_PAUSE_MS = 500;

  /** Starts in a row that end before the server is ready, after which it is given up. */
  static final int FAILED_STARTS = 20;

  private static final int POLL_MS = 10;
  private static final int RECOVERY_NOTICE_MS = 5_000;
  private static final int PRUNE_SECONDS = 60;

  private final ClusterDirectory directory;
  private final Path cluster;
  private final PostgresBinaries binaries;
  private final OsAccount account;
  private final EmbeddedPostgresOptions options;
  private final int port;
  private final CountDownLatch firstStart = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private volatile Process process;
  private volatile boolean stopping;
  private volatile EmbeddedPostgresException failure;
  private volatile Runnable onFailure = () -> {};

  Postmaster(
      ClusterDirectory directory,
      PostgresBinaries binaries,
      OsAccount account,
      EmbeddedPostgresOptions options,
      int port) {
    this.directory = directory;
    this.cluster = directory.cluster(binaries);
    this.binaries = binaries;
    this.account = account;
    this.options = options;
    this.port = port;
  }

  void onFailure(Runnable action) {
    onFailure = action;
  }

  long pid() {
    return process.pid();
  }

  /** Returns when the server takes connections. */
  void start() {
    Thread.ofPlatform().daemon().name("embedded-postgres").start(this::supervise);
    try {
      firstStart.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      throw new EmbeddedPostgresException("interrupted while PostgreSQL was starting", e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  void stop() {
    stopping = true;
    Process running = process;
    if (running != null && running.isAlive()) {
      Commands.signal(running.pid(), "INT");
    }
    try {
      if (!ended.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("PostgreSQL does not stop in {} s: ending it hard", STOP_TIMEOUT_SECONDS);
        Commands.signal(process.pid(), "QUIT");
        ended.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void supervise() {
    try {
      stopLeftover();
      directory.tidySockets();
      int failed = 0;
      while (!stopping) {
        boolean ready = serveOnce();
        failed = ready ? 0 : failed + 1;
        if (stopping) {
          break;
        }
        String reason = LogFiles.failure(directory.logs(), directory.startupLog());
        if (firstStart.getCount() > 0 || failed >= FAILED_STARTS) {
          throw new EmbeddedPostgresException("PostgreSQL does not start: " + reason);
        }
        log.warn("PostgreSQL ended by itself ({}), starting it again", process.exitValue());
        Thread.sleep(RESTART_PAUSE_MS);
      }
    } catch (EmbeddedPostgresException e) {
      fail(e);
    } catch (IOException e) {
      fail(new EmbeddedPostgresException("PostgreSQL does not start: " + e.getMessage(), e));
    } catch (InterruptedException e) {
      fail(new EmbeddedPostgresException("interrupted while PostgreSQL was starting", e));
    } finally {
      firstStart.countDown();
      ended.countDown();
    }
  }

  private void fail(EmbeddedPostgresException e) {
    failure = e;
    if (firstStart.getCount() == 0) {
      log.error("{}", e.getMessage());
      Thread.ofPlatform().name("embedded-postgres-failed").start(onFailure);
    }
  }

  /** Runs the server to its end; says whether it ever was ready. */
  private boolean serveOnce() throws IOException, InterruptedException {
    LogFiles.prune(directory.logs());
    process =
        new ProcessBuilder(account.serve(command()))
            .directory(Path.of("/").toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(directory.startupLog().toFile())
            .start();
    boolean ready = awaitReady();
    if (ready) {
      firstStart.countDown();
    }
    if (stopping) {
      Commands.signal(process.pid(), "INT");
    }
    while (!process.waitFor(PRUNE_SECONDS, TimeUnit.SECONDS)) {
      LogFiles.prune(directory.logs());
    }
    return ready;
  }

  private boolean awaitReady() throws InterruptedException {
    long notice = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RECOVERY_NOTICE_MS);
    while (process.isAlive()) {
      var file = PostmasterFile.read(cluster);
      if (file.isPresent() && file.get().pid() == process.pid() && file.get().ready()) {
        return true;
      }
      if (System.nanoTime() > notice) {
        log.info("PostgreSQL is still starting; after a crash it first replays its log");
        notice = Long.MAX_VALUE;
      }
      Thread.sleep(POLL_MS);
    }
    return false;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("postgres").toString());
    command.add("-D");
    command.add(cluster.toString());
    PostgresSettings.of(binaries, options, port, directory)
        .forEach(
            (name, value) -> {
              command.add("-c");
              command.add(name + "=" + value);
            });
    return command;
  }

  /** Ends what an earlier pgredis may have left; the directory's lock says that it is gone. */
  private void stopLeftover() throws IOException, InterruptedException {
    var file = PostmasterFile.read(cluster);
    if (file.isEmpty()) {
      return;
    }
    long pid = file.get().pid();
    if (PostmasterFile.worksIn(pid, cluster)) {
      log.info("stopping the PostgreSQL that an earlier pgredis left behind (process {})", pid);
      Commands.signal(pid, "INT");
      awaitEnd(pid);
    } else if (!PostmasterFile.anybodyWorksIn(cluster)) {
      // The number may belong to some other process by now, which PostgreSQL would take for a
      // server of this cluster.
      Files.deleteIfExists(PostmasterFile.in(cluster));
    }
  }

  private void awaitEnd(long pid) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_TIMEOUT_SECONDS);
    while (PostmasterFile.worksIn(pid, cluster)) {
      if (System.nanoTime() > deadline) {
        Commands.signal(pid, "QUIT");
        deadline = Long.MAX_VALUE;
      }
      Thread.sleep(POLL_MS);
    }
  }
}
