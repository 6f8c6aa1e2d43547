package io.pgredis.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.command.Command;
import io.pgredis.command.CommandTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A command that nobody specified is not finished. */
class EveryCommandHasExamplesTest {

  @Test
  void everyCommandAndSubcommandIsSentByAnExample() throws IOException {
    Set<String> sent;
    try (Stream<Path> files = Files.list(SpecTest.DIRECTORY)) {
      sent =
          files
              .filter(file -> file.toString().endsWith(".spec"))
              .flatMap(file -> SpecParser.parse(file).examples().stream())
              .flatMap(example -> example.steps().stream())
              .flatMap(EveryCommandHasExamplesTest::names)
              .collect(Collectors.toSet());
    }

    assertThat(CommandTable.load().flat().stream().map(Command::fullName).distinct())
        .isSubsetOf(sent);
  }

  /** Both what the command and what its subcommand would be called. */
  private static Stream<String> names(SpecFile.Step step) {
    if (!(step instanceof SpecFile.Send send) || send.raw()) {
      return Stream.empty();
    }
    String[] words = send.text().toLowerCase(Locale.ROOT).split(" ");
    return words.length == 1 ? Stream.of(words[0]) : Stream.of(words[0], words[0] + "|" + words[1]);
  }
}
