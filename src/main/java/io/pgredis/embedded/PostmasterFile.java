package io.pgredis.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's {@code postmaster.pid}: which process serves a cluster, on which port, and whether
 * it is ready.
 */
record PostmasterFile(long pid, int port, boolean ready) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  static Path in(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  /** The file's content, or nothing while it is missing or half written. */
  static Optional<PostmasterFile> read(Path cluster) {
    try {
      List<String> lines = Files.readAllLines(in(cluster));
      int port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
      boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
      return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), port, ready));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a process works in this cluster: every PostgreSQL process has the cluster as its
   * working directory. A process number alone proves nothing, it may have been given out again.
   */
  static boolean worksIn(long pid, Path cluster) {
    Path proc = Path.of("/proc", Long.toString(pid), "cwd");
    if (Files.isDirectory(Path.of("/proc/self"))) {
      try {
        return Files.isSameFile(proc, cluster);
      } catch (IOException e) {
        return false;
      }
    }
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(command -> command.endsWith("postgres"))
        .orElse(false);
  }

  /** Whether any process at all works in this cluster, such as a child that lost its parent. */
  static boolean anybodyWorksIn(Path cluster) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (worksIn(Long.parseLong(process.getFileName().toString()), cluster)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // nothing is known: let PostgreSQL judge
    }
  }
}
