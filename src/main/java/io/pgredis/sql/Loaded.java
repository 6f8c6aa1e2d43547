package io.pgredis.sql;

import java.util.List;

/**
 * What a load brought.
 *
 * @param nowMicros the database's clock in microseconds since the epoch, read after the locks
 * @param generation the generation of the mapping of databases
 * @param rows the rows that exist, in no order
 * @param refusedLocks lock ids that another transaction holds; if there are any, nothing else is
 *     valid
 */
public record Loaded(long nowMicros, long generation, List<StoredKey> rows, long[] refusedLocks) {
  Loaded refused(long[] locks) {
    return new Loaded(nowMicros, generation, rows, locks);
  }
}
