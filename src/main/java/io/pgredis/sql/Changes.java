package io.pgredis.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a batch changes, sorted by the statement that writes it. */
public final class Changes {

  /**
   * A spread collection that no key holds any more.
   *
   * @param id its id
   * @param type its type's code
   */
  public record Grave(long id, short type) {}

  final List<RowWrite> inserts = new ArrayList<>();
  final List<RowWrite> updates = new ArrayList<>();
  final List<RowWrite> upserts = new ArrayList<>();
  final List<RowWrite> expiries = new ArrayList<>();
  final List<RowKey> deletes = new ArrayList<>();
  final List<RowWrite> collectionInserts = new ArrayList<>();
  final List<RowWrite> collectionUpdates = new ArrayList<>();
  final List<Grave> graves = new ArrayList<>();
  final Map<Object, FlushPart> parts = new LinkedHashMap<>();
  final Map<Long, long[]> counts = new HashMap<>();

  /** A row that does not exist yet. */
  public void insert(RowWrite row) {
    (row.isCollection() ? collectionInserts : inserts).add(row);
  }

  /** A row that exists and gets a new value. */
  public void update(RowWrite row) {
    (row.isCollection() ? collectionUpdates : updates).add(row);
  }

  /**
   * A string whose row nobody has looked at; the counts of its keyspace follow by themselves, and a
   * collection that it replaces is buried.
   */
  public void upsert(RowWrite row) {
    upserts.add(row);
  }

  /** A row that exists and of which only the expiry changes. */
  public void expiry(RowWrite row) {
    expiries.add(row);
  }

  /** A row that exists and goes. */
  public void delete(RowKey row) {
    deletes.add(row);
  }

  /** A spread collection that no key holds any more. */
  public void bury(long id, short type) {
    graves.add(new Grave(id, type));
  }

  /**
   * The changes of one table of elements.
   *
   * @param table what tells it from others
   * @param fresh makes it the first time it is asked for
   */
  @SuppressWarnings("unchecked")
  public <P extends FlushPart> P part(Object table, Supplier<P> fresh) {
    return (P) parts.computeIfAbsent(table, t -> fresh.get());
  }

  /** Counts keys that came (or, negative, went), and how many of them expire. */
  public void count(long keyspace, int keys, int expiring) {
    if (keys == 0 && expiring == 0) {
      return;
    }
    long[] sums = counts.computeIfAbsent(keyspace, k -> new long[2]);
    sums[0] += keys;
    sums[1] += expiring;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return inserts.isEmpty()
        && updates.isEmpty()
        && upserts.isEmpty()
        && expiries.isEmpty()
        && deletes.isEmpty()
        && collectionInserts.isEmpty()
        && collectionUpdates.isEmpty()
        && graves.isEmpty()
        && parts.values().stream().allMatch(FlushPart::isEmpty)
        && counts.isEmpty();
  }

  /** About how many rows of collections are to be written. */
  long elements() {
    long rows = 0;
    for (FlushPart part : parts.values()) {
      rows += part.rows();
    }
    return rows;
  }
}
