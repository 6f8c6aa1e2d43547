package io.pgredis.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the newest of PostgreSQL's log files and deletes the others. */
final class LogFiles {
  /** With {@link PostgresSettings#LOG_FILE_MB} each, the most that logs take on disk. */
  static final int KEPT = 5;

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private LogFiles() {}

  static void prune(Path folder) {
    List<Path> files = list(folder);
    try {
      for (Path old : files.subList(0, Math.max(0, files.size() - KEPT))) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      log.warn("an old log file cannot be deleted: {}", e.toString());
    }
  }

  /** Why a start has failed, as far as the logs of this start know: one line. */
  static String failure(Path folder, Path startupLog) {
    String reason = lastFailure(lines(startupLog));
    List<Path> files = list(folder);
    if (!files.isEmpty() && isNewer(files.getLast(), startupLog)) {
      String logged = lastFailure(lines(files.getLast()));
      reason = logged.isEmpty() ? reason : logged;
    }
    if (reason.isEmpty()) {
      // Before it can log, it complains in its own words.
      reason =
          lines(startupLog).stream()
              .filter(line -> !line.isBlank() && !line.contains("LOG:") && !line.contains("HINT:"))
              .collect(Collectors.joining(" "));
    }
    return reason.isEmpty() ? "see " + folder + " and " + startupLog : reason;
  }

  private static String lastFailure(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
        .reduce((earlier, later) -> later)
        .orElse("");
  }

  private static boolean isNewer(Path file, Path than) {
    return file.toFile().lastModified() >= than.toFile().lastModified();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Oldest first: their names begin with the time. */
  private static List<Path> list(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "postgres-*.log")) {
      all.forEach(files::add);
    } catch (IOException e) {
      log.debug("{} cannot be listed: {}", folder, e.toString());
    }
    files.sort(null);
    return files;
  }
}
