package io.pgredis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs short helper programs and looks for them on the PATH. */
final class Commands {
  private Commands() {}

  /** What a program answered: its exit status, and its output and error output together. */
  record Result(int status, String output) {
    boolean ok() {
      return status == 0;
    }

    String lastLine() {
      return output.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("");
    }
  }

  static Result run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      return new Result(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while running " + command.getFirst(), e);
    }
  }

  static boolean onPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Sends a signal by its name (without SIG); a process that is gone is no error. */
  static void signal(long pid, String signal) {
    // Process.destroy() can only send TERM, which PostgreSQL takes as "wait for all clients".
    run(List.of("sh", "-c", "kill -" + signal + " " + pid));
  }
}
