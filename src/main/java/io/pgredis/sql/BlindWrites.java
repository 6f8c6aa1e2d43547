package io.pgredis.sql;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Batches that write without having looked: from locks to commit, each is one call of a function of
 * the schema (V8, V10, V12). What the function finds otherwise than the batch took it to be makes
 * it fail with {@link SqlFailure.Kind#GUARD}.
 */
public final class BlindWrites {
  private static final String WRITE_BLIND =
      "select write_blind(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String WRITE_BLIND_ALIKE =
      "select write_blind_alike(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String WRITE_BLIND_ONE =
      "select write_blind_one(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Transaction transaction;

  BlindWrites(Transaction transaction) {
    this.transaction = transaction;
  }

  /**
   * Locks, writes and commits in a single round trip what did not have to be read.
   *
   * @throws SqlFailure of kind GUARD if a lock is held by others or the mapping has changed
   */
  public void strings(LockSet locks, long generation, Changes changes, Worker worker) {
    long[] ids = locks.ids();
    List<RowWrite> rows = changes.upserts;
    boolean one = rows.size() == 1 && ids.length == 2 && rows.getFirst().expiryMillis() == 0;
    boolean alike = !one && transaction.looksUpArrays() && areAlike(rows);
    String text = one ? WRITE_BLIND_ONE : alike ? WRITE_BLIND_ALIKE : WRITE_BLIND;
    try (PreparedStatement call = transaction.prepare(text)) {
      bindStart(call, ids[0], generation, worker);
      if (one) {
        call.setLong(2, ids[1]);
        Flush.bindString(call, 7, rows.getFirst());
      } else {
        call.setObject(2, Arrays.copyOfRange(ids, 1, ids.length));
        if (alike) {
          bindAlike(call, 7, rows);
        } else {
          Flush.bindRows(call, 7, rows);
        }
      }
      worker.runsOn(transaction.backend());
      call.executeQuery();
      transaction.checkWarnings(call);
      worker.committed();
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * Whether they are of one keyspace and type, without an expiry. Not too many for that they are
   * anyway: each of them takes a lock.
   */
  private static boolean areAlike(List<RowWrite> rows) {
    RowWrite first = rows.getFirst();
    return rows.stream()
        .allMatch(
            row ->
                row.keyspace() == first.keyspace()
                    && row.typeCode() == first.typeCode()
                    && row.expiryMillis() == 0);
  }

  /**
   * Binds rows that are alike. The function finds a row's place among them by its digest. The
   * latest version serves for all: a key's version tells its modifications apart, and of each key
   * this batch writes one.
   */
  private static void bindAlike(PreparedStatement call, int parameter, List<RowWrite> rows)
      throws SQLException {
    rows.sort(Comparator.comparingLong(RowWrite::high));
    call.setLong(parameter, rows.getFirst().keyspace());
    call.setShort(parameter + 1, rows.getFirst().typeCode());
    call.setLong(parameter + 2, rows.stream().mapToLong(RowWrite::version).max().orElseThrow());
    call.setObject(parameter + 3, Flush.longs(rows, RowKey::high));
    call.setObject(parameter + 4, Flush.longs(rows, RowKey::low));
    call.setObject(parameter + 5, Flush.names(rows));
    call.setObject(parameter + 6, Flush.shorts(rows, false));
    call.setObject(parameter + 7, Flush.values(rows));
  }

  /**
   * Locks, puts elements unseen and commits in a single round trip.
   *
   * @return which of the elements are new, by their numbers from 1 on
   * @throws SqlFailure of kind GUARD as {@link #strings}, or if a key is not a collection that
   *     takes elements unseen
   */
  public int[] elements(LockSet locks, long generation, UnseenPuts<?> puts, Worker worker) {
    long[] ids = locks.ids();
    try (PreparedStatement call = transaction.prepare(puts.text())) {
      bindStart(call, ids[0], generation, worker);
      call.setObject(2, Arrays.copyOfRange(ids, 1, ids.length));
      puts.bind(call, 7);
      worker.runsOn(transaction.backend());
      Array created;
      try (ResultSet row = call.executeQuery()) {
        row.next();
        created = row.getArray(1);
      }
      transaction.checkWarnings(call);
      if (created != null) {
        worker.committed();
      }
      return numbers(created);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** Binds what all of these functions begin with, but for the locks of keys. */
  private static void bindStart(
      PreparedStatement call, long storeLock, long generation, Worker worker) throws SQLException {
    call.setLong(1, storeLock);
    call.setLong(3, generation);
    call.setLong(4, worker.id());
    call.setLong(5, worker.epoch());
    call.setLong(6, worker.n());
  }

  /** The numbers of an array; none for null. */
  static int[] numbers(Array array) throws SQLException {
    if (array == null) {
      return new int[0];
    }
    return Stream.of((Integer[]) array.getArray()).mapToInt(Integer::intValue).toArray();
  }
}
