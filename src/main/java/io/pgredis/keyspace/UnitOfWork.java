package io.pgredis.keyspace;

import io.pgredis.keyspace.KeyRow.Lock;
import io.pgredis.sql.Changes;
import io.pgredis.sql.Database;
import io.pgredis.sql.Loaded;
import io.pgredis.sql.LockSet;
import io.pgredis.sql.Mapping;
import io.pgredis.sql.SqlFailure;
import io.pgredis.sql.Transaction;
import io.pgredis.sql.Worker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyspace during one batch: an identity map of {@link Entry}s in front of a transaction. It is
 * begun with what the batch is known to touch, all of which is locked and read in one round trip;
 * it collects what the commands change; and it commits that in another. What a command touches
 * beyond the plan is locked and loaded on demand, or makes the batch start again ({@link Restart}).
 *
 * <p>Used by one thread, for one attempt of one batch.
 */
public final class UnitOfWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

  /** How long the marker of a watched key that does not exist stays. In milliseconds. */
  public static final long MARKER_MILLIS = 60 * 60 * 1000L;

  /** A command that reads more elements than this is run alone, so that it delays nobody. */
  public static final int LONG_READ_ELEMENTS = 10_000;

  /** In which way the batch talks to the database. */
  public enum Mode {
    /** One statement is the snapshot: everything it needs is planned. */
    READ_ONCE,
    /** A read-only transaction with one snapshot. */
    SNAPSHOT,
    /** Locks, loads, and commits. */
    WRITE,
    /** Overwrites without having looked: lock to commit in one round trip. */
    BLIND
  }

  /**
   * What a batch is begun with.
   *
   * @param mode how
   * @param keys what it touches, each key once
   * @param exclusive whether it takes the store's exclusive lock instead of locks of keys
   * @param waits whether to wait for locks that other instances hold
   * @param alone whether it delays nobody if it takes long
   */
  public record Plan(
      Mode mode, Collection<PlannedKey> keys, boolean exclusive, boolean waits, boolean alone) {}

  private final Database database;
  private final Worker worker;
  private final Plan plan;
  private final Packing packing;
  private final Transaction transaction;
  private final Entries entries;
  private final OnDemand onDemand;
  private final Unseen unseen;
  private final List<Entry> expired = new ArrayList<>();
  private Mapping mapping;
  private boolean mappingChanged;
  private boolean mappingCommitted;
  private long now;
  private long nowMicros;
  private long changedBytes;
  private boolean changed;

  /** A unit of work over a connection of its own; {@link #begin} comes next. */
  public UnitOfWork(Database database, Worker worker, Plan plan, Packing packing) {
    this.packing = packing;
    this.database = database;
    this.worker = worker;
    this.plan = plan;
    this.entries = new Entries(this, plan.keys.size());
    this.mapping = database.mapping();
    this.transaction = database.transaction();
    this.onDemand = new OnDemand(plan, database, transaction);
    this.unseen = new Unseen(this, unseenType(plan));
  }

  private static ValueType unseenType(Plan plan) {
    return plan.mode == Mode.BLIND && !plan.keys.isEmpty()
        ? plan.keys.iterator().next().unseen()
        : ValueType.NONE;
  }

  /**
   * Locks and loads what is planned.
   *
   * @return false if others hold locks of planned keys, which are marked as refused, and the plan
   *     says not to wait; then nothing may be done but to close this
   */
  public boolean begin() {
    return begin(false);
  }

  /** As {@link #begin()}; if {@code partial}, refused keys are left out and the rest goes on. */
  boolean begin(boolean partial) {
    Opening opening = new Opening(this, plan, database);
    if (plan.mode == Mode.BLIND) {
      return true;
    }
    Loaded loaded = opening.load(transaction);
    if (!opening.isGranted(loaded, partial)) {
      return false;
    }
    if (loaded.generation() != mapping.generation()) {
      throw new Restart(Restart.Need.MAPPING);
    }
    nowMicros = loaded.nowMicros();
    now = nowMicros / 1000;
    opening.take(loaded);
    return true;
  }

  /** The time of this batch by the database's clock, in milliseconds since the epoch. */
  public long now() {
    if (plan.mode == Mode.BLIND) {
      throw new Restart(Restart.Need.LOAD);
    }
    return now;
  }

  /** Whether the batch overwrites without having looked, not even at the clock. */
  boolean isBlind() {
    return plan.mode == Mode.BLIND;
  }

  /** What the batch puts into collections that it does not look at. */
  public Unseen unseen() {
    return unseen;
  }

  /** As {@link #now}, in microseconds since the epoch. */
  public long nowMicros() {
    now();
    return nowMicros;
  }

  /** A key of a database. */
  public Entry entry(int databaseNumber, byte[] name) {
    return entry(mapping.keyspace(databaseNumber), name);
  }

  /** The key that is meant by a plan. */
  Entry entry(PlannedKey key) {
    return entry(key.keyspace(mapping.keyspaces()), key.name());
  }

  private Entry entry(long keyspace, byte[] name) {
    return entries.get(keyspace, name);
  }

  /** The keyspace that a database number means now. */
  public long keyspace(int databaseNumber) {
    return mapping.keyspace(databaseNumber);
  }

  /** How often a database has been emptied or has changed places. */
  public long changes(int databaseNumber) {
    return mapping.changes()[databaseNumber];
  }

  /** How many databases there are; their numbers begin with 0. */
  public int databases() {
    return mapping.keyspaces().length;
  }

  /** All keys of whole databases. */
  public WholeDatabases whole() {
    return new WholeDatabases(this, plan, transaction);
  }

  Mapping mapping() {
    return mapping;
  }

  /** Takes a mapping that this batch has written. */
  void remap(Mapping changedMapping) {
    mapping = changedMapping;
    // Markers have moved: what is known of rows is known no more.
    entries.clear();
    mappingChanged = true;
    changed = true;
  }

  /** Writes what has changed so far; the batch goes on. */
  void flushPending() {
    if (changed) {
      transaction.flush(entries.changes(transaction), worker);
      entries.flushed();
      changedBytes = 0;
    }
  }

  /**
   * Commits what has changed. When this returns, it is durable. Where nothing has changed, it is
   * left to {@link #close} to end the transaction: no reply has to wait for that.
   *
   * @return how many rows of expired keys went with it
   */
  public int commit() {
    int removed = 0;
    switch (plan.mode) {
      case READ_ONCE, SNAPSHOT -> {}
      case BLIND -> commitBlind();
      case WRITE -> {
        Changes changes = entries.changes(transaction);
        if (!changes.isEmpty() || changed) {
          transaction.commit(changes, worker);
          mappingCommitted = mappingChanged;
          removed = entries.expiredRemoved();
        }
      }
    }
    return removed;
  }

  private void commitBlind() {
    Changes changes = entries.changes(transaction);
    if (changes.isEmpty() && unseen.isEmpty()) {
      return;
    }
    if (!changes.isEmpty() && !unseen.isEmpty()) {
      throw new Restart(Restart.Need.LOAD);
    }
    LockSet locks = new LockSet(database.storeLockId(), false);
    for (Entry entry : entries.all()) {
      locks.add(database.lockId(entry), true);
    }
    if (unseen.isEmpty()) {
      transaction.blindWrites().strings(locks, mapping.generation(), changes, worker);
    } else {
      unseen.created(
          transaction.blindWrites().elements(locks, mapping.generation(), unseen.writes(), worker));
    }
  }

  /** It turned out that this has committed, although its connection was lost on the way. */
  public void settled() {
    if (!unseen.isEmpty()) {
      unseen.created(worker.created());
    }
  }

  /** If that fails, the next batch notices that the mapping is old; this one has committed. */
  private void refreshMapping() {
    try {
      database.refreshMapping();
    } catch (SqlFailure e) {
      LOG.debug("The mapping of databases could not be read again: {}", e.getMessage());
    }
  }

  /** Leaves the rows of a spread collection that no key holds any more to the reaper. */
  void bury(long id, ValueType type) {
    entries.bury(id, type);
  }

  Packing packing() {
    return packing;
  }

  /** To be called before very many elements are read: a batch of reads starts again alone. */
  void readsAtLength(long elements) {
    boolean reads = plan.mode == Mode.READ_ONCE || plan.mode == Mode.SNAPSHOT;
    if (reads && !plan.alone && elements > LONG_READ_ELEMENTS) {
      throw new Restart(Restart.Need.ALONE);
    }
  }

  /** The transaction, to read what has been loaded only in part. */
  Transaction reading() {
    return onDemand.reading();
  }

  /** What its keys need beyond the plan. */
  OnDemand onDemand() {
    return onDemand;
  }

  /** How many bytes of values the batch is going to write. */
  public long changedBytes() {
    return changedBytes;
  }

  /** Keys to plan for when the batch starts again for {@link Restart.Need#LOCKS}. */
  public List<PlannedKey> wanted() {
    return onDemand.wanted();
  }

  /** Keys that were found expired and that this batch does not remove. */
  public List<Entry> expired() {
    return expired;
  }

  long nextVersion() {
    return worker.nextVersion();
  }

  void changed(long bytes) {
    changed = true;
    changedBytes += bytes;
  }

  void foundExpired(Entry entry) {
    if (entry.lock() != Lock.EXCLUSIVE) {
      expired.add(entry);
    }
  }

  /**
   * Loads keys together that are going to be looked at one after the other. What a writing batch
   * has not locked yet makes it start again with their locks.
   */
  public void prefetch(Collection<Entry> wantedEntries) {
    onDemand.prefetch(wantedEntries);
  }

  /**
   * Lets go of keys that will not be looked at again soon; a writing batch needs them to the end.
   */
  public void forget(Collection<Entry> known) {
    if (plan.mode == Mode.SNAPSHOT || plan.mode == Mode.READ_ONCE) {
      known.forEach(entries::remove);
    }
  }

  /** Closes it together with its connection. */
  public void abandon() {
    transaction.abandon();
    close();
  }

  @Override
  public void close() {
    transaction.close();
    if (mappingCommitted) {
      refreshMapping();
    }
  }
}
