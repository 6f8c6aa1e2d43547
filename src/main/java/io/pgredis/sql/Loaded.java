package io.pgredis.sql;

import java.util.List;

/**
 * What a load brought.
 *
 * @param nowMillis the database's clock, read after the locks
 * @param generation the generation of the mapping of databases
 * @param rows the rows that exist, in no order
 * @param refusedLocks lock ids that another transaction holds; if there are any, nothing else is
 *     valid
 */
public record Loaded(long nowMillis, long generation, List<StoredKey> rows, long[] refusedLocks) {}
