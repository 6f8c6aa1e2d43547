package io.pgredis.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Secrets in files: the first line, without its end. */
final class Secrets {
  private Secrets() {}

  static String read(Path file) throws Failure {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new Failure("the secret in " + file + " cannot be read: " + e, e);
    }
  }
}
