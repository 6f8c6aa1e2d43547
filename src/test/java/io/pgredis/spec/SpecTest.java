package io.pgredis.spec;

import static org.junit.jupiter.api.Assumptions.abort;

import io.pgredis.spec.SpecFile.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The dual-run suite: every example of {@code spec/} against a real Redis and against pgredis.
 *
 * <p>System properties: {@code pgredis.spec.filter} (part of "file / name"), {@code
 * pgredis.spec.redis} and {@code pgredis.spec.target} (host:port of the servers), {@code
 * pgredis.spec.only} ({@code redis} or {@code pgredis}), {@code pgredis.spec.record} ({@code true}
 * fills in unknown replies).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpecTest {

  static final Path DIRECTORY = Path.of("spec");

  private final SpecSummary summary = new SpecSummary();
  private final List<Recorder> recorders = new ArrayList<>();
  private ExpectedDifferences differences;
  private Optional<SpecServers> reference = Optional.empty();
  private Optional<SpecServers> target = Optional.empty();

  @BeforeAll
  void start() {
    differences = ExpectedDifferences.read(DIRECTORY.resolve("expected-differences"));
    String only = System.getProperty("pgredis.spec.only", "");
    if (!only.equals("pgredis")) {
      reference = SpecServers.reference();
    }
    if (!only.equals("redis")) {
      target = Optional.of(SpecServers.target());
    }
    if (isRequired() && (reference.isEmpty() && !only.equals("pgredis"))) {
      throw new IllegalStateException(
          "CI needs a real Redis: redis-server on the PATH, Docker, or -Dpgredis.spec.redis");
    }
  }

  private static boolean isRequired() {
    return "true".equals(System.getenv("CI"));
  }

  @AfterAll
  void stop() throws Exception {
    if (Boolean.getBoolean("pgredis.spec.record")) {
      recorders.forEach(Recorder::write);
    }
    summary.print();
    for (Optional<SpecServers> server : List.of(reference, target)) {
      if (server.isPresent()) {
        server.get().close();
      }
    }
  }

  @TestFactory
  Stream<DynamicNode> examples() throws IOException {
    try (Stream<Path> paths = Files.list(DIRECTORY)) {
      return paths
          .filter(path -> path.toString().endsWith(".spec"))
          .sorted()
          .map(SpecParser::parse)
          .map(this::container)
          .toList()
          .stream();
    }
  }

  @TestFactory
  Stream<DynamicTest> expectedDifferencesNameExamples() throws IOException {
    try (Stream<Path> paths = Files.list(DIRECTORY)) {
      List<String> names =
          paths
              .filter(path -> path.toString().endsWith(".spec"))
              .flatMap(path -> SpecParser.parse(path).examples().stream())
              .map(Example::fullName)
              .toList();
      return differences.all().keySet().stream()
          .map(
              name ->
                  DynamicTest.dynamicTest(
                      name,
                      () -> {
                        if (!names.contains(name)) {
                          throw new AssertionError("no such example: " + name);
                        }
                      }))
          .toList()
          .stream();
    }
  }

  private DynamicNode container(SpecFile file) {
    var recorder = new Recorder(file);
    recorders.add(recorder);
    Stream<DynamicNode> tests =
        file.examples().stream()
            .filter(SpecTest::isWanted)
            .flatMap(
                example ->
                    Stream.of(
                        DynamicTest.dynamicTest(
                            example.name() + " [redis]", () -> runReference(example, recorder)),
                        DynamicTest.dynamicTest(
                            example.name() + " [pgredis]", () -> runTarget(example))));
    return DynamicContainer.dynamicContainer(file.name(), tests);
  }

  private static boolean isWanted(Example example) {
    String filter = System.getProperty("pgredis.spec.filter", "").toLowerCase(Locale.ROOT);
    return example.fullName().toLowerCase(Locale.ROOT).contains(filter);
  }

  private void runReference(Example example, Recorder recorder) {
    if (reference.isEmpty()) {
      skip("redis: skipped, there is none");
    }
    SpecServer redis = server(reference, example, "redis");
    if (!redis.isAtLeast(example.since())) {
      skip("redis: skipped, newer than the reference");
    }
    ExampleRun.run(example, redis, recorder::record);
    summary.count("redis: passed");
  }

  private void runTarget(Example example) {
    if (target.isEmpty()) {
      skip("pgredis: skipped, not run here");
    }
    SpecServer pgredis = server(target, example, "pgredis");
    if (!pgredis.has(example.needs())) {
      skip("pgredis: skipped, needs a command that does not exist yet");
    }
    Optional<String> reason = differences.reason(example);
    try {
      ExampleRun.run(example, pgredis, (expectation, reply) -> {});
    } catch (AssertionError e) {
      if (reason.isPresent()) {
        summary.difference(example.fullName(), reason.get());
        return;
      }
      if (example.postponed().isPresent()) {
        summary.postponed(example.fullName(), example.postponed().get());
        return;
      }
      throw e;
    }
    if (example.postponed().isPresent()) {
      throw new AssertionError("it is there now, drop \"postponed\": " + example.fullName());
    }
    if (reason.isPresent()) {
      throw new AssertionError("no longer differs, take it off the list: " + example.fullName());
    }
    summary.count("pgredis: passed");
  }

  private SpecServer server(Optional<SpecServers> servers, Example example, String name) {
    Optional<SpecServer> server = servers.orElseThrow().forExample(example);
    if (server.isEmpty()) {
      skip(name + ": skipped, needs a server that is started with a setting");
    }
    return server.orElseThrow();
  }

  private void skip(String why) {
    summary.count(why);
    abort(why);
  }
}
