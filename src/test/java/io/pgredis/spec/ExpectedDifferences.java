package io.pgredis.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Examples that pgredis answers differently on purpose. A line of the file is {@code file.spec /
 * name of the example | reason}; comments begin with {@code #}.
 */
final class ExpectedDifferences {

  private final Map<String, String> reasons;

  private ExpectedDifferences(Map<String, String> reasons) {
    this.reasons = reasons;
  }

  static ExpectedDifferences read(Path file) {
    var reasons = new LinkedHashMap<String, String>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split(" \\| ", 2);
          if (parts.length < 2 || parts[1].isBlank()) {
            throw new IllegalArgumentException("a difference needs a reason: " + line);
          }
          reasons.put(parts[0].strip(), parts[1].strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ExpectedDifferences(Collections.unmodifiableMap(reasons));
  }

  /** Why this example may differ; empty if it may not. */
  Optional<String> reason(SpecFile.Example example) {
    return Optional.ofNullable(reasons.get(example.fullName()));
  }

  /** All of them, by full name. */
  Map<String, String> all() {
    return reasons;
  }
}
