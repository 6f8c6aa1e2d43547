package io.pgredis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What docs/limits.md says is what the code does. */
class LimitsTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-zA-Z.]+)\\.([A-Z_]+)` \\| (\\d+) \\|.*");

  @TestFactory
  Stream<DynamicTest> documented() throws IOException {
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.group(2),
                    () ->
                        assertThat(value(row.group(1), row.group(2)))
                            .isEqualTo(Long.parseLong(row.group(3)))));
  }

  @Test
  void everyLimitOfTheEngineAndOfSqlIsDocumented() throws Exception {
    List<String> names = rows().stream().map(row -> row.group(2)).toList();
    for (String type : List.of("engine.BatchLimits", "sql.Limits")) {
      for (Field field : Class.forName("io.pgredis." + type).getDeclaredFields()) {
        assertThat(names).contains(field.getName());
      }
    }
  }

  private static List<Matcher> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/limits.md")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .toList();
  }

  private static long value(String type, String name) throws ReflectiveOperationException {
    Field field = Class.forName("io.pgredis." + type).getDeclaredField(name);
    field.setAccessible(true);
    return ((Number) field.get(null)).longValue();
  }
}
