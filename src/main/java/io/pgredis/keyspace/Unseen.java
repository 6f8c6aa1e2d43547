package io.pgredis.keyspace;

import io.pgredis.sql.Element;
import io.pgredis.sql.ElementTable;
import io.pgredis.sql.HashTable;
import io.pgredis.sql.HashTable.Field;
import io.pgredis.sql.SetTable;
import io.pgredis.sql.SetTable.Member;
import io.pgredis.sql.SortedSetTable;
import io.pgredis.sql.UnseenPuts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The elements that a batch puts into spread collections without having looked at them, so that it
 * need not load anything. How many of them are new, PostgreSQL finds out while it commits.
 *
 * <p>What the instance knows of a key may be old: if the key is not what it was ({@link
 * KeyedView#takesUnseen}), the batch does not commit and is carried out again the ordinary way.
 */
public final class Unseen {
  /**
   * A batch on more keys looks at them: the functions go from key to key, the ordinary statements
   * take all of them at once.
   */
  public static final int MOST_KEYS = 4;

  /** A batch that puts more elements looks at them. */
  public static final int MOST_ELEMENTS = 1_024;

  /** An element that is put. */
  private static final class Put<V> implements Element<V> {
    private final byte[] name;
    private final long high;
    private final long low;
    private V value;
    private boolean created;

    Put(byte[] name) {
      this.name = name;
      byte[] digest = Digest.of(name);
      this.high = Digest.high(digest);
      this.low = Digest.low(digest);
    }

    @Override
    public long id() {
      throw new UnsupportedOperationException("the id of an unseen collection is not known");
    }

    @Override
    public long high() {
      return high;
    }

    @Override
    public long low() {
      return low;
    }

    @Override
    public byte[] name() {
      return name;
    }

    @Override
    public V value() {
      return value;
    }
  }

  private final Map<Entry, Map<Bytes, Put<?>>> puts = new LinkedHashMap<>();
  private final UnitOfWork unit;
  private final ValueType type;
  private int elements;

  /** Takes elements of collections of a type; {@link ValueType#NONE} for none. */
  Unseen(UnitOfWork unit, ValueType type) {
    this.unit = unit;
    this.type = type;
  }

  /** Whether the batch puts elements into collections of this type without looking at them. */
  public boolean takes(ValueType wanted) {
    return type == wanted;
  }

  /**
   * Adds members to a set.
   *
   * @return how many of them are new; to be asked once the batch has committed
   */
  public LongSupplier members(Entry key, List<byte[]> names) {
    return put(key, names, Collections.nCopies(names.size(), Member.PRESENT), 0);
  }

  /** As {@link #members}, fields of a hash with their values. */
  public LongSupplier fields(Entry key, List<byte[]> names, List<byte[]> values) {
    List<Field> fields = new ArrayList<>(values.size());
    long bytes = 0;
    for (byte[] value : values) {
      fields.add(new Field(value, HashView.NO_EXPIRY));
      bytes += value.length;
    }
    return put(key, names, fields, bytes);
  }

  /** As {@link #members}, members of a sorted set with their scores. */
  public LongSupplier scores(Entry key, List<byte[]> names, double[] scores) {
    List<Double> values = new ArrayList<>(scores.length);
    for (double score : scores) {
      values.add(score);
    }
    return put(key, names, values, (long) scores.length * Double.BYTES);
  }

  @SuppressWarnings("unchecked")
  private <V> LongSupplier put(Entry key, List<byte[]> names, List<V> values, long valueBytes) {
    long bytes = valueBytes;
    Map<Bytes, Put<?>> own = puts.computeIfAbsent(key, k -> new LinkedHashMap<>());
    List<Put<V>> first = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      byte[] name = names.get(i);
      Put<V> put = (Put<V>) own.get(Bytes.of(name));
      if (put == null) {
        put = new Put<>(name);
        own.put(Bytes.of(name), put);
        first.add(put);
        bytes += name.length;
      }
      put.value = values.get(i);
    }
    elements += first.size();
    if (elements > MOST_ELEMENTS) {
      throw new Restart(Restart.Need.LOAD);
    }
    key.putUnseen(bytes);
    return () -> first.stream().filter(put -> put.created).count();
  }

  boolean isEmpty() {
    return puts.isEmpty();
  }

  /** What is to be written. */
  UnseenPuts<?> writes() {
    return switch (type) {
      case SET -> writes(SetTable.INSTANCE);
      case ZSET -> writes(SortedSetTable.INSTANCE);
      case HASH -> writes(HashTable.INSTANCE);
      default -> throw new IllegalStateException("nothing is put unseen into a " + type);
    };
  }

  @SuppressWarnings("unchecked")
  private <V> UnseenPuts<V> writes(ElementTable<V> table) {
    UnseenPuts<V> writes = new UnseenPuts<>(table, unit.packing().blockElements());
    puts.forEach(
        (key, own) -> writes.add(key, own.values().stream().map(put -> (Put<V>) put).toList()));
    return writes;
  }

  /**
   * The batch has committed.
   *
   * @param numbers which elements are new, in the order of {@link #writes}, from 1
   */
  void created(int[] numbers) {
    List<Put<?>> all = puts.values().stream().flatMap(own -> own.values().stream()).toList();
    for (int number : numbers) {
      all.get(number - 1).created = true;
    }
  }
}
