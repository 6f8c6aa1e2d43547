package io.pgredis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/operation.md names the parameters that do not do what they do in Redis. */
class OperationDocTest {
  @ParameterizedTest
  @CsvSource({"NO_EFFECT,A warning at", "FIXED,A warning too", "REFUSED,They stop"})
  void namesTheParametersThatDoNotDoWhatTheyDoInRedis(Trait trait, String item) throws IOException {
    String text = Files.readString(Path.of("docs/operation.md"));
    int begin = text.indexOf("- " + item);
    assertThat(begin).isPositive();
    String list = text.substring(begin, text.indexOf("\n-", begin + 1));
    List<String> names =
        new ServerConfig()
            .all().stream().filter(p -> p.is(trait)).map(p -> "`" + p.name() + "`").toList();
    assertThat(names).isNotEmpty();
    assertThat(list).contains(names);
  }
}
