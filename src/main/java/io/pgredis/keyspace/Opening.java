package io.pgredis.keyspace;

import io.pgredis.keyspace.KeyRow.Lock;
import io.pgredis.keyspace.UnitOfWork.Mode;
import io.pgredis.keyspace.UnitOfWork.Plan;
import io.pgredis.sql.Database;
import io.pgredis.sql.Loaded;
import io.pgredis.sql.LockSet;
import io.pgredis.sql.StoredKey;
import io.pgredis.sql.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The first round trip of a unit of work, which locks and loads what is planned. */
final class Opening {
  private final UnitOfWork unit;
  private final Plan plan;
  private final Database database;
  private final LockSet locks;
  private final List<Entry> load;
  private final Set<Entry> refused = new HashSet<>(0);
  private Collection<Wish.Load> wishes = List.of();

  Opening(UnitOfWork unit, Plan plan, Database database) {
    this.unit = unit;
    this.plan = plan;
    this.database = database;
    this.locks =
        plan.mode() == Mode.WRITE ? new LockSet(database.storeLockId(), plan.exclusive()) : null;
    this.load = new ArrayList<>(plan.keys().size());
    for (PlannedKey key : plan.keys()) {
      if (exists(key)) {
        add(key, unit.entry(key));
      }
    }
  }

  private void add(PlannedKey key, Entry entry) {
    if (plan.mode() == Mode.WRITE || plan.mode() == Mode.BLIND) {
      entry.lock(key.write() || plan.exclusive() ? Lock.EXCLUSIVE : Lock.SHARED);
    }
    if (locks != null) {
      locks.add(database.lockId(entry), key.write());
    }
    if (key.load()) {
      load.add(entry);
    }
  }

  /** A command that names a database that there is not is going to fail. */
  private boolean exists(PlannedKey key) {
    return key.database() < unit.databases();
  }

  /** Asks PostgreSQL. */
  Loaded load(Transaction transaction) {
    wishes = Wish.loads(unit, plan.keys());
    transaction.plan(wishes.stream().map(Wish.Load::statement).toList());
    return switch (plan.mode()) {
      case READ_ONCE -> transaction.readOnce(load);
      case SNAPSHOT -> transaction.beginSnapshot(load);
      case WRITE -> transaction.beginWrite(locks, load, plan.waits());
      case BLIND -> throw new IllegalStateException("a blind batch loads nothing");
    };
  }

  /**
   * Marks the keys whose locks others hold as refused.
   *
   * @param partial whether the rest may go on without them
   * @return whether anything may go on
   */
  boolean isGranted(Loaded loaded, boolean partial) {
    if (loaded.refusedLocks().length == 0) {
      return true;
    }
    Set<Long> ids = new HashSet<>();
    for (long id : loaded.refusedLocks()) {
      ids.add(id);
    }
    boolean storeRefused = ids.contains(database.storeLockId());
    for (PlannedKey key : plan.keys()) {
      if (exists(key) && (storeRefused || ids.contains(database.lockId(unit.entry(key))))) {
        key.refuse();
        refused.add(unit.entry(key));
      }
    }
    return partial && !storeRefused;
  }

  /** Takes what has been loaded of keys that are not refused. */
  void take(Loaded loaded) {
    load.forEach(Entry::loadedNothing);
    for (StoredKey row : loaded.rows()) {
      Entry entry = load.get(row.index());
      if (!refused.contains(entry)) {
        entry.loaded(row);
      }
    }
    wishes.forEach(Wish.Load::deliver);
  }
}
