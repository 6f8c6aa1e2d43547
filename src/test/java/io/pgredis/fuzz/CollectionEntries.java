package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.Kind.STREAM;
import static io.pgredis.fuzz.Args.key;
import static io.pgredis.fuzz.Entry.command;
import static io.pgredis.fuzz.Gen.literal;
import static io.pgredis.fuzz.Gen.repeat;

import java.util.List;

/**
 * One writer per collection type, which is what the commands on strings and keys need to meet keys
 * of the wrong type. Each type's own commands get a file of their own.
 */
final class CollectionEntries {
  private CollectionEntries() {}

  private static final Gen MEMBER = literal("a", "b", "c", "d", "1", "2", "300", "");

  static List<Entry> all() {
    return List.of(
        command("XADD")
            .needs(Capability.STREAMS)
            .form(key(STREAM), literal("1-1", "2-1", "2-2", "3-*"), repeat(1, 2, MEMBER, MEMBER)));
  }
}
