package io.pgredis.cli;

import io.pgredis.config.DatabaseUrl;
import org.newsclub.net.unix.AFUNIXSocket;

/** Whether PostgreSQL can be reached by Unix sockets here: the library has native parts. */
final class UnixSockets {
  private UnixSockets() {}

  static boolean areSupported() {
    return AFUNIXSocket.isSupported();
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
