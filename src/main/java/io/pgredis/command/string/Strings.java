package io.pgredis.command.string;

import io.pgredis.keyspace.Entry;
import io.pgredis.resp.Reply;

/** What several families of strings do. */
final class Strings {
  /** No 64-bit integer has more digits, its sign counted. In bytes. */
  static final int LONGEST_INTEGER = 20;

  private Strings() {}

  /** The string at a key, or null if the key does not exist. */
  static Reply valueOrNull(Entry entry) {
    return entry.hasString() ? Reply.bulk(entry.string()) : Reply.NULL;
  }
}
