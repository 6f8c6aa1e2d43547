package io.pgredis.fuzz;

import java.util.EnumSet;
import java.util.Set;

/** What a server must be able to do for an entry of the table to be drawn. */
enum Capability {
  /** Strings, keys, expiry, transactions, connection and server commands. */
  CORE,
  LISTS,
  HASHES,
  SETS,
  SORTED_SETS,
  STREAMS;

  /** What pgredis can do now. */
  static Set<Capability> current() {
    return EnumSet.of(CORE, LISTS, HASHES, SETS, SORTED_SETS);
  }
}
