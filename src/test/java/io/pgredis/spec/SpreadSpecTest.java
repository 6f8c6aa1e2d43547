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
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The examples of collections once more, with collections that small ones would be packed: all of
 * them spread over rows, and those that cross the border between the two within an example. What
 * the real Redis answers, {@link SpecTest} has checked. {@code pgredis.spec.filter} works here,
 * too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpreadSpecTest {
  private static final List<String> FILES =
      List.of("hashes", "lists", "sets", "zsets", "sort", "collections", "keys", "scan", "expiry");

  private static final List<Integer> LIMITS = List.of(0, 64);

  private final List<SpecServers> servers = new ArrayList<>();
  private final ExpectedDifferences differences =
      ExpectedDifferences.read(SpecTest.DIRECTORY.resolve("expected-differences"));

  @AfterAll
  void stop() throws Exception {
    for (SpecServers one : servers) {
      one.close();
    }
  }

  @TestFactory
  Stream<DynamicNode> examples() {
    return LIMITS.stream().map(this::leg);
  }

  private DynamicNode leg(int limit) {
    SpecServers target = SpecServers.target(limit);
    servers.add(target);
    return DynamicContainer.dynamicContainer(
        "packed up to " + limit + " bytes",
        files().stream()
            .map(SpecParser::parse)
            .flatMap(file -> file.examples().stream())
            .filter(SpreadSpecTest::isWanted)
            .map(
                example ->
                    DynamicTest.dynamicTest(example.fullName(), () -> run(target, example))));
  }

  private static boolean isWanted(Example example) {
    String filter = System.getProperty("pgredis.spec.filter", "").toLowerCase(Locale.ROOT);
    return example.fullName().toLowerCase(Locale.ROOT).contains(filter);
  }

  private static List<Path> files() {
    try (Stream<Path> paths = Files.list(SpecTest.DIRECTORY)) {
      return paths
          .filter(path -> path.toString().endsWith(".spec"))
          .filter(path -> FILES.stream().anyMatch(path.getFileName().toString()::startsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void run(SpecServers target, Example example) {
    Optional<SpecServer> server = target.forExample(example);
    if (server.isEmpty()
        || !server.get().has(example.needs())
        || differences.reason(example).isPresent()) {
      abort("skipped, as " + SpecTest.class.getSimpleName() + " says");
    }
    ExampleRun.run(example, server.orElseThrow(), (expectation, reply) -> {});
  }
}
