package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The load of some keys: the text of the statement, its parameters, and which row belongs to which
 * key.
 *
 * <p>Keys of one keyspace are looked up as {@code high = any (…)}, which is one scan of the index
 * for all of them and costs half of a join with the list of keys. It finds rows by the first half
 * of the digest only; the second half is compared here. Where {@link Database#looksUpArrays} is
 * false, it is the join.
 */
final class KeyLoad {
  private static final int TYPE_SHIFT = 8;
  private static final int CODE_MASK = 0xff;
  private static final int INDEX_SHIFT = 16;

  /** Long values are left out, and only their length is told. */
  private static final String COLUMNS =
      """
      case when octet_length(t.value) <= %1$d then t.value end,
      case when octet_length(t.value) > %1$d then octet_length(t.value)::bigint else t.length end,
      t.expires_at, t.version, t.id, t.head, array_send(t.items)
      """
          .formatted(Limits.INLINE_VALUE_BYTES);

  /** What a row is: its type, its encoding. */
  private static final String KIND = "(t.type::bigint << 8 | t.encoding)";

  private static final String BY_ARRAY =
      "select t.high, t.low, "
          + KIND
          + ",\n"
          + COLUMNS
          + """
          from key t
          where t.keyspace = ? and t.high = any (?::bigint[])""";

  private static final String BY_JOIN =
      "select t.high, t.low, k.n << 16 | "
          + KIND
          + ",\n"
          + COLUMNS
          + """
          from unnest(?::bigint[], ?::bigint[], ?::bigint[]) with ordinality as k (keyspace, high, low, n)
          join key t on t.keyspace = any (array[k.keyspace]) and (t.high, t.low) = (k.high, k.low)""";

  /** One row more, in the same columns: the clock in microseconds and the mapping's generation. */
  private static final String CLOCK =
      """
      select (extract(epoch from clock_timestamp()) * 1000000)::bigint, generation, -1::bigint,
             null::bytea, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::bytea
      from store
      """;

  private final List<? extends RowKey> keys;
  private final boolean byArray;
  private int[] buckets = {};

  KeyLoad(List<? extends RowKey> keys, boolean arrays) {
    this.keys = keys;
    this.byArray =
        arrays && keys.stream().allMatch(key -> key.keyspace() == keys.getFirst().keyspace());
  }

  /** The statement. */
  String text() {
    return byArray ? BY_ARRAY : BY_JOIN;
  }

  /** The statement that reads the clock and the generation as well, all from one snapshot. */
  String textWithClock() {
    return keys.isEmpty() ? CLOCK : CLOCK + "union all\n" + text();
  }

  /** Sets its parameters, from a position on; returns the next one. */
  int bind(PreparedStatement statement, int parameter) throws SQLException {
    if (keys.isEmpty()) {
      return parameter;
    }
    if (!byArray) {
      return Flush.bindKeys(statement, parameter, keys);
    }
    long[] highs = new long[keys.size()];
    for (int i = 0; i < highs.length; i++) {
      highs[i] = keys.get(i).high();
    }
    statement.setLong(parameter, keys.getFirst().keyspace());
    statement.setObject(parameter + 1, highs);
    return parameter + 2;
  }

  /** The rows of {@link #text}. */
  List<StoredKey> rows(ResultSet rows) throws SQLException {
    List<StoredKey> found = new ArrayList<>(keys.size());
    while (rows.next()) {
      add(found, rows, rows.getLong(3));
    }
    return found;
  }

  /** The rows of {@link #textWithClock}. */
  Loaded loaded(ResultSet rows) throws SQLException {
    List<StoredKey> found = new ArrayList<>(keys.size());
    long now = 0;
    long generation = 0;
    while (rows.next()) {
      long kind = rows.getLong(3);
      if (kind < 0) {
        now = rows.getLong(1);
        generation = rows.getLong(2);
      } else {
        add(found, rows, kind);
      }
    }
    return new Loaded(now, generation, found, Transaction.NO_LOCKS);
  }

  private void add(List<StoredKey> found, ResultSet rows, long kind) throws SQLException {
    int index =
        byArray
            ? indexOf(rows.getLong(1), rows.getLong(2))
            : Math.toIntExact(kind >> INDEX_SHIFT) - 1;
    if (index < 0) {
      // It shares no more than the first half of a digest with a key that was asked for.
      return;
    }
    byte[] value = rows.getBytes(4);
    found.add(
        new StoredKey(
            index,
            (short) (kind >> TYPE_SHIFT & CODE_MASK),
            (short) (kind & CODE_MASK),
            value,
            value == null ? rows.getLong(5) : value.length,
            rows.getLong(6),
            rows.getLong(7),
            rows.getLong(8),
            rows.getLong(9),
            rows.getBytes(10)));
  }

  /** The position of a key among those asked for; -1 if it is not among them. */
  private int indexOf(long high, long low) {
    if (buckets.length == 0) {
      index();
    }
    for (int at = bucket(high); buckets[at] >= 0; at = (at + 1) & (buckets.length - 1)) {
      RowKey key = keys.get(buckets[at]);
      if (key.high() == high && key.low() == low) {
        return buckets[at];
      }
    }
    return -1;
  }

  /** Digests are spread evenly by themselves: open addressing, at most half full. */
  private void index() {
    buckets = new int[Integer.highestOneBit(keys.size()) << 2];
    Arrays.fill(buckets, -1);
    for (int i = 0; i < keys.size(); i++) {
      int at = bucket(keys.get(i).high());
      while (buckets[at] >= 0) {
        at = (at + 1) & (buckets.length - 1);
      }
      buckets[at] = i;
    }
  }

  private int bucket(long high) {
    return (int) high & (buckets.length - 1);
  }
}
