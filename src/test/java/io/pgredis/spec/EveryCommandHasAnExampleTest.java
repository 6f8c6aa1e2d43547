package io.pgredis.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.command.Command;
import io.pgredis.command.CommandTable;
import io.pgredis.spec.SpecFile.Example;
import io.pgredis.spec.SpecFile.Send;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No command and no subcommand without an example in {@code spec/} that calls it. */
class EveryCommandHasAnExampleTest {

  @Test
  void everyCommandHasAnExample() throws IOException {
    Set<String> called = calledCommands();
    List<String> without =
        CommandTable.load().flat().stream()
            .map(Command::fullName)
            .filter(name -> !called.contains(name))
            .toList();
    assertThat(without).isEmpty();
  }

  private static Set<String> calledCommands() throws IOException {
    Set<String> called = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("spec"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".spec")).toList()) {
        for (Example example : SpecParser.parse(file).examples()) {
          for (SpecFile.Step step : example.steps()) {
            if (step instanceof Send send && !send.raw()) {
              String[] words = send.text().toLowerCase(Locale.ROOT).split("\\s+", 3);
              called.add(words[0]);
              if (words.length > 1) {
                called.add(words[0] + "|" + words[1]);
              }
            }
          }
        }
      }
    }
    return called;
  }
}
