package io.pgredis.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What a batch changes, sorted by the statement that writes it. */
public final class Changes {
  final List<RowWrite> inserts = new ArrayList<>();
  final List<RowWrite> updates = new ArrayList<>();
  final List<RowWrite> upserts = new ArrayList<>();
  final List<RowWrite> expiries = new ArrayList<>();
  final List<RowKey> deletes = new ArrayList<>();
  final Map<Long, long[]> counts = new HashMap<>();

  /** A row that does not exist yet. */
  public void insert(RowWrite row) {
    inserts.add(row);
  }

  /** A row that exists and gets a new value. */
  public void update(RowWrite row) {
    updates.add(row);
  }

  /**
   * A row of which nobody knows whether it exists; the counts of its keyspace follow by themselves.
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
        && counts.isEmpty();
  }

  /** Takes rows with long values out of a list. */
  static final class LongValues {
    private LongValues() {}

    /** Writes one row. */
    interface Writer {
      void write(RowWrite row) throws SQLException;
    }

    static void take(List<RowWrite> rows, Writer writer) throws SQLException {
      for (Iterator<RowWrite> all = rows.iterator(); all.hasNext(); ) {
        RowWrite row = all.next();
        if (row.valueBytes() != null && row.valueBytes().length > Limits.ARRAY_VALUE_BYTES) {
          writer.write(row);
          all.remove();
        }
      }
    }
  }
}
