package io.pgredis.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How to reach an embedded PostgreSQL that another process runs. */
public record Address(int port, String password) {

  static Optional<Address> find(Path dataDirectory) {
    try (DirectoryStream<Path> clusters = Files.newDirectoryStream(dataDirectory, "pg[0-9][0-9]")) {
      for (Path cluster : clusters) {
        Optional<PostmasterFile> file = PostmasterFile.read(cluster);
        if (file.isPresent() && PostmasterFile.worksIn(file.get().pid(), cluster)) {
          String password = Files.readString(dataDirectory.resolve("password")).strip();
          return Optional.of(new Address(file.get().port(), password));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Does not print the password. */
  @Override
  public String toString() {
    return "Address[port=" + port + "]";
  }
}
