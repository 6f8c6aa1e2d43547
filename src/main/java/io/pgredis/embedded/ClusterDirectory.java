package io.pgredis.embedded;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directory: {@code pg18/} (the cluster), {@code password}, {@code lock}, {@code log/},
 * {@code run/} (PostgreSQL's socket) and {@code startup.log}. Only one pgredis at a time holds its
 * lock.
 *
 * <p>As root, the directory, the password and the lock stay root's, so that PostgreSQL's account
 * cannot put something else in their place; the cluster and the logs are that account's.
 */
final class ClusterDirectory implements AutoCloseable {
  /** The superuser of the embedded cluster. */
  static final String USER = "pgredis";

  static final int PASSWORD_BYTES = 32;

  /** A socket's path has at most 103 bytes, of which its name takes 15. */
  static final int MOST_SOCKET_DIRECTORY_BYTES = 88;

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private final Path directory;
  private final OsAccount account;
  private final FileChannel lockChannel;
  private final FileLock lock;
  private boolean takesSockets;

  private ClusterDirectory(
      Path directory, OsAccount account, FileChannel lockChannel, FileLock lock) {
    this.directory = directory;
    this.account = account;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /** Makes the directory when it is missing, and takes its lock. */
  static ClusterDirectory open(Path path, OsAccount account) throws IOException {
    Path directory = path.toAbsolutePath().normalize();
    boolean fresh = !Files.isDirectory(directory);
    Files.createDirectories(directory);
    if (fresh || isOurs(directory)) {
      account.share(directory);
      permit(directory, account instanceof OsAccount.Own ? "rwx------" : "rwxr-x---");
    }
    if (!account.equals(new OsAccount.Own())) {
      requireEntry(directory, account);
    }
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      permit(directory.resolve("lock"), "rw-------");
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new ClusterDirectory(directory, account, channel, lock);
      }
    } catch (OverlappingFileLockException e) {
      log.debug("the lock is held inside this process");
    }
    channel.close();
    throw new EmbeddedPostgresException(
        "another pgredis is using " + directory + ": stop it, or choose another --data-dir");
  }

  /** A folder with foreign content keeps its permissions: somebody else chose them. */
  private static boolean isOurs(Path directory) throws IOException {
    if (Files.exists(directory.resolve("lock"))) {
      return true;
    }
    try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
      if (content.iterator().hasNext()) {
        throw new EmbeddedPostgresException(
            directory + " holds other files: choose an empty or new --data-dir");
      }
      return true;
    }
  }

  private static void requireEntry(Path directory, OsAccount account) {
    if (!Commands.run(account.run(List.of("test", "-x", directory.toString()))).ok()) {
      throw new EmbeddedPostgresException(
          "the user "
              + account.name()
              + " may not enter "
              + directory
              + ", and PostgreSQL does not run as root: choose another --data-dir");
    }
  }

  Path path() {
    return directory;
  }

  Path cluster(PostgresBinaries binaries) {
    return directory.resolve("pg" + binaries.major());
  }

  Path logs() {
    return directory.resolve("log");
  }

  private Path socketFolder() {
    return directory.resolve("run");
  }

  private static boolean isShortEnough(Path folder) {
    String path = folder.toString();
    // A comma would end PostgreSQL's setting.
    return path.getBytes(StandardCharsets.UTF_8).length <= MOST_SOCKET_DIRECTORY_BYTES
        && path.indexOf(',') < 0;
  }

  /**
   * Where PostgreSQL's socket is: nowhere if the path would be longer than sockets may have, or if
   * the file system takes none. Known once the directory has been prepared.
   */
  Optional<Path> sockets() {
    return takesSockets ? Optional.of(socketFolder()) : Optional.empty();
  }

  /** What PostgreSQL says before its log files are open, of the last start only. */
  Path startupLog() {
    return directory.resolve("startup.log");
  }

  /** Makes the cluster unless it is there; refuses one of another major version. */
  String prepare(PostgresBinaries binaries, boolean durable) throws IOException {
    refuseOtherVersions(binaries);
    String password = password();
    own(logs());
    if (isShortEnough(socketFolder())) {
      own(socketFolder());
      takesSockets = takesSockets(socketFolder());
    }
    Path cluster = cluster(binaries);
    if (!Files.exists(cluster)) {
      initialise(binaries, cluster, durable);
    }
    return password;
  }

  /** Makes a directory that PostgreSQL's account alone may enter. */
  private void own(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
    }
    // A start that was interrupted may have made it, and no more.
    permit(folder, "rwx------");
    account.own(folder);
  }

  /** File systems that other machines or a host share need not have sockets. */
  private static boolean takesSockets(Path folder) {
    Path trial = folder.resolve("trial");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Files.deleteIfExists(trial);
      socket.bind(UnixDomainSocketAddress.of(trial));
      Files.delete(trial);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("no Unix socket in {}: {}", folder, e.toString());
      return false;
    }
  }

  /** Removes the sockets that servers left when they were killed: each has a port of its own. */
  void tidySockets() throws IOException {
    if (takesSockets) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(socketFolder(), ".s.PGSQL.*")) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void refuseOtherVersions(PostgresBinaries binaries) throws IOException {
    try (DirectoryStream<Path> clusters = Files.newDirectoryStream(directory, "pg[0-9]*")) {
      for (Path cluster : clusters) {
        Path versionFile = cluster.resolve("PG_VERSION");
        if (Files.exists(versionFile)) {
          String version = Files.readString(versionFile).strip();
          if (!version.equals(Integer.toString(binaries.major()))) {
            throw new EmbeddedPostgresException(
                directory
                    + " holds a cluster of PostgreSQL "
                    + version
                    + ", which PostgreSQL "
                    + binaries.version()
                    + " cannot read: give --postgres-bin with the programs of version "
                    + version
                    + ", or another --data-dir");
          }
        }
      }
    }
  }

  private String password() throws IOException {
    Path file = directory.resolve("password");
    if (!Files.exists(file)) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      Path work = directory.resolve("password.new");
      Files.deleteIfExists(work);
      Files.createFile(
          work, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(work, HexFormat.of().formatHex(random) + "\n", StandardOpenOption.SYNC);
      account.share(work);
      Files.move(work, file);
    }
    // initdb reads it as PostgreSQL's account.
    permit(file, account instanceof OsAccount.Own ? "rw-------" : "rw-r-----");
    return Files.readString(file).strip();
  }

  /** Under another name first: an interrupted start leaves no half cluster behind. */
  private void initialise(PostgresBinaries binaries, Path cluster, boolean durable)
      throws IOException {
    log.info("making a PostgreSQL {} cluster in {}", binaries.version(), cluster);
    Path work = directory.resolve(cluster.getFileName() + ".new");
    Archives.deleteTree(work);
    Files.createDirectory(work);
    permit(work, "rwx------");
    account.own(work);
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + work,
                "--username=" + USER,
                "--pwfile=" + directory.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--data-checksums"));
    if (!durable) {
      command.add("--no-sync");
    }
    Commands.Result made = Commands.run(account.run(command));
    if (!made.ok()) {
      throw new EmbeddedPostgresException("initdb failed: " + made.output().replace('\n', ' '));
    }
    Files.move(work, cluster);
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true); // the new name, too, survives a power cut
    }
  }

  /** Deletes everything; for tests. */
  void delete() throws IOException {
    Archives.deleteTree(directory);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockChannel.close();
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
