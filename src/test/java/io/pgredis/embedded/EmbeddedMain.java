package io.pgredis.embedded;

import java.nio.file.Path;

/** Runs an embedded PostgreSQL in a process that tests can kill. */
public final class EmbeddedMain {
  private EmbeddedMain() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            EmbeddedPostgresOptions.durable(Path.of(args[0])).withCacheDirectory(Path.of(args[1])));
    System.out.println("pid " + postgres.pid() + " port " + postgres.port());
    Thread.sleep(600_000);
  }
}
