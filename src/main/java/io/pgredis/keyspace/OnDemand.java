package io.pgredis.keyspace;

import io.pgredis.keyspace.KeyRow.Lock;
import io.pgredis.keyspace.UnitOfWork.Mode;
import io.pgredis.keyspace.UnitOfWork.Plan;
import io.pgredis.sql.Database;
import io.pgredis.sql.StoredKey;
import io.pgredis.sql.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the keys of a batch need beyond its plan: locks and loads, each a round trip of its own. How
 * the batch talks to the database decides whether it gets them or has to start again.
 */
final class OnDemand {
  private final Plan plan;
  private final Database database;
  private final Transaction transaction;
  private final List<PlannedKey> wanted = new ArrayList<>();

  OnDemand(Plan plan, Database database, Transaction transaction) {
    this.plan = plan;
    this.database = database;
    this.transaction = transaction;
  }

  /** Keys to plan for when the batch starts again for {@link Restart.Need#LOCKS}. */
  List<PlannedKey> wanted() {
    return wanted;
  }

  /** The transaction, to read what has been loaded only in part. */
  Transaction reading() {
    switch (plan.mode()) {
      case READ_ONCE -> throw new Restart(Restart.Need.SNAPSHOT);
      case BLIND -> throw new Restart(Restart.Need.LOAD);
      case SNAPSHOT, WRITE -> {}
    }
    return transaction;
  }

  /** A string that was too long to come with its key. */
  byte[] loadValue(Entry entry) {
    if (plan.mode() == Mode.READ_ONCE) {
      throw new Restart(Restart.Need.SNAPSHOT);
    }
    return transaction.longValues().read(entry);
  }

  /** A part of such a string. */
  byte[] loadPart(Entry entry, int from, int to) {
    if (plan.mode() == Mode.READ_ONCE) {
      throw new Restart(Restart.Need.SNAPSHOT);
    }
    return transaction.longValues().readPart(entry, from, to);
  }

  /** Loads a key that was not planned; a writing batch locks it first. */
  void load(Entry entry) {
    switch (plan.mode()) {
      case READ_ONCE -> throw new Restart(Restart.Need.SNAPSHOT);
      case BLIND -> throw new Restart(Restart.Need.LOAD);
      case WRITE -> {
        if (entry.lock() == Lock.NONE) {
          lockOnDemand(entry);
        }
      }
      case SNAPSHOT -> {}
    }
    List<StoredKey> rows = transaction.load(List.of(entry));
    if (rows.isEmpty()) {
      entry.loadedNothing();
    } else {
      entry.loaded(rows.getFirst());
    }
  }

  /** See {@link UnitOfWork#prefetch}. */
  void prefetch(Collection<Entry> wantedEntries) {
    Set<Entry> missing = new LinkedHashSet<>();
    for (Entry entry : wantedEntries) {
      if (!entry.isKnown()) {
        missing.add(entry);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    switch (plan.mode()) {
      case READ_ONCE -> throw new Restart(Restart.Need.SNAPSHOT);
      case BLIND -> throw new Restart(Restart.Need.LOAD);
      case WRITE -> {
        boolean unlocked = false;
        for (Entry entry : missing) {
          if (!plan.exclusive() && entry.lock() == Lock.NONE) {
            wanted.add(PlannedKey.ofKeyspace(entry.keyspace(), entry.name()));
            unlocked = true;
          }
        }
        if (unlocked) {
          throw new Restart(Restart.Need.LOCKS);
        }
      }
      case SNAPSHOT -> {}
    }
    List<Entry> load = List.copyOf(missing);
    load.forEach(Entry::loadedNothing);
    for (StoredKey row : transaction.load(load)) {
      load.get(row.index()).loaded(row);
    }
  }

  /** Sees to it that a key that is about to change has the exclusive lock. */
  void lockForWrite(Entry entry) {
    switch (plan.mode()) {
      case READ_ONCE, SNAPSHOT -> throw new Restart(Restart.Need.WRITE);
      case BLIND -> entry.lock(Lock.EXCLUSIVE);
      case WRITE -> {
        if (entry.lock() == Lock.NONE) {
          lockOnDemand(entry);
        } else if (entry.lock() == Lock.SHARED) {
          // A lock is never upgraded: two that try would wait for each other.
          want(entry);
        }
      }
    }
  }

  private void lockOnDemand(Entry entry) {
    if (!plan.exclusive() && !transaction.tryLock(database.lockId(entry))) {
      want(entry);
    }
    entry.lock(Lock.EXCLUSIVE);
  }

  private void want(Entry entry) {
    wanted.add(PlannedKey.ofKeyspace(entry.keyspace(), entry.name()));
    throw new Restart(Restart.Need.LOCKS);
  }
}
