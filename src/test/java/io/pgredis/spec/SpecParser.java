package io.pgredis.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pgredis.spec.SpecFile.Example;
import io.pgredis.spec.SpecFile.Expectation;
import io.pgredis.spec.SpecFile.Receive;
import io.pgredis.spec.SpecFile.Send;
import io.pgredis.spec.SpecFile.Shut;
import io.pgredis.spec.SpecFile.Step;
import io.pgredis.spec.SpecFile.Until;
import io.pgredis.spec.SpecFile.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the files of {@code spec/}; {@code spec/README.md} describes what they look like. */
final class SpecParser {

  /** The connection whose steps run at the end, whatever happened. */
  static final String FINALLY = "finally";

  private static final Pattern TITLE = Pattern.compile("=== (.+)");
  private static final Pattern SETTING = Pattern.compile("(since|needs|postponed|with|resp): (.+)");
  private static final Pattern SEND = Pattern.compile("([a-z][a-z0-9]*)?(>>?) (.+)");
  private static final Pattern RECEIVE = Pattern.compile("([a-z][a-z0-9]*)?<(?:\\*(\\d+))? (.+)");
  private static final Pattern SHUT = Pattern.compile("(?:([a-z]+) )?shut");
  private static final Pattern UNTIL = Pattern.compile("until (\\d+)s(?: ([a-z][a-z0-9]*))?> (.+)");
  private static final Pattern WAIT = Pattern.compile("wait (\\d+)ms");

  private final String file;
  private final List<String> lines;
  private final Map<String, String> fileSettings = new HashMap<>();
  private final List<Example> examples = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private String name = "";
  private int nameLine;
  private Map<String, String> settings = fileSettings;
  private List<Step> steps = new ArrayList<>();
  private int next;

  private SpecParser(String file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  /** Parses one file; texts are byte strings, so that UTF-8 in a command is sent as it is. */
  static SpecFile parse(Path path) {
    try {
      var lines = List.of(Files.readString(path, ISO_8859_1).split("\n", -1));
      return new SpecFile(path, lines, parse(path.getFileName().toString(), lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Example> parse(String file, List<String> lines) {
    return new SpecParser(file, lines).parse();
  }

  private List<Example> parse() {
    while (next < lines.size()) {
      String line = lines.get(next++);
      if (!isIgnored(line)) {
        parseLine(line);
      }
    }
    finishExample();
    return List.copyOf(examples);
  }

  private static boolean isIgnored(String line) {
    return line.isBlank() || line.startsWith("# ") || line.equals("#");
  }

  private void parseLine(String line) {
    Matcher title = TITLE.matcher(line);
    if (title.matches()) {
      finishExample();
      name = new String(title.group(1).strip().getBytes(ISO_8859_1), UTF_8);
      nameLine = next;
      settings = new HashMap<>(fileSettings);
      steps = new ArrayList<>();
      return;
    }
    Matcher setting = SETTING.matcher(line);
    if (setting.matches() && steps.isEmpty()) {
      settings.put(setting.group(1), setting.group(2).strip());
      return;
    }
    if (name.isEmpty()) {
      throw error(next, "no example has begun: " + line);
    }
    steps.add(parseStep(line));
  }

  private Step parseStep(String line) {
    int at = next;
    Matcher wait = WAIT.matcher(line);
    if (wait.matches()) {
      return new Wait(at, Long.parseLong(wait.group(1)));
    }
    Matcher until = UNTIL.matcher(line);
    if (until.matches()) {
      String connection = until.group(2) == null ? "" : until.group(2);
      Duration patience = Duration.ofSeconds(Long.parseLong(until.group(1)));
      Expectation expected =
          reply().orElseThrow(() -> error(at, "which reply is waited for? " + line));
      return new Until(at, connection, patience, until.group(3), expected);
    }
    Matcher shut = SHUT.matcher(line);
    if (shut.matches()) {
      return new Shut(at, connection(shut));
    }
    Matcher receive = RECEIVE.matcher(line);
    if (receive.matches()) {
      int times = receive.group(2) == null ? 1 : Integer.parseInt(receive.group(2));
      return new Receive(at, connection(receive), times, expectation(at, receive.group(3)));
    }
    Matcher send = SEND.matcher(line);
    if (send.matches()) {
      boolean raw = send.group(2).equals(">>");
      return new Send(at, connection(send), raw, send.group(3), reply());
    }
    throw error(at, "neither a step nor the reply to one: " + line);
  }

  private static String connection(Matcher matcher) {
    return matcher.group(1) == null ? "" : matcher.group(1);
  }

  /** The reply in the lines that follow, if what follows is one. */
  private Optional<Expectation> reply() {
    while (next < lines.size() && isIgnored(lines.get(next))) {
      next++;
    }
    if (next == lines.size() || isStep(lines.get(next))) {
      return Optional.empty();
    }
    String first = lines.get(next++);
    return Optional.of(expectation(next, first));
  }

  private static boolean isStep(String line) {
    return TITLE.matcher(line).matches()
        || SEND.matcher(line).matches()
        || RECEIVE.matcher(line).matches()
        || SHUT.matcher(line).matches()
        || UNTIL.matcher(line).matches()
        || WAIT.matcher(line).matches();
  }

  /**
   * An expectation that begins with this text; takes the following lines while brackets are open.
   */
  private Expectation expectation(int firstLine, String first) {
    var text = new StringBuilder(first);
    while (Notation.isOpen(text.toString())) {
      if (next == lines.size() || TITLE.matcher(lines.get(next)).matches()) {
        throw error(firstLine, "a bracket is never closed");
      }
      String line = lines.get(next++);
      if (!isIgnored(line)) {
        text.append(' ').append(line.strip());
      }
    }
    return new Expectation(firstLine, next, text.toString());
  }

  private void finishExample() {
    if (name.isEmpty()) {
      return;
    }
    if (!names.add(name)) {
      throw error(nameLine, "two examples have the name " + name);
    }
    checkEveryReplyIsRead();
    String needs = settings.getOrDefault("needs", "");
    examples.add(
        new Example(
            file,
            nameLine,
            name,
            settings.getOrDefault("since", "0"),
            needs.isEmpty() ? List.of() : List.of(needs.split(" +")),
            Optional.ofNullable(settings.get("postponed")),
            Optional.ofNullable(settings.get("with")),
            Integer.parseInt(settings.getOrDefault("resp", "2")),
            List.copyOf(steps)));
  }

  /**
   * A forgotten reply would be a comparison that is never made. How many replies raw bytes have
   * nobody knows; what they leave unread is found when they run.
   */
  private void checkEveryReplyIsRead() {
    var unread = new HashMap<String, Integer>();
    for (Step step : steps) {
      switch (step) {
        case Send send when !send.raw() && (send.expected().isEmpty() || isBlocked(send)) ->
            unread.merge(send.connection(), 1, Integer::sum);
        case Receive receive when !receive.expected().text().equals(Comparison.BLOCKED) ->
            unread.merge(receive.connection(), -receive.times(), Integer::sum);
        default -> {}
      }
    }
    unread.forEach(
        (connection, count) -> {
          if (count > 0) {
            throw error(nameLine, name + ": a reply on " + connection + "> is never compared");
          }
        });
  }

  private static boolean isBlocked(Send send) {
    return send.expected().map(e -> e.text().equals(Comparison.BLOCKED)).orElse(false);
  }

  private IllegalArgumentException error(int line, String problem) {
    return new IllegalArgumentException(file + ":" + line + ": " + problem);
  }
}
