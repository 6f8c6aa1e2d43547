package io.pgredis.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** The last lines of the newest file, for an error message. */
  static String lastLine(Path folder, Path startupLog) {
    List<Path> files = list(folder);
    String fromLog = files.isEmpty() ? "" : lastLine(files.getLast());
    String fromStart = lastLine(startupLog);
    return fromLog.isEmpty() ? fromStart : fromLog;
  }

  private static String lastLine(Path file) {
    try {
      String last = "";
      for (String line : Files.readAllLines(file)) {
        boolean says =
            line.contains("FATAL:") || line.contains("PANIC:") || line.contains("ERROR:");
        last = says || last.isEmpty() && !line.isBlank() ? line : last;
      }
      return last;
    } catch (IOException e) {
      return "";
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
