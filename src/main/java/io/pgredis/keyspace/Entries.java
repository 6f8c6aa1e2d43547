package io.pgredis.keyspace;

import io.pgredis.sql.Changes;
import io.pgredis.sql.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys that a batch has looked at, each once, and what there is to write of them. */
final class Entries {

  private record Name(long keyspace, byte[] bytes, int hash) {
    Name(long keyspace, byte[] bytes) {
      this(keyspace, bytes, 31 * Arrays.hashCode(bytes) + Long.hashCode(keyspace));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Name(long k, byte[] b, int h)
          && h == hash
          && k == keyspace
          && Arrays.equals(b, bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private final UnitOfWork unit;
  private final Map<Name, Entry> entries;
  private final List<Changes.Grave> graves = new ArrayList<>();
  private int expiredRemoved;

  Entries(UnitOfWork unit, int expected) {
    this.unit = unit;
    this.entries = HashMap.newHashMap(expected);
  }

  Entry get(long keyspace, byte[] name) {
    return entries.computeIfAbsent(
        new Name(keyspace, name), n -> new Entry(unit, n.keyspace, n.bytes));
  }

  Collection<Entry> all() {
    return entries.values();
  }

  /** Forgets a key. */
  void remove(Entry entry) {
    entries.remove(new Name(entry.keyspace(), entry.name()));
  }

  /** Forgets all keys. */
  void clear() {
    entries.clear();
  }

  /** Notes a spread collection that no key holds any more. */
  void bury(long id, ValueType type) {
    graves.add(new Changes.Grave(id, type.code()));
  }

  /** What has changed since it was last {@link #flushed}. */
  Changes changes(Transaction transaction) {
    Changes changes = new Changes();
    giveCollectionIds(transaction);
    for (Entry entry : entries.values()) {
      if (entry.collect(changes)) {
        expiredRemoved++;
      }
    }
    graves.forEach(grave -> changes.bury(grave.id(), grave.type()));
    graves.clear();
    return changes;
  }

  /** The changes have been written, though not committed. */
  void flushed() {
    entries.values().forEach(Entry::flushed);
  }

  private void giveCollectionIds(Transaction transaction) {
    List<Entry> without = new ArrayList<>(0);
    for (Entry entry : entries.values()) {
      if (entry.needsCollectionId()) {
        without.add(entry);
      }
    }
    if (!without.isEmpty()) {
      long[] ids = transaction.nextCollectionIds(without.size());
      for (int i = 0; i < ids.length; i++) {
        without.get(i).collectionId(ids[i]);
      }
    }
  }

  /** How many keys are removed only because they had expired. */
  int expiredRemoved() {
    return expiredRemoved;
  }
}
