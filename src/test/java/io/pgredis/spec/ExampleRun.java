package io.pgredis.spec;

import io.pgredis.spec.SpecFile.Example;
import io.pgredis.spec.SpecFile.Expectation;
import io.pgredis.spec.SpecFile.Receive;
import io.pgredis.spec.SpecFile.Send;
import io.pgredis.spec.SpecFile.Shut;
import io.pgredis.spec.SpecFile.Step;
import io.pgredis.spec.SpecFile.Until;
import io.pgredis.spec.SpecFile.Wait;
import io.pgredis.testing.Patience;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs one example against one server. */
final class ExampleRun {

  /** How long silence must last before a command counts as blocked, or as never answered. */
  private static final Duration SILENCE = Duration.ofMillis(30);

  /** How long a repeated command rests in between. */
  private static final long REST_MILLIS = 10;

  private static final int LONGEST_LINE = 400;
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([a-z][a-zA-Z0-9]*)(?:([+-])(\\d+))?}");

  private final Example example;
  private final SpecServer server;
  private final BiConsumer<Expectation, Reply> recorder;
  private final Map<String, RespClient> connections = new LinkedHashMap<>();
  private final Set<String> silenced = new HashSet<>();

  /** Connections on which something else than replies may come at any time. */
  private final Set<String> replicas = new HashSet<>();

  private final Map<String, String> variables = new HashMap<>();
  private final List<String> transcript = new ArrayList<>();

  private ExampleRun(Example example, SpecServer server, BiConsumer<Expectation, Reply> recorder) {
    this.example = example;
    this.server = server;
    this.recorder = recorder;
  }

  /**
   * Runs the example.
   *
   * @param recorder is given each reply that the file does not know yet
   * @throws AssertionError if a reply is not the expected one; says what was sent before
   */
  static void run(Example example, SpecServer server, BiConsumer<Expectation, Reply> recorder) {
    new ExampleRun(example, server, recorder).run();
  }

  private void run() {
    server.empty();
    Optional<AssertionError> failure = Optional.empty();
    try {
      if (example.steps().stream().anyMatch(ExampleRun::isLast)) {
        // Before the steps: they may shut out newcomers.
        connection(SpecParser.FINALLY);
      }
      runSteps(false);
      checkNothingIsUnread();
    } catch (AssertionError e) {
      failure = Optional.of(e);
    }
    try {
      runSteps(true);
    } catch (AssertionError e) {
      failure = Optional.of(failure.orElse(e));
    } finally {
      connections.values().forEach(RespClient::close);
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void runSteps(boolean last) {
    for (Step step : example.steps()) {
      if (isLast(step) == last) {
        try {
          if (last) {
            runLast(step);
          } else {
            runStep(step);
          }
        } catch (UncheckedIOException e) {
          throw failure(step, e.getCause().toString(), e);
        } catch (IllegalArgumentException e) {
          throw failure(step, "the specification is wrong: " + e.getMessage(), e);
        }
      }
    }
  }

  private static boolean isLast(Step step) {
    return step instanceof Send send && send.connection().equals(SpecParser.FINALLY);
  }

  /** The example may have made the server close every connection. */
  private void runLast(Step step) {
    try {
      runStep(step);
    } catch (UncheckedIOException e) {
      connections.remove(SpecParser.FINALLY).close();
      runStep(step);
    }
  }

  private void runStep(Step step) {
    switch (step) {
      case Wait(int line, long millis) -> sleep(millis);
      case Shut(int line, String connection) -> connection(connection).shut();
      case Until until -> repeat(until);
      case Send send -> {
        send(send);
        if (send.expected().isPresent()) {
          check(step, send.connection(), send.expected().get());
        }
      }
      case Receive receive -> {
        for (int i = 0; i < receive.times(); i++) {
          check(step, receive.connection(), receive.expected());
        }
      }
    }
  }

  private void send(Send send) {
    String line = fillIn(send.text());
    transcript.add(send.connection() + (send.raw() ? ">> " : "> ") + line);
    RespClient connection = connection(send.connection());
    List<String> arguments = Notation.command(line);
    if (arguments.getFirst().equalsIgnoreCase("PSYNC")) {
      replicas.add(send.connection());
    }
    if (send.raw()) {
      connection.sendRaw(String.join("", arguments));
    } else {
      connection.send(arguments);
    }
  }

  /** Only the last command and its reply are told of. */
  private void repeat(Until until) {
    String line = fillIn(until.text());
    long deadline = System.nanoTime() + until.patience().toNanos();
    RespClient connection = connection(until.connection());
    connection.send(Notation.command(line));
    Reply reply = read(until, connection);
    while (!matches(until.expected(), reply) && System.nanoTime() < deadline) {
      sleep(REST_MILLIS);
      connection.send(Notation.command(line));
      reply = read(until, connection);
    }
    transcript.add(until.connection() + "> " + line);
    compare(until, reply, fillIn(until.expected().text()));
  }

  private boolean matches(Expectation expected, Reply reply) {
    return Comparison.matches(fillIn(expected.text()), reply, variables);
  }

  private RespClient connection(String name) {
    return connections.computeIfAbsent(
        name,
        key -> {
          RespClient connection = server.connect();
          if (example.resp() == 3 && connection.call("HELLO", "3").isError()) {
            throw new AssertionError(server.name() + " refuses HELLO 3: " + example.name());
          }
          return connection;
        });
  }

  private void check(Step step, String name, Expectation expectation) {
    RespClient connection = connection(name);
    switch (expectation.isUnknown() ? Comparison.UNKNOWN : expectation.text()) {
      case Comparison.NONE -> silenced.add(name);
      case Comparison.BLOCKED ->
          connection
              .read(SILENCE)
              .ifPresent(
                  reply -> {
                    throw failure(step, "got      " + reply, null);
                  });
      case Comparison.CLOSED -> {
        if (!connection.isClosedWithin(Patience.LONGEST)) {
          String instead = connection.hasUnread() ? connection.read().toString() : "nothing";
          throw failure(step, "expected the connection to close\n  got      " + instead, null);
        }
      }
      case Comparison.UNKNOWN -> {
        Reply reply = read(step, connection);
        recorder.accept(expectation, reply);
        transcript.add(reply.toString());
      }
      default -> compare(step, read(step, connection), fillIn(expectation.text()));
    }
  }

  private Reply read(Step step, RespClient connection) {
    return connection
        .read(Patience.LONGEST)
        .orElseThrow(() -> failure(step, "no reply within " + Patience.LONGEST, null));
  }

  private void compare(Step step, Reply reply, String expected) {
    if (!Comparison.matches(expected, reply, variables)) {
      throw failure(step, "expected " + expected + "\n  got      " + reply, null);
    }
    transcript.add(reply.toString());
  }

  /** Also catches a server that answers what should have had no answer. */
  private void checkNothingIsUnread() {
    if (!silenced.isEmpty()) {
      sleep(SILENCE.toMillis());
    }
    connections.forEach(
        (name, connection) -> {
          if (!replicas.contains(name) && connection.hasUnread()) {
            Step end = example.steps().getLast();
            throw failure(end, "one reply too many on " + name + ">: " + connection.read(), null);
          }
        });
  }

  private String fillIn(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(
        match -> Matcher.quoteReplacement(value(match.group(1), match.group(2), match.group(3))));
  }

  private String value(String name, String sign, String offset) {
    String value =
        switch (name) {
          case "now" -> Long.toString(System.currentTimeMillis() / 1000);
          case "nowms" -> Long.toString(System.currentTimeMillis());
          default -> variables.get(name);
        };
    if (value == null) {
      throw new IllegalArgumentException("nothing was captured as " + name);
    }
    if (sign == null) {
      String quoted = Reply.quote(value);
      return quoted.endsWith("\"") ? quoted.substring(1, quoted.length() - 1) : value;
    }
    long distance = Long.parseLong(offset);
    return Long.toString(Long.parseLong(value) + (sign.equals("+") ? distance : -distance));
  }

  private AssertionError failure(Step step, String problem, Throwable cause) {
    var message = new StringBuilder();
    message.append(example.file()).append(':').append(step.line());
    message.append(" on ").append(server.name()).append(": ").append(example.name()).append('\n');
    for (String line : transcript) {
      message.append("    ").append(shortened(line)).append('\n');
    }
    message.append("  ").append(problem);
    return new AssertionError(message.toString(), cause);
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " …";
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
