package io.pgredis.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ACL categories, and which of them follow from a command's flags. */
public final class AclCategories {
  /** All categories in the order in which Redis prints them, without {@code @}. */
  public static final List<String> ALL =
      List.of(
          "keyspace",
          "read",
          "write",
          "set",
          "sortedset",
          "list",
          "hash",
          "string",
          "bitmap",
          "hyperloglog",
          "geo",
          "stream",
          "pubsub",
          "admin",
          "fast",
          "slow",
          "blocking",
          "dangerous",
          "connection",
          "transaction",
          "scripting");

  private AclCategories() {}

  /**
   * The categories of a command.
   *
   * @param declared those that do not follow from its flags
   * @throws IllegalStateException if there is no such category
   */
  static List<String> of(Set<Flag> flags, List<String> declared) {
    for (String category : declared) {
      if (!ALL.contains(category)) {
        throw new IllegalStateException("there is no ACL category " + category);
      }
    }
    Set<String> all = new HashSet<>(declared);
    if (flags.contains(Flag.WRITE)) {
      all.add("write");
    }
    if (flags.contains(Flag.READONLY) && !declared.contains("scripting")) {
      all.add("read");
    }
    if (flags.contains(Flag.ADMIN)) {
      all.add("admin");
      all.add("dangerous");
    }
    if (flags.contains(Flag.PUBSUB)) {
      all.add("pubsub");
    }
    if (flags.contains(Flag.BLOCKING)) {
      all.add("blocking");
    }
    all.add(flags.contains(Flag.FAST) ? "fast" : "slow");
    List<String> ordered = new ArrayList<>(ALL);
    ordered.retainAll(all);
    return List.copyOf(ordered);
  }
}
