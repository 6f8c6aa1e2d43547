package io.pgredis.keyspace;

import io.pgredis.keyspace.UnitOfWork.Mode;
import io.pgredis.keyspace.UnitOfWork.Plan;
import io.pgredis.sql.KeyspaceQueries;
import io.pgredis.sql.Mapping;
import io.pgredis.sql.Transaction;
import java.util.List;
import java.util.Optional;

/**
 * Reads and changes of all keys of databases within a unit of work. A batch that writes can do
 * either only under the store's exclusive lock, and starts again for it.
 */
public final class WholeDatabases {
  private final UnitOfWork unit;
  private final Plan plan;
  private final Transaction transaction;

  WholeDatabases(UnitOfWork unit, Plan plan, Transaction transaction) {
    this.unit = unit;
    this.plan = plan;
    this.transaction = transaction;
  }

  /** How many keys a database has, expired ones that are still there among them. */
  public KeyspaceQueries.Counts count(int databaseNumber) {
    return queries().count(unit.keyspace(databaseNumber));
  }

  /** As {@link #count}, of all databases, by number. */
  public List<KeyspaceQueries.Counts> countAll() {
    return queries().counts(unit.mapping().keyspaces());
  }

  /** All keys of a database whose name begins with a prefix; in no order. */
  public List<KeyspaceQueries.Named> keys(int databaseNumber, byte[] prefix) {
    KeyspaceQueries queries = queries();
    long keyspace = unit.keyspace(databaseNumber);
    return prefix.length == 0
        ? queries.all(keyspace, unit.now())
        : queries.withPrefix(keyspace, prefix, unit.now(), 0, Integer.MAX_VALUE);
  }

  /**
   * Keys with a prefix at or after a position of SCAN, at most {@code limit} of them; in no order.
   */
  public List<KeyspaceQueries.Named> keys(int databaseNumber, byte[] prefix, long from, int limit) {
    return queries().withPrefix(unit.keyspace(databaseNumber), prefix, unit.now(), from, limit);
  }

  /** The next rows in the order of SCAN. */
  public KeyspaceQueries.Page page(int databaseNumber, long from, int rows) {
    return queries().page(unit.keyspace(databaseNumber), from, rows, unit.now());
  }

  /** A key at or after a random position. */
  public Optional<byte[]> keyNear(int databaseNumber, long position) {
    return queries()
        .near(unit.keyspace(databaseNumber), position, unit.now())
        .map(KeyspaceQueries.Named::name);
  }

  /** Empties databases; their old keyspaces are left to the reaper. */
  public void clear(int... databaseNumbers) {
    requireExclusive();
    unit.flushPending();
    long[] keyspaces = unit.mapping().keyspaces().clone();
    long[] old = new long[databaseNumbers.length];
    for (int i = 0; i < old.length; i++) {
      old[i] = keyspaces[databaseNumbers[i]];
    }
    long[] fresh = transaction.queries().renew(databaseNumbers, old, unit.now());
    for (int i = 0; i < old.length; i++) {
      keyspaces[databaseNumbers[i]] = fresh[i];
    }
    remap(keyspaces, databaseNumbers);
  }

  /** Lets two databases change places. */
  public void swap(int first, int second) {
    requireExclusive();
    unit.flushPending();
    if (first == second) {
      return;
    }
    long[] keyspaces = unit.mapping().keyspaces().clone();
    transaction.queries().swap(first, keyspaces[first], second, keyspaces[second], unit.now());
    long kept = keyspaces[first];
    keyspaces[first] = keyspaces[second];
    keyspaces[second] = kept;
    remap(keyspaces, first, second);
  }

  private void remap(long[] keyspaces, int... changedNumbers) {
    Mapping before = unit.mapping();
    long[] changes = before.changes().clone();
    for (int number : changedNumbers) {
      changes[number]++;
    }
    unit.remap(new Mapping(before.generation() + 1, keyspaces, changes));
  }

  private KeyspaceQueries queries() {
    switch (plan.mode()) {
      case READ_ONCE -> throw new Restart(Restart.Need.SNAPSHOT);
      case BLIND -> throw new Restart(Restart.Need.EXCLUSIVE);
      case WRITE -> {
        if (!plan.exclusive()) {
          throw new Restart(Restart.Need.EXCLUSIVE);
        }
        unit.flushPending();
      }
      case SNAPSHOT -> {}
    }
    return transaction.queries();
  }

  private void requireExclusive() {
    if (plan.mode() != Mode.WRITE) {
      throw new Restart(plan.mode() == Mode.BLIND ? Restart.Need.EXCLUSIVE : Restart.Need.WRITE);
    }
    if (!plan.exclusive()) {
      throw new Restart(Restart.Need.EXCLUSIVE);
    }
  }
}
