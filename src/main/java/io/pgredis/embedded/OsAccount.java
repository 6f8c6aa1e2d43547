package io.pgredis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's account that PostgreSQL runs as. PostgreSQL refuses to run as root, so
 * root needs a second account; anybody else uses their own.
 */
sealed interface OsAccount {
  /** The account that pgredis makes for itself when it runs as root. */
  String DEDICATED = "pgredis";

  /** The command line that runs {@code command} as this account, to its end. */
  List<String> run(List<String> command);

  /**
   * The command line for a server: as {@link #run}, out of reach of the terminal's Ctrl-C (pgredis
   * stops it in its own time), and told to stop when the thread that started it is gone.
   */
  List<String> serve(List<String> command);

  /** Gives a file or folder to this account. */
  void own(Path path) throws IOException;

  /** Lets this account read a file that stays root's. */
  void share(Path path) throws IOException;

  /** Whose account this is, for messages. */
  String name();

  static boolean isRoot() {
    Path self = Path.of("/proc/self");
    try {
      return Files.exists(self)
          ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
          : "root".equals(System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** The account to use here; as root makes {@value #DEDICATED} when it does not exist yet. */
  static OsAccount forServer() {
    return isRoot() ? Dropped.forRoot() : new Own();
  }

  /** The account that pgredis itself runs as. */
  record Own() implements OsAccount {
    @Override
    public List<String> run(List<String> command) {
      return command;
    }

    @Override
    public List<String> serve(List<String> command) {
      List<String> line = new ArrayList<>();
      if (Commands.onPath("setsid")) {
        line.add("setsid");
      }
      // Without setpriv (macOS, BusyBox) an orphan is possible after kill -9 of pgredis; the next
      // start stops it.
      if (Commands.onPath("setpriv") && supportsDeathSignal()) {
        line.addAll(List.of("setpriv", "--pdeathsig", "INT"));
      }
      line.addAll(command);
      return line;
    }

    private static boolean supportsDeathSignal() {
      return Commands.run(List.of("setpriv", "--pdeathsig", "INT", "true")).ok();
    }

    @Override
    public void own(Path path) {}

    @Override
    public void share(Path path) {}

    @Override
    public String name() {
      return System.getProperty("user.name");
    }
  }

  /** An unprivileged account that root steps down to, without any capability left. */
  record Dropped(String name) implements OsAccount {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    static Dropped forRoot() {
      if (!Commands.onPath("setpriv")) {
        throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root and setpriv (util-linux) is not here to change the"
                + " user: run pgredis as another user, or give it --database URL");
      }
      if (!exists(DEDICATED)) {
        create();
      }
      return new Dropped(DEDICATED);
    }

    private static void create() {
      Commands.Result made =
          Commands.run(
              List.of(
                  "useradd",
                  "--system",
                  "--user-group",
                  "--no-create-home",
                  "--home-dir",
                  "/nonexistent",
                  "--shell",
                  "/usr/sbin/nologin",
                  DEDICATED));
      if (made.ok()) {
        log.info("created the system user {}: PostgreSQL does not run as root", DEDICATED);
      } else if (!exists(DEDICATED)) { // else another pgredis was faster
        throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root and the system user "
                + DEDICATED
                + " could not be made ("
                + made.lastLine()
                + "): make it with `useradd --system --user-group "
                + DEDICATED
                + "`, or run pgredis as another user");
      }
    }

    private static boolean exists(String user) {
      return Commands.run(List.of("id", "-u", user)).ok();
    }

    @Override
    public List<String> run(List<String> command) {
      List<String> line =
          new ArrayList<>(
              List.of(
                  "setpriv",
                  "--reuid=" + name,
                  "--regid=" + name,
                  "--clear-groups",
                  "--inh-caps=-all",
                  "--bounding-set=-all",
                  "--no-new-privs"));
      line.addAll(command);
      return line;
    }

    @Override
    public List<String> serve(List<String> command) {
      List<String> line = new ArrayList<>(List.of("setsid"));
      List<String> stepDown = run(List.of("--pdeathsig", "INT"));
      line.addAll(stepDown);
      line.addAll(command);
      return line;
    }

    @Override
    public void own(Path path) throws IOException {
      var users = path.getFileSystem().getUserPrincipalLookupService();
      PosixFileAttributeView view = view(path);
      view.setOwner(users.lookupPrincipalByName(name));
      view.setGroup(users.lookupPrincipalByGroupName(name));
    }

    @Override
    public void share(Path path) throws IOException {
      var users = path.getFileSystem().getUserPrincipalLookupService();
      view(path).setGroup(users.lookupPrincipalByGroupName(name));
    }

    private static PosixFileAttributeView view(Path path) {
      return Files.getFileAttributeView(
          path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
