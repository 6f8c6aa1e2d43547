package io.pgredis.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A main class in a process of its own, which can be killed; its output is kept. */
public final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final StringBuilder output = new StringBuilder();
  private final Thread reader;

  private ChildJvm(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /** Starts a main class with this JVM's class path and a small heap. */
  public static ChildJvm start(
      Map<String, String> environment, Class<?> main, String... arguments) {
    return start(List.of(), System.getProperty("java.class.path"), environment, main, arguments);
  }

  /**
   * @param prefix a program that starts the JVM, such as setpriv, and its arguments
   */
  public static ChildJvm start(
      List<String> prefix,
      String classPath,
      Map<String, String> environment,
      Class<?> main,
      String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            main.getName()));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      List.of("DATABASE_URL", "MAX_CONNECTIONS", "REQUIREPASS", "PGPASSWORD", "PGUSER")
          .forEach(builder.environment()::remove);
      builder.environment().putAll(environment);
      return new ChildJvm(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the class path to where any user can read it. */
  public static String readableClassPath(Path folder) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path from = Path.of(entry);
      if (!Files.exists(from)) {
        continue;
      }
      Path to = folder.resolve(copies.size() + "-" + from.getFileName());
      copyTree(from, to);
      copies.add(to.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        Files.copy(path, copy);
        copy.toFile().setReadable(true, false);
        copy.toFile().setExecutable(Files.isDirectory(path), false);
      }
    }
  }

  private void read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.append(line).append('\n');
          output.notifyAll();
        }
      }
    } catch (IOException e) {
      // The process is gone.
    }
    synchronized (output) {
      output.notifyAll();
    }
  }

  /** Everything it has printed so far. */
  public String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  /** Waits until the output has what the expression finds, and returns its first group. */
  public String await(String expression) {
    Pattern pattern = Pattern.compile(expression);
    long deadline = System.nanoTime() + Patience.LONGEST.toNanos();
    synchronized (output) {
      while (true) {
        Matcher matcher = pattern.matcher(output);
        if (matcher.find()) {
          return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        }
        if (!process.isAlive() && !reader.isAlive() || System.nanoTime() > deadline) {
          throw new AssertionError("no " + expression + " in the output:\n" + output);
        }
        try {
          output.wait(50);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Waits for its end; the exit status as shells give it, 128 and the signal's number. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end:\n" + output());
    }
    reader.join(Patience.LONGEST);
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
