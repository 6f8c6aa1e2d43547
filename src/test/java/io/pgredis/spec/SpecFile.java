package io.pgredis.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One file of {@code spec/}, parsed. */
record SpecFile(Path path, List<String> lines, List<Example> examples) {

  String name() {
    return path.getFileName().toString();
  }

  /**
   * One example.
   *
   * @param file the file's name
   * @param line where it begins, from 1
   * @param since the version of Redis that it needs, "0" for any
   * @param needs commands that the server must have
   * @param postponed why pgredis cannot do it yet, although it has the commands
   * @param with a setting that the server is started with, such as "enable-debug-command yes"
   * @param resp the protocol each connection begins with, 2 or 3
   */
  record Example(
      String file,
      int line,
      String name,
      String since,
      List<String> needs,
      Optional<String> postponed,
      Optional<String> with,
      int resp,
      List<Step> steps) {

    /** How filters and the list of expected differences call it. */
    String fullName() {
      return file + " / " + name;
    }
  }

  /** One thing that happens in an example. {@code line} is where it stands, from 1. */
  sealed interface Step {
    int line();
  }

  /** A command ({@code text} as typed) or raw bytes, and the reply that must follow at once. */
  record Send(int line, String connection, boolean raw, String text, Optional<Expectation> expected)
      implements Step {}

  /** A command that is repeated until its reply is the expected one. */
  record Until(int line, String connection, Duration patience, String text, Expectation expected)
      implements Step {}

  /** So many more replies, all alike. */
  record Receive(int line, String connection, int times, Expectation expected) implements Step {}

  /** Time passes. */
  record Wait(int line, long millis) implements Step {}

  /** The client says on a connection that it will send nothing more. */
  record Shut(int line, String connection) implements Step {}

  /**
   * A reply as the file writes it; variables are not filled in yet.
   *
   * @param firstLine where it begins, from 1
   * @param lastLine its last line
   */
  record Expectation(int firstLine, int lastLine, String text) {
    /** Whether the recorder is to fill it in; a mode may stand before it. */
    boolean isUnknown() {
      return text.equals(Comparison.UNKNOWN) || text.endsWith(" " + Comparison.UNKNOWN);
    }
  }
}
