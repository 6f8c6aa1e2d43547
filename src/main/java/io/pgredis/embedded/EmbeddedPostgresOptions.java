package io.pgredis.embedded;

import java.nio.file.Path;

/**
 * What {@link EmbeddedPostgres#start} needs to know.
 *
 * @param dataDirectory holds the cluster, its password, its lock and its logs; made when missing
 * @param cacheDirectory holds unpacked programs; may be shared by many pgredis
 * @param binaries where the programs come from
 * @param maxConnections connections that clients may open, beside a few spare ones
 * @param testMode trades durability for speed and deletes {@code dataDirectory} at the end: never
 *     for data that matter
 */
public record EmbeddedPostgresOptions(
    Path dataDirectory,
    Path cacheDirectory,
    BinariesSource binaries,
    int maxConnections,
    boolean testMode) {

  /** Enough for the default pool of 25 and the few connections beside it. */
  public static final int DEFAULT_MAX_CONNECTIONS = 40;

  /** Durable, in the given directory, everything else by default. */
  public static EmbeddedPostgresOptions durable(Path dataDirectory) {
    return new EmbeddedPostgresOptions(
        dataDirectory,
        StandardDirectories.cache(),
        new BinariesSource.Bundled(),
        DEFAULT_MAX_CONNECTIONS,
        false);
  }

  /** For tests: fast, not durable, in a new temporary directory that goes away at the end. */
  public static EmbeddedPostgresOptions forTests() {
    return new EmbeddedPostgresOptions(
        StandardDirectories.newTemporary(),
        StandardDirectories.cache(),
        new BinariesSource.Bundled(),
        400,
        true);
  }

  public EmbeddedPostgresOptions withCacheDirectory(Path directory) {
    return new EmbeddedPostgresOptions(
        dataDirectory, directory, binaries, maxConnections, testMode);
  }

  public EmbeddedPostgresOptions withBinaries(BinariesSource source) {
    return new EmbeddedPostgresOptions(
        dataDirectory, cacheDirectory, source, maxConnections, testMode);
  }

  public EmbeddedPostgresOptions withMaxConnections(int connections) {
    return new EmbeddedPostgresOptions(
        dataDirectory, cacheDirectory, binaries, connections, testMode);
  }
}
