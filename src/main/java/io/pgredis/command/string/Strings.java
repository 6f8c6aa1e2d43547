package io.pgredis.command.string;

import io.pgredis.command.Context;
import io.pgredis.keyspace.Entry;
import io.pgredis.resp.Reply;

/** What several families of strings do. */
final class Strings {
  /** No 64-bit integer has more digits, its sign counted. In bytes. */
  static final int LONGEST_INTEGER = 20;

  /** No array is longer in this virtual machine. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Strings() {}

  /** The longest string that a key may hold, in bytes. */
  static long maxBytes(Context context) {
    return Math.min(context.services().config().protoMaxBulkLen.get(), LONGEST_ARRAY);
  }

  /** The string at a key, or null if the key does not exist. */
  static Reply valueOrNull(Entry entry) {
    return entry.hasString() ? Reply.bulk(entry.string()) : Reply.NULL;
  }
}
