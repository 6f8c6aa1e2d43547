package io.pgredis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real redis-server, started from the PATH on a free port; nothing of it is kept. */
public final class RealRedis implements AutoCloseable {

  private static final int ATTEMPTS = 3;

  private final Process process;
  private final Path directory;
  private final int port;
  private final Thread hook = new Thread(this::end);

  private RealRedis(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Where {@code redis-server} is on the PATH. */
  public static Optional<Path> executable() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a server without persistence and waits until it answers.
   *
   * @param options further options of redis-server, such as {@code "--appendonly", "yes"}
   * @throws IllegalStateException if there is no redis-server, or it does not start
   */
  public static RealRedis start(String... options) {
    Path executable =
        executable().orElseThrow(() -> new IllegalStateException("no redis-server on the PATH"));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<RealRedis> started = tryStart(executable, List.of(options));
      if (started.isPresent()) {
        return started.get();
      }
    }
    throw new IllegalStateException(executable + " does not start");
  }

  /** Always the loopback address. */
  public String host() {
    return "127.0.0.1";
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** A new connection to it. */
  public RespClient connect() {
    return RespClient.connect(host(), port);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    end();
  }

  /** Another process may take the port before the server does; then it ends and this is empty. */
  private static Optional<RealRedis> tryStart(Path executable, List<String> options) {
    try {
      Path directory = Files.createTempDirectory("real-redis");
      int port = freePort();
      var command = new ArrayList<String>();
      command.addAll(List.of(executable.toString(), "--port", Integer.toString(port)));
      command.addAll(List.of("--bind", "127.0.0.1", "--dir", directory.toString()));
      command.addAll(List.of("--save", "", "--appendonly", "no"));
      command.addAll(options);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      var server = new RealRedis(process, directory, port);
      if (server.answers()) {
        return Optional.of(server);
      }
      server.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    long end = System.nanoTime() + Patience.LONGEST.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try (RespClient client = connect()) {
        client.call("PING");
        return process.isAlive();
      } catch (UncheckedIOException e) {
        pause();
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void end() {
    process.destroyForcibly();
    try {
      process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
