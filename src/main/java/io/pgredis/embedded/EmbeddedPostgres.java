package io.pgredis.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of pgredis's own on the same machine: durable, on loopback and a Unix socket only,
 * behind a random password, and never left behind as an orphan.
 *
 * <p>What holds it together:
 *
 * <ul>
 *   <li>An operating system lock on the data directory lets one pgredis in at a time; it is gone
 *       with the process, however that ends.
 *   <li>PostgreSQL is told by the kernel (PR_SET_PDEATHSIG) to stop when the thread that started it
 *       ends. So that thread, {@link Postmaster}'s, lives as long as pgredis does.
 *   <li>Where the kernel cannot do that, the next start finds the left-over server by its working
 *       directory and stops it first.
 *   <li>A server that dies by itself is started again on the same port with the same password.
 * </ul>
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** The database that pgredis uses inside the cluster; its tables have a schema of their own. */
  public static final String DATABASE = "postgres";

  public static final String USER = ClusterDirectory.USER;
  public static final String HOST = "127.0.0.1";

  private final ClusterDirectory directory;
  private final PostgresBinaries binaries;
  private final Postmaster postmaster;
  private final String password;
  private final int port;
  private final boolean temporary;
  private boolean closed;

  private EmbeddedPostgres(
      ClusterDirectory directory,
      PostgresBinaries binaries,
      Postmaster postmaster,
      String password,
      int port,
      boolean temporary) {
    this.directory = directory;
    this.binaries = binaries;
    this.postmaster = postmaster;
    this.password = password;
    this.port = port;
    this.temporary = temporary;
  }

  /**
   * Starts PostgreSQL and returns when it takes connections; crash recovery, however long,
   * included.
   *
   * @throws EmbeddedPostgresException with one line that says what to do
   */
  public static EmbeddedPostgres start(EmbeddedPostgresOptions options) {
    try {
      OsAccount account = OsAccount.forServer();
      PostgresBinaries binaries =
          PostgresBinaries.find(options.binaries(), options.cacheDirectory());
      ClusterDirectory directory = ClusterDirectory.open(options.dataDirectory(), account);
      try {
        return start(options, account, binaries, directory);
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "the data directory " + options.dataDirectory() + " cannot be used: " + e, e);
    }
  }

  private static EmbeddedPostgres start(
      EmbeddedPostgresOptions options,
      OsAccount account,
      PostgresBinaries binaries,
      ClusterDirectory directory)
      throws IOException {
    String password = directory.prepare(binaries, !options.testMode());
    int port = freePort();
    Postmaster postmaster = new Postmaster(directory, binaries, account, options, port);
    postmaster.start();
    log.debug("PostgreSQL {} listens on port {}", binaries.version(), port);
    return new EmbeddedPostgres(
        directory, binaries, postmaster, password, port, options.testMode());
  }

  /** Has {@code action} called when PostgreSQL ended by itself and could not be started again. */
  public void onFailure(Runnable action) {
    postmaster.onFailure(action);
  }

  /** Where a running pgredis's PostgreSQL can be reached, given its data directory. */
  public static Optional<Address> running(Path dataDirectory) {
    return Address.find(dataDirectory);
  }

  public int port() {
    return port;
  }

  /** The directory of its Unix socket, if it has one. */
  public Optional<Path> socketDirectory() {
    return directory.sockets();
  }

  public String password() {
    return password;
  }

  /** As the programs say it, such as {@code 18.6}. */
  public String version() {
    return binaries.version();
  }

  public Path dataDirectory() {
    return directory.path();
  }

  /** The server's process, as of its last start. */
  public long pid() {
    return postmaster.pid();
  }

  /** For JDBC, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + DATABASE;
  }

  /** Lets running statements be cancelled, writes everything out, and waits for the end. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    postmaster.stop();
    try {
      if (temporary) {
        directory.delete();
      }
      directory.close();
    } catch (IOException e) {
      log.warn("{} could not be left tidy: {}", directory.path(), e.toString());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }
}
