package io.pgredis.keyspace;

import io.pgredis.sql.RowWrite;
import io.pgredis.sql.StoredKey;
import java.util.Arrays;

/**
 * A key and its value within a unit of work: what it was when it was loaded, and what the batch has
 * made of it. There is one for each key, whether or not the key exists; it loads itself when it is
 * looked at. Arrays given and taken are not copied and must not be changed.
 */
public final class Entry implements RowWrite {
  /** An {@link #expiresAt} that means never. */
  public static final long NO_EXPIRY = 0;

  enum Lock {
    NONE,
    SHARED,
    EXCLUSIVE
  }

  private final UnitOfWork unit;
  private final long keyspace;
  private final byte[] name;
  private final long high;
  private final long low;
  private Lock lock = Lock.NONE;

  private boolean loaded;
  private boolean rowExists;
  private short storedType;
  private long storedExpiresAt;

  private ValueType type = ValueType.NONE;
  private StringEncoding encoding = StringEncoding.AUTOMATIC;
  private byte[] value;
  private long length;
  private long expiresAt;
  private long version;
  private boolean marker;
  private boolean valueChanged;
  private boolean expiryChanged;

  Entry(UnitOfWork unit, long keyspace, byte[] name) {
    this.unit = unit;
    this.keyspace = keyspace;
    this.name = name;
    byte[] digest = Digest.of(name);
    this.high = Digest.high(digest);
    this.low = Digest.low(digest);
  }

  /** Whether the key exists now, by the clock of the batch. */
  public boolean exists() {
    load();
    return alive();
  }

  /** The type, {@link ValueType#NONE} if the key does not exist. */
  public ValueType type() {
    return exists() ? type : ValueType.NONE;
  }

  /**
   * Whether there is a string.
   *
   * @return false if the key does not exist
   * @throws WrongType if it holds something else
   */
  public boolean hasString() {
    if (!exists()) {
      return false;
    }
    if (type != ValueType.STRING) {
      throw new WrongType();
    }
    return true;
  }

  /** The string; empty if the key does not exist. */
  public byte[] string() {
    if (!hasString()) {
      return new byte[0];
    }
    if (value == null) {
      value = unit.loadValue(this);
    }
    return value;
  }

  /** The string's length in bytes, without loading a long one; 0 if the key does not exist. */
  public long stringLength() {
    return hasString() ? length : 0;
  }

  /** {@code int}, {@code embstr} or {@code raw}, for a key that exists. */
  public String encodingName() {
    if (encoding == StringEncoding.RAW || length > StringEncoding.EMBSTR_LIMIT) {
      return "raw";
    }
    return encoding == StringEncoding.AUTOMATIC && isInteger(string()) ? "int" : "embstr";
  }

  /** How OBJECT ENCODING comes about, to be carried along by COPY and RENAME. */
  public StringEncoding encoding() {
    return encoding;
  }

  /** When the key expires in milliseconds since the epoch, {@link #NO_EXPIRY} for never. */
  public long expiresAt() {
    load();
    return alive() ? expiresAt : NO_EXPIRY;
  }

  /** Overwrites whatever is there, of any type, without looking at it (SET). */
  public void replaceString(byte[] newValue, long newExpiresAt) {
    unit.lockForWrite(this);
    if (newExpiresAt != NO_EXPIRY) {
      // Whether that is in the past decides between writing and deleting.
      load();
    }
    assign(newValue, StringEncoding.AUTOMATIC, newExpiresAt);
  }

  /** Sets the string and keeps the expiry. */
  public void setString(byte[] newValue, StringEncoding newEncoding) {
    load();
    unit.lockForWrite(this);
    assign(newValue, newEncoding, alive() ? expiresAt : NO_EXPIRY);
  }

  private void assign(byte[] newValue, StringEncoding newEncoding, long newExpiresAt) {
    type = ValueType.STRING;
    value = newValue;
    length = newValue.length;
    encoding = newEncoding;
    expiresAt = newExpiresAt;
    marker = false;
    valueChanged = true;
    version = unit.nextVersion();
    unit.changed(newValue.length);
  }

  /** Sets when an existing key expires; {@link #NO_EXPIRY} for never. */
  public void expireAt(long millis) {
    load();
    unit.lockForWrite(this);
    expiresAt = millis;
    expiryChanged = true;
    version = unit.nextVersion();
    unit.changed(0);
  }

  /**
   * Deletes the key.
   *
   * @return whether it existed
   */
  public boolean delete() {
    boolean existed = exists();
    if (existed) {
      unit.lockForWrite(this);
      if (!loaded) {
        // Overwritten unseen: whether there is a row to delete has to be known now.
        unit.load(this);
      }
      clear();
      version = unit.nextVersion();
      unit.changed(0);
    }
    return existed;
  }

  private void clear() {
    type = ValueType.NONE;
    value = null;
    length = 0;
    expiresAt = NO_EXPIRY;
    marker = false;
    valueChanged = true;
  }

  /** Gives another key this value, type and expiry, over whatever it holds. */
  public void copyTo(Entry target) {
    target.load();
    unit.lockForWrite(target);
    target.assign(string(), encoding, expiresAt);
  }

  /**
   * The version, which differs after every modification. A key that does not exist gets a marker,
   * so that creating and deleting it is noticed.
   */
  public long watchedVersion() {
    load();
    if (!alive()) {
      if (!marker || storedExpiresAt < unit.now() + UnitOfWork.MARKER_MILLIS / 2) {
        unit.lockForWrite(this);
        long kept = marker ? version : unit.nextVersion();
        clear();
        marker = true;
        expiresAt = unit.now() + UnitOfWork.MARKER_MILLIS;
        version = kept;
        unit.changed(0);
      }
    }
    return version;
  }

  /** Whether nothing has changed since {@link #watchedVersion} answered this. */
  public boolean isUnchanged(boolean existed, long watchedVersion) {
    load();
    return existed
        ? alive() && version == watchedVersion
        : !alive() && marker && version == watchedVersion;
  }

  /** Roughly how many bytes of memory Redis would need, by the rule of MEMORY USAGE. */
  public long footprint() {
    return name.length + length;
  }

  private void load() {
    if (!loaded && !(valueChanged && type != ValueType.NONE)) {
      unit.load(this);
    }
  }

  private boolean alive() {
    return type != ValueType.NONE && (expiresAt == NO_EXPIRY || expiresAt > unit.now());
  }

  boolean isLoaded() {
    return loaded;
  }

  Lock lock() {
    return lock;
  }

  /** Notes a lock; a weaker one than is held already changes nothing. */
  void lock(Lock mode) {
    if (mode.compareTo(lock) > 0) {
      lock = mode;
    }
  }

  /** There is no row. */
  void loadedNothing() {
    loaded = true;
    rowExists = false;
  }

  void loaded(StoredKey row) {
    loaded = true;
    rowExists = true;
    storedType = row.type();
    storedExpiresAt = row.expiresAt();
    type = ValueType.of(row.type());
    encoding = StringEncoding.of(row.encoding());
    value = row.value();
    length = row.length();
    expiresAt = row.expiresAt();
    version = row.version();
    marker = type == ValueType.NONE;
    if (!marker && !alive()) {
      unit.foundExpired(this);
    }
  }

  /**
   * Sorts what has become of this key into the changes of the batch.
   *
   * @return whether it is removed only because it had expired
   */
  boolean collect(io.pgredis.sql.Changes changes) {
    boolean present = alive();
    boolean marks = marker && expiresAt > unit.now();
    if (!valueChanged
        && !expiryChanged
        && (present || marks || !rowExists || lock != Lock.EXCLUSIVE)) {
      return false;
    }
    boolean untouched = !valueChanged && !expiryChanged;
    if (!loaded) {
      changes.upsert(this);
    } else if (rowExists) {
      if (!present && !marks) {
        changes.delete(this);
      } else if (valueChanged) {
        changes.update(this);
      } else {
        changes.expiry(this);
      }
    } else if (present || marks) {
      changes.insert(this);
    }
    if (loaded) {
      boolean counted = rowExists && storedType != 0;
      changes.count(
          keyspace,
          (present ? 1 : 0) - (counted ? 1 : 0),
          (present && expiresAt != NO_EXPIRY ? 1 : 0)
              - (counted && storedExpiresAt != NO_EXPIRY ? 1 : 0));
    }
    return untouched;
  }

  /** The changes have been written, though not committed. */
  void flushed() {
    if (!loaded && !valueChanged) {
      return;
    }
    boolean present = alive();
    if (!valueChanged && !expiryChanged && (present || lock != Lock.EXCLUSIVE)) {
      return;
    }
    marker = marker && expiresAt > unit.now();
    loaded = true;
    rowExists = present || marker;
    storedType = type.code();
    storedExpiresAt = expiresAt;
    valueChanged = false;
    expiryChanged = false;
    if (!present && !marker) {
      clear();
      valueChanged = false;
    }
  }

  /** Whether bytes are a canonical 64-bit integer. */
  static boolean isInteger(byte[] b) {
    int n = b.length;
    if (n == 0 || n > 20) {
      return false;
    }
    int start = b[0] == '-' ? 1 : 0;
    if (n == start || (b[start] == '0' && n > 1)) {
      return false;
    }
    for (int i = start; i < n; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    if (n - start < 19) {
      return true;
    }
    try {
      Long.parseLong(new String(b, java.nio.charset.StandardCharsets.US_ASCII));
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public long keyspace() {
    return keyspace;
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
  public short typeCode() {
    return type.code();
  }

  @Override
  public short encodingCode() {
    return encoding.code();
  }

  @Override
  public long expiryMillis() {
    return expiresAt;
  }

  @Override
  public byte[] valueBytes() {
    return value;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public String toString() {
    return "Entry[" + keyspace + ", " + Arrays.toString(name) + "]";
  }
}
