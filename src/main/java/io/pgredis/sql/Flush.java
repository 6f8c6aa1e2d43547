package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Puts together the text and the parameters that write a batch's changes: one statement for each
 * kind of change, whatever their number. Every statement checks how many rows it wrote and divides
 * by zero if one was not there: a batch whose view of the rows was wrong must not commit.
 */
public final class Flush {
  /** Fails unless the statement before it wrote as many rows as its parameter has elements. */
  static final String GUARD =
      "select 1 / (case when (select count(*) from written) = cardinality(?::bigint[]) then 1 else 0 end)";

  /** About as long as the text of a batch's changes is, to begin with. */
  private static final int TEXT_CHARS = 1_000;

  private static final String WORKER =
      "update worker set n = n + 1 where id = ? and epoch = ? and n = ? returning 1";

  private static final String INPUT =
      """
      unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::smallint[], ?::smallint[], ?::bytea[],
             ?::bigint[], ?::bigint[])
        as i (keyspace, high, low, name, type, encoding, value, expires_at, version)""";

  private static final String INSERT =
      """
      insert into key (keyspace, high, low, name, type, encoding, value, expires_at, version)
      select i.keyspace, i.high, i.low, i.name, i.type, i.encoding, i.value, nullif(i.expires_at, 0), i.version
      from """
          + " "
          + INPUT;

  private static final String UPDATE =
      """
      with written as (
        update key t
        set type = i.type, encoding = i.encoding, value = i.value,
            id = null, length = null, head = null, items = null, room = null,
            expires_at = nullif(i.expires_at, 0), version = i.version
        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::smallint[], ?::smallint[], ?::bytea[],
                    ?::bigint[], ?::bigint[])
          as i (keyspace, high, low, type, encoding, value, expires_at, version)
        where t.keyspace = any (array[i.keyspace]) and (t.high, t.low) = (i.high, i.low)
        returning 1)
      """
          + GUARD;

  /** As {@link #UPDATE}, for a single key: a list of one costs more. */
  private static final String UPDATE_ONE =
      """
      update key t
      set type = ?, encoding = ?, value = ?, id = null, length = null, head = null, items = null,
          room = null, expires_at = ?, version = ?
      where t.keyspace = ? and t.high = ? and t.low = ?
      returning 1""";

  private static final String EXPIRE =
      """
      with written as (
        update key t
        set expires_at = nullif(i.expires_at, 0), version = i.version, room = null
        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
          as i (keyspace, high, low, expires_at, version)
        where t.keyspace = any (array[i.keyspace]) and (t.high, t.low) = (i.high, i.low)
        returning 1)
      """
          + GUARD;

  private static final String DELETE =
      """
      with written as (
        delete from key t
        using unnest(?::bigint[], ?::bigint[], ?::bigint[]) as i (keyspace, high, low)
        where t.keyspace = any (array[i.keyspace]) and (t.high, t.low) = (i.high, i.low)
        returning 1)
      """
          + GUARD;

  private static final String ADD_COUNTS =
      """
      on conflict (keyspace, worker) do update
      set keys = key_count.keys + excluded.keys, expiring = key_count.expiring + excluded.expiring""";

  private static final String COUNT =
      """
      insert into key_count (worker, keyspace, keys, expiring)
      select ?, i.keyspace, i.keys, i.expiring
      from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as i (keyspace, keys, expiring)
      """
          + ADD_COUNTS;

  /** Writes over whatever is there, and counts what it found by the statement's own snapshot. */
  private static final String UPSERT =
      """
      with i as materialized (
        select * from """
          + " "
          + INPUT
          + """
      ), old as (
        select t.keyspace, t.expires_at is not null as expiring, t.id, t.type
        from i join key t on t.keyspace = any (array[i.keyspace]) and (t.high, t.low) = (i.high, i.low)
        where t.type <> 0
      ), written as (
        insert into key (keyspace, high, low, name, type, encoding, value, expires_at, version)
        select i.keyspace, i.high, i.low, i.name, i.type, i.encoding, i.value, nullif(i.expires_at, 0), i.version
        from i
        on conflict (keyspace, high, low) do update
        set type = excluded.type, encoding = excluded.encoding, value = excluded.value,
            id = null, length = null, head = null, items = null, room = null,
            expires_at = excluded.expires_at, version = excluded.version
      ), buried as (
        insert into graveyard (id, type) select old.id, old.type from old where old.id is not null
      )
      insert into key_count (worker, keyspace, keys, expiring)
      select ?, d.keyspace, sum(d.keys), sum(d.expiring)
      from (select i.keyspace, 1 as keys, (i.expires_at <> 0)::integer as expiring from i
            union all
            select old.keyspace, -1, -old.expiring::integer from old) d
      group by d.keyspace
      having sum(d.keys) <> 0 or sum(d.expiring) <> 0
      """
          + ADD_COUNTS;

  /** Sets a statement's parameters from a position on, and answers the next one. */
  interface Binder {
    int bind(PreparedStatement statement, int parameter) throws SQLException;
  }

  private final List<String> singleTexts = new ArrayList<>();
  private final List<Binder> singleBinders = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Binder> binders = new ArrayList<>();

  /** A statement without parameters. */
  Flush add(String text) {
    texts.add(text);
    return this;
  }

  /** A statement. */
  Flush add(String text, Binder binder) {
    texts.add(text);
    binders.add(binder);
    return this;
  }

  /**
   * A statement that has to write a single row, and returns it. All of these travel as one
   * statement, before the others.
   */
  Flush addSingle(String text, Binder binder) {
    singleTexts.add(text);
    singleBinders.add(binder);
    return this;
  }

  /** Advances the worker's row; fails the batch if the worker has been fenced. */
  Flush worker(Worker worker) {
    return addSingle(
        WORKER,
        (s, p) -> {
          s.setLong(p, worker.id());
          s.setLong(p + 1, worker.epoch());
          s.setLong(p + 2, worker.n());
          return p + 3;
        });
  }

  /** Writes changes. */
  Flush changes(Changes changes, long workerId) {
    if (!changes.upserts.isEmpty()) {
      texts.add(UPSERT);
      binders.add(
          (s, p) -> {
            int next = bindRows(s, p, changes.upserts);
            s.setLong(next, workerId);
            return next + 1;
          });
    }
    if (!changes.deletes.isEmpty()) {
      texts.add(DELETE);
      binders.add((s, p) -> bindGuard(s, bindKeys(s, p, changes.deletes), changes.deletes.size()));
    }
    if (!changes.inserts.isEmpty()) {
      texts.add(INSERT);
      binders.add((s, p) -> bindRows(s, p, changes.inserts));
    }
    if (changes.updates.size() == 1) {
      RowWrite row = changes.updates.getFirst();
      addSingle(
          UPDATE_ONE,
          (s, p) -> {
            int next = bindKind(s, p, row);
            s.setBytes(next++, row.valueBytes());
            return bindRest(s, next, row);
          });
    } else if (!changes.updates.isEmpty()) {
      texts.add(UPDATE);
      binders.add(
          (s, p) -> {
            int next = bindKeys(s, p, changes.updates);
            s.setObject(next++, shorts(changes.updates, true));
            s.setObject(next++, shorts(changes.updates, false));
            s.setObject(next++, values(changes.updates));
            s.setObject(next++, longs(changes.updates, RowWrite::expiryMillis));
            s.setObject(next++, longs(changes.updates, RowWrite::version));
            return bindGuard(s, next, changes.updates.size());
          });
    }
    if (!changes.expiries.isEmpty()) {
      texts.add(EXPIRE);
      binders.add(
          (s, p) -> {
            int next = bindKeys(s, p, changes.expiries);
            s.setObject(next++, longs(changes.expiries, RowWrite::expiryMillis));
            s.setObject(next++, longs(changes.expiries, RowWrite::version));
            return bindGuard(s, next, changes.expiries.size());
          });
    }
    collections(changes);
    changes.counts.values().removeIf(sums -> sums[0] == 0 && sums[1] == 0);
    if (!changes.counts.isEmpty()) {
      texts.add(COUNT);
      binders.add((s, p) -> bindCounts(s, p, changes.counts, workerId));
    }
    return this;
  }

  private void collections(Changes changes) {
    if (!changes.collectionInserts.isEmpty()) {
      CollectionRows.insert(this, changes.collectionInserts);
    }
    if (!changes.collectionUpdates.isEmpty()) {
      CollectionRows.update(this, changes.collectionUpdates);
    }
    for (FlushPart part : changes.parts.values()) {
      if (!part.isEmpty()) {
        part.addTo(this);
      }
    }
    if (!changes.graves.isEmpty()) {
      CollectionRows.bury(this, changes.graves);
    }
  }

  /** The text of all statements. */
  String text() {
    StringBuilder text = new StringBuilder(TEXT_CHARS);
    if (!singleTexts.isEmpty()) {
      singles(text);
    }
    for (String statement : texts) {
      text.append(text.isEmpty() ? "" : ";\n").append(statement);
    }
    return text.toString();
  }

  private void singles(StringBuilder text) {
    StringBuilder product = new StringBuilder();
    for (int i = 0; i < singleTexts.size(); i++) {
      text.append(i == 0 ? "with " : ",\n").append("w").append(i);
      text.append(" as (").append(singleTexts.get(i)).append(")");
      product.append(i == 0 ? "" : " * ").append("(select count(*) from w").append(i).append(")");
    }
    text.append("\nselect 1 / (").append(product).append(")");
  }

  /** Sets all parameters, from a position on; returns the next one. */
  int bind(PreparedStatement statement, int parameter) throws SQLException {
    int next = parameter;
    for (Binder binder : singleBinders) {
      next = binder.bind(statement, next);
    }
    for (Binder binder : binders) {
      next = binder.bind(statement, next);
    }
    return next;
  }

  static int bindKeys(PreparedStatement s, int p, List<? extends RowKey> keys) throws SQLException {
    s.setObject(p, longs(keys, RowKey::keyspace));
    s.setObject(p + 1, longs(keys, RowKey::high));
    s.setObject(p + 2, longs(keys, RowKey::low));
    return p + 3;
  }

  /** Binds {@link #GUARD}. */
  static int bindGuard(PreparedStatement s, int p, int rows) throws SQLException {
    s.setObject(p, new long[rows]);
    return p + 1;
  }

  static int bindRows(PreparedStatement s, int p, List<RowWrite> rows) throws SQLException {
    int next = bindKeys(s, p, rows);
    s.setObject(next++, names(rows));
    s.setObject(next++, shorts(rows, true));
    s.setObject(next++, shorts(rows, false));
    s.setObject(next++, values(rows));
    s.setObject(next++, longs(rows, RowWrite::expiryMillis));
    s.setObject(next++, longs(rows, RowWrite::version));
    return next;
  }

  /** Binds a single string without an expiry. */
  static void bindString(PreparedStatement s, int p, RowWrite row) throws SQLException {
    s.setLong(p, row.keyspace());
    s.setLong(p + 1, row.high());
    s.setLong(p + 2, row.low());
    s.setBytes(p + 3, row.name());
    int next = bindKind(s, p + 4, row);
    s.setBytes(next, row.valueBytes());
    s.setLong(next + 1, row.version());
  }

  /** Binds the columns that a single row begins with: its type and its encoding. */
  static int bindKind(PreparedStatement s, int p, RowWrite row) throws SQLException {
    s.setShort(p, row.typeCode());
    s.setShort(p + 1, row.encodingCode());
    return p + 2;
  }

  /** Binds what a single row ends with: its expiry and version, and which row it is. */
  static int bindRest(PreparedStatement s, int p, RowWrite row) throws SQLException {
    bindLong(s, p, row.expiryMillis(), row.expiryMillis() != 0);
    s.setLong(p + 1, row.version());
    s.setLong(p + 2, row.keyspace());
    s.setLong(p + 3, row.high());
    s.setLong(p + 4, row.low());
    return p + 5;
  }

  static void bindLong(PreparedStatement s, int p, long value, boolean isThere)
      throws SQLException {
    if (isThere) {
      s.setLong(p, value);
    } else {
      s.setNull(p, Types.BIGINT);
    }
  }

  private static int bindCounts(PreparedStatement s, int p, Map<Long, long[]> counts, long workerId)
      throws SQLException {
    int size = counts.size();
    long[] keyspaces = new long[size];
    long[] keys = new long[size];
    long[] expiring = new long[size];
    int i = 0;
    for (Map.Entry<Long, long[]> count : counts.entrySet()) {
      keyspaces[i] = count.getKey();
      keys[i] = count.getValue()[0];
      expiring[i++] = count.getValue()[1];
    }
    s.setLong(p, workerId);
    s.setObject(p + 1, keyspaces);
    s.setObject(p + 2, keys);
    s.setObject(p + 3, expiring);
    return p + 4;
  }

  static <T> long[] longs(List<? extends T> rows, ToLongFunction<T> field) {
    long[] all = new long[rows.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = field.applyAsLong(rows.get(i));
    }
    return all;
  }

  static short[] shorts(List<RowWrite> rows, boolean type) {
    short[] all = new short[rows.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = type ? rows.get(i).typeCode() : rows.get(i).encodingCode();
    }
    return all;
  }

  static byte[][] names(List<RowWrite> rows) {
    byte[][] all = new byte[rows.size()][];
    for (int i = 0; i < all.length; i++) {
      all[i] = rows.get(i).name();
    }
    return all;
  }

  static byte[][] values(List<RowWrite> rows) {
    byte[][] all = new byte[rows.size()][];
    for (int i = 0; i < all.length; i++) {
      all[i] = rows.get(i).valueBytes();
    }
    return all;
  }
}
