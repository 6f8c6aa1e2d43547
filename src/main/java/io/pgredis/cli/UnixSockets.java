package io.pgredis.cli;

import io.pgredis.config.DatabaseUrl;
import io.pgredis.unix.UnixSocketFactory;

/** Whether PostgreSQL can be reached by Unix sockets here: not all systems have them. */
final class UnixSockets {
  private UnixSockets() {}

  static boolean areSupported() {
    return UnixSocketFactory.isSupported();
  }

  /** Refuses the URL of a database that could not be reached. */
  static void check(DatabaseUrl url) throws Failure {
    if (url.isUnixSocket() && !areSupported()) {
      throw new Failure(
          "the database's URL names a Unix socket, which pgredis cannot use on this system:"
              + " give a host name");
    }
  }
}
