package io.pgredis.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where data and unpacked programs live unless an option says otherwise. */
public final class StandardDirectories {
  private static final Path ROOT_DATA = Path.of("/var/lib/pgredis");
  private static final Path ROOT_CACHE = Path.of("/var/cache/pgredis");

  private StandardDirectories() {}

  /** {@code /var/lib/pgredis} for root, else by the XDG rules ({@code ~/.local/share/pgredis}). */
  public static Path data() {
    return OsAccount.isRoot() ? ROOT_DATA : xdg("XDG_DATA_HOME", ".local/share");
  }

  /** {@code /var/cache/pgredis} for root, else by the XDG rules ({@code ~/.cache/pgredis}). */
  public static Path cache() {
    return OsAccount.isRoot() ? ROOT_CACHE : xdg("XDG_CACHE_HOME", ".cache");
  }

  static Path newTemporary() {
    try {
      return Files.createTempDirectory("pgredis-test-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path xdg(String variable, String underHome) {
    String base = System.getenv(variable);
    // The XDG rules say that a relative path here is to be ignored.
    Path folder =
        base != null && base.startsWith("/")
            ? Path.of(base)
            : Path.of(System.getProperty("user.home"), underHome);
    return folder.resolve("pgredis");
  }
}
