package io.pgredis.keyspace;

import io.pgredis.sql.ElementTable;
import io.pgredis.sql.HashTable;
import io.pgredis.sql.HashTable.Field;
import io.pgredis.sql.Limits;
import io.pgredis.sql.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

/**
 * A hash. A field may have an expiry of its own; one that has passed makes the field invisible, but
 * {@link #size} counts it until it is removed: by the next write to a packed hash, by a write to
 * that field of a spread one, or by {@link #removeExpired}.
 *
 * <p>Packed it is stored as field, value, field, value …; once any field has had an expiry, as
 * field, value, expiry …, the expiry in decimal digits and empty for none.
 */
public final class HashView extends KeyedView<Field> {
  /** An expiry that means never. */
  public static final long NO_EXPIRY = 0;

  /** Bits of the encoding's code. */
  private static final int HASHTABLE = 1;

  private static final int EXPIRIES = 2;

  /**
   * A field with its name.
   *
   * @param name the field
   * @param value its value
   */
  public record Named(byte[] name, byte[] value) {}

  /**
   * A page of HSCAN.
   *
   * @param fields its fields
   * @param next the cursor of the next page, 0 at the end
   */
  public record FieldPage(List<Named> fields, long next) {}

  /** How often fields are drawn again in place of expired ones before all are looked at. */
  private static final int DRAWS = 4;

  private boolean cleaned;
  private boolean reported;

  HashView(Entry entry) {
    super(entry);
  }

  /** How many fields there are, expired ones left out. */
  public long length() {
    if (!mayExpire()) {
      return size();
    }
    if (!isSpread()) {
      return all().size();
    }
    Transaction transaction = readStored();
    return size() - HashTable.INSTANCE.countExpired(transaction, id(), unit().now());
  }

  /** The value of a field; empty if there is no such field. */
  public Optional<byte[]> get(byte[] field) {
    return living(field).map(Field::value);
  }

  /** When a field expires; {@link #NO_EXPIRY} for never, empty if there is no such field. */
  public Optional<Long> expiresAt(byte[] field) {
    return living(field).map(Field::expiresAt);
  }

  private Optional<Field> living(byte[] name) {
    Field field = find(name);
    return field == null || !lives(field) ? Optional.empty() : Optional.of(field);
  }

  private boolean lives(Field field) {
    boolean lives = field.expiresAt() == NO_EXPIRY || field.expiresAt() > unit().now();
    if (!lives && !reported) {
      reported = true;
      unit().foundExpired(entry());
    }
    return lives;
  }

  /** Whether any field has ever had an expiry. */
  private boolean mayExpire() {
    return (encodingCode() & EXPIRIES) != 0;
  }

  /**
   * Removes fields that have expired; of a large hash the first {@link Limits#EXPIRED_FIELDS}. The
   * key goes with the last field.
   */
  public void removeExpired() {
    if (isSpread() && mayExpire()) {
      Transaction transaction = readStored();
      List<byte[]> fields =
          HashTable.INSTANCE.expired(transaction, id(), unit().now(), Limits.EXPIRED_FIELDS);
      expect(fields);
      fields.forEach(this::take);
    } else {
      clean();
    }
  }

  /** Rids a packed hash, which is written as a whole anyway, of expired fields. */
  private void clean() {
    if (!cleaned && !isSpread() && mayExpire()) {
      for (Item<Field> item : elements()) {
        if (!lives(item.value())) {
          take(item.name());
        }
      }
    }
    cleaned = true;
  }

  /**
   * Sets a field, which then has no expiry.
   *
   * @return whether it is new
   */
  public boolean put(byte[] field, byte[] value) {
    return put(field, value, NO_EXPIRY);
  }

  /** Sets a field with an expiry; that it has not passed is up to the caller. */
  public boolean put(byte[] field, byte[] value, long expiresAt) {
    clean();
    int code = encodingCode();
    var config = packing().config();
    if (expiresAt != NO_EXPIRY) {
      code |= EXPIRIES;
    }
    long longest = config.hashMaxListpackValue.get();
    if (field.length > longest || value.length > longest) {
      code |= HASHTABLE;
    }
    encoding(code);
    Field before = assign(field, new Field(value, expiresAt));
    if (size() > config.hashMaxListpackEntries.get()) {
      encoding(code | HASHTABLE);
    }
    return before == null || !lives(before);
  }

  /** Sets the expiry of a field that exists. */
  public void expireAt(byte[] field, long expiresAt) {
    living(field).ifPresent(found -> put(field, found.value(), expiresAt));
  }

  /**
   * Removes a field.
   *
   * @return whether it was there
   */
  public boolean remove(byte[] field) {
    clean();
    Field before = take(field);
    return before != null && lives(before);
  }

  /** All fields. */
  public List<Named> all() {
    return living(elements());
  }

  /** As {@link #all}, one after the other: the field and its value. */
  public void each(BiConsumer<byte[], byte[]> consumer) {
    each(
        item -> {
          if (lives(item.value())) {
            consumer.accept(item.name(), item.value().value());
          }
        });
  }

  /** Different fields, chosen fairly; all of them if there are not so many. */
  public List<Named> randomDistinct(long count) {
    if (count >= size()) {
      return all();
    }
    List<Named> chosen = living(sample(count));
    if (!mayExpire() || chosen.size() == Math.min(count, size())) {
      return chosen;
    }
    List<Named> all = all();
    Collections.shuffle(all, ThreadLocalRandom.current());
    return all.subList(0, (int) Math.min(count, all.size()));
  }

  /** Fields chosen fairly, each independently of the others. */
  public List<Named> random(long count) {
    List<Named> drawn = living(draw(count));
    for (int i = 0; mayExpire() && i < DRAWS && drawn.size() < count; i++) {
      drawn.addAll(living(draw(count - drawn.size())));
    }
    if (drawn.size() < count && mayExpire()) {
      List<Named> all = all();
      while (!all.isEmpty() && drawn.size() < count) {
        drawn.add(all.get(ThreadLocalRandom.current().nextInt(all.size())));
      }
    }
    return drawn;
  }

  /** The fields at and behind a cursor; all of them if Redis would hold them in a listpack. */
  public FieldPage scan(long cursor, long count) {
    if (!isSpread() || (isListpack() && size() <= WHOLE_PAGE)) {
      return new FieldPage(all(), 0);
    }
    Page<Field> page = page(cursor, count);
    return new FieldPage(living(page.items()), page.next());
  }

  private List<Named> living(List<Item<Field>> items) {
    List<Named> fields = new ArrayList<>(items.size());
    for (Item<Field> item : items) {
      if (lives(item.value())) {
        fields.add(new Named(item.name(), item.value().value()));
      }
    }
    return fields;
  }

  @Override
  boolean takesUnseen() {
    return encodingCode() == HASHTABLE;
  }

  @Override
  ValueType type() {
    return ValueType.HASH;
  }

  @Override
  String encodingName() {
    return isListpack() ? "listpack" : "hashtable";
  }

  private boolean isListpack() {
    return (encodingCode() & HASHTABLE) == 0;
  }

  @Override
  ElementTable<Field> table() {
    return HashTable.INSTANCE;
  }

  @Override
  int bytes(Field field) {
    return field.value().length;
  }

  @Override
  long packedElements() {
    return packing().config().hashMaxListpackEntries.get();
  }

  @Override
  void unpack(List<byte[]> items) {
    boolean expiries = mayExpire();
    for (int i = 0; i < items.size(); i += expiries ? 3 : 2) {
      byte[] digits = expiries ? items.get(i + 2) : new byte[0];
      long expiresAt =
          digits.length == 0
              ? NO_EXPIRY
              : Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
      load(items.get(i), new Field(items.get(i + 1), expiresAt));
    }
  }

  @Override
  List<byte[]> pack() {
    boolean expiries = mayExpire();
    List<byte[]> packed = new ArrayList<>();
    for (Item<Field> item : elements()) {
      Field field = item.value();
      packed.add(item.name());
      packed.add(field.value());
      if (expiries) {
        String digits = field.expiresAt() == NO_EXPIRY ? "" : Long.toString(field.expiresAt());
        packed.add(digits.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return packed;
  }
}
