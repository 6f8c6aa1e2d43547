package io.pgredis.keyspace;

import io.pgredis.sql.Changes;
import io.pgredis.sql.RowWrite;
import io.pgredis.sql.StoredKey;
import java.util.List;

/**
 * The row of a key within a unit of work: what is stored, what is to be, and so what there is to
 * write.
 */
abstract class KeyRow implements RowWrite {

  enum Lock {
    NONE,
    SHARED,
    EXCLUSIVE
  }

  final UnitOfWork unit;
  private final long keyspace;
  private final byte[] name;
  private final long high;
  private final long low;
  private Lock lock = Lock.NONE;

  boolean loaded;
  private boolean rowExists;
  private short storedType;
  long storedExpiresAt;

  /** What the key holds, though it may have expired; null for nothing. */
  Content content;

  /** In milliseconds since the epoch; negative in a blind batch: from its commit on. */
  long expiresAt;

  long version;
  boolean marker;
  boolean contentChanged;
  boolean expiryChanged;

  KeyRow(UnitOfWork unit, long keyspace, byte[] name) {
    this.unit = unit;
    this.keyspace = keyspace;
    this.name = name;
    byte[] digest = Digest.of(name);
    this.high = Digest.high(digest);
    this.low = Digest.low(digest);
  }

  /** Forgets what the key holds; of a spread collection the rows are left to the reaper. */
  final void drop() {
    if (content instanceof CollectionView view) {
      view.drop();
    }
    content = null;
  }

  /** Makes this a key that does not exist. */
  final void clear() {
    drop();
    expiresAt = Entry.NO_EXPIRY;
    marker = false;
    contentChanged = true;
  }

  /** Whether what it holds has not expired. */
  final boolean alive() {
    return content != null && (expiresAt <= Entry.NO_EXPIRY || expiresAt > unit.now());
  }

  /** Whether it can be looked at without loading anything. */
  boolean isKnown() {
    return loaded || (contentChanged && content != null);
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

  /** There is this row. */
  final void loaded(StoredKey row, Content stored) {
    loaded = true;
    rowExists = true;
    storedType = row.type();
    storedExpiresAt = row.expiresAt();
    expiresAt = row.expiresAt();
    version = row.version();
    marker = row.type() == ValueType.NONE.code();
    content = stored;
  }

  /** Whether it holds a collection that has to be given an id before it can be written. */
  boolean needsCollectionId() {
    return contentChanged && content instanceof CollectionView view && view.needsId();
  }

  /** Gives the collection its id. */
  void collectionId(long id) {
    ((CollectionView) content).id(id);
  }

  /**
   * Sorts what has become of this key into the changes of the batch.
   *
   * @return whether it is removed only because it had expired
   */
  boolean collect(Changes changes) {
    boolean present = alive();
    boolean marks = marker && expiresAt > unit.now();
    if (!contentChanged
        && !expiryChanged
        && (present || marks || !rowExists || lock != Lock.EXCLUSIVE)) {
      return false;
    }
    boolean untouched = !contentChanged && !expiryChanged;
    if (!present) {
      drop();
    } else if (contentChanged && content instanceof CollectionView view && view.isSpread()) {
      view.collectElements(changes);
      unit.packing().sawSpread(this);
    }
    if (!loaded) {
      if (!(content instanceof StringContent)) {
        throw new IllegalStateException("only a string can be written over what nobody looked at");
      }
      changes.upsert(this);
    } else if (rowExists) {
      if (!present && !marks) {
        changes.delete(this);
      } else if (contentChanged) {
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
          (present && expiresAt != Entry.NO_EXPIRY ? 1 : 0)
              - (counted && storedExpiresAt != Entry.NO_EXPIRY ? 1 : 0));
    }
    return untouched;
  }

  /** The changes have been written, though not committed. */
  void flushed() {
    if (!loaded && !contentChanged) {
      return;
    }
    boolean present = alive();
    if (!contentChanged && !expiryChanged && (present || lock != Lock.EXCLUSIVE)) {
      return;
    }
    marker = marker && expiresAt > unit.now();
    loaded = true;
    rowExists = present || marker;
    storedType = typeCode();
    storedExpiresAt = expiresAt;
    if (contentChanged && content instanceof CollectionView view && view.isSpread()) {
      view.elementsFlushed();
    }
    contentChanged = false;
    expiryChanged = false;
    if (!present && !marker) {
      clear();
      contentChanged = false;
    }
  }

  UnitOfWork unit() {
    return unit;
  }

  /** What it holds, though it may have expired; null for nothing. */
  Content content() {
    return content;
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
    return content == null ? ValueType.NONE.code() : content.type().code();
  }

  @Override
  public short encodingCode() {
    return content == null ? 0 : content.encodingCode();
  }

  @Override
  public long expiryMillis() {
    return expiresAt;
  }

  @Override
  public byte[] valueBytes() {
    return content instanceof StringContent string ? string.valueInMemory() : null;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public boolean isCollection() {
    return content instanceof CollectionView;
  }

  @Override
  public long collectionId() {
    return ((CollectionView) content).id();
  }

  @Override
  public long collectionLength() {
    return ((CollectionView) content).size();
  }

  @Override
  public long collectionHead() {
    return ((CollectionView) content).head();
  }

  @Override
  public List<byte[]> collectionItems() {
    return ((CollectionView) content).items();
  }
}
