package io.pgredis.cli;

import io.pgredis.config.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets in files: the first line, without its end. */
final class Secrets {
  private Secrets() {}

  /**
   * A secret from the file that an option names, or else from the environment: the variable itself,
   * or the file that the variable with {@code _FILE} at its end names.
   *
   * @return empty if there is none
   */
  static String find(Optional<Path> file, String variable) throws Failure {
    if (file.isPresent()) {
      return read(file.get());
    }
    String value = System.getenv().getOrDefault(variable, "");
    String path = System.getenv().getOrDefault(variable + "_FILE", "");
    return value.isEmpty() && !path.isEmpty() ? read(Path.of(path)) : value;
  }

  static String read(Path file) throws Failure {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new Failure("the secret in " + file + " cannot be read: " + FileProblem.of(e), e);
    }
  }
}
