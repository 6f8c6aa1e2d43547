package io.pgredis.keyspace;

import io.pgredis.sql.StoredKey;
import java.util.Arrays;

/**
 * A key and its value within a unit of work: what it was when it was loaded, and what the batch has
 * made of it. There is one for each key, whether or not the key exists; it loads itself when it is
 * looked at. Arrays given and taken are not copied and must not be changed.
 */
public final class Entry extends KeyRow {
  /** An {@link #expiresAt} that means never. */
  public static final long NO_EXPIRY = 0;

  /** What a key takes besides its name and its value, in {@link #footprint}. */
  private static final int KEY_BYTES = 56;

  Entry(UnitOfWork unit, long keyspace, byte[] name) {
    super(unit, keyspace, name);
  }

  /** Whether the key exists now, by the clock of the batch. */
  public boolean exists() {
    load();
    return alive();
  }

  /** The type, {@link ValueType#NONE} if the key does not exist. */
  public ValueType type() {
    return exists() ? content.type() : ValueType.NONE;
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
    if (!(content instanceof StringContent)) {
      throw new WrongType(name());
    }
    return true;
  }

  /** The string; empty if the key does not exist. */
  public byte[] string() {
    return hasString() ? ((StringContent) content).value() : new byte[0];
  }

  /** A part of the string, which has so many bytes; of a long one the rest is not loaded. */
  public byte[] stringPart(int from, int to) {
    return hasString() ? ((StringContent) content).part(from, to) : new byte[0];
  }

  /** The string's length in bytes, without loading a long one; 0 if the key does not exist. */
  public long stringLength() {
    return hasString() ? ((StringContent) content).length() : 0;
  }

  /**
   * The list; empty if the key does not exist.
   *
   * @throws WrongType if it holds something else
   */
  public ListView list() {
    return (ListView) collection(ValueType.LIST);
  }

  /** As {@link #list}, the hash. */
  public HashView hash() {
    return (HashView) collection(ValueType.HASH);
  }

  /** As {@link #list}, the set. */
  public SetView set() {
    return (SetView) collection(ValueType.SET);
  }

  /** As {@link #list}, the sorted set. */
  public SortedSetView sortedSet() {
    return (SortedSetView) collection(ValueType.ZSET);
  }

  private CollectionView collection(ValueType wanted) {
    if (!exists()) {
      return Views.empty(wanted, this);
    }
    if (content.type() != wanted) {
      throw new WrongType(name());
    }
    return ((CollectionView) content).ready();
  }

  /** What OBJECT ENCODING answers for a key that exists. */
  public String encodingName() {
    return content.encodingName();
  }

  /** When the key expires in milliseconds since the epoch, {@link #NO_EXPIRY} for never. */
  public long expiresAt() {
    load();
    if (expiresAt < 0) {
      // It has to be known what time it is: the batch starts again.
      unit.now();
    }
    return alive() ? expiresAt : NO_EXPIRY;
  }

  /** Overwrites whatever is there, of any type, without looking at it (SET). */
  public void replaceString(byte[] newValue, long newExpiresAt) {
    unit.onDemand().lockForWrite(this);
    if (newExpiresAt != NO_EXPIRY) {
      // Whether that is in the past decides between writing and deleting.
      load();
      if (newExpiresAt <= unit.now()) {
        loadRow();
      }
    }
    assign(new StringContent(this, newValue, StringEncoding.AUTOMATIC), newExpiresAt);
    unit.changed(newValue.length);
  }

  /**
   * As {@link #replaceString}, to expire after a number of milliseconds. It need not be known what
   * time it is: in a blind batch PostgreSQL adds its clock.
   */
  public void replaceStringFor(byte[] newValue, long lifetimeMillis) {
    unit.onDemand().lockForWrite(this);
    long end = unit.isBlind() ? -lifetimeMillis : unit.now() + lifetimeMillis;
    assign(new StringContent(this, newValue, StringEncoding.AUTOMATIC), end);
    unit.changed(newValue.length);
  }

  /** Sets the string and keeps the expiry. */
  public void setString(byte[] newValue, StringEncoding newEncoding) {
    load();
    unit.onDemand().lockForWrite(this);
    assign(new StringContent(this, newValue, newEncoding), alive() ? expiresAt : NO_EXPIRY);
    unit.changed(newValue.length);
  }

  /** Stores an existing string in another encoding, which is no change to who watches the key. */
  public void recode(StringEncoding newEncoding) {
    byte[] kept = string();
    unit.onDemand().lockForWrite(this);
    content = new StringContent(this, kept, newEncoding);
    contentChanged = true;
    unit.changed(kept.length);
  }

  /** Elements are put into its collection, which is not looked at. */
  void putUnseen(long bytes) {
    if (isKnown()) {
      throw new Restart(Restart.Need.LOAD);
    }
    unit.onDemand().lockForWrite(this);
    version = unit.nextVersion();
    unit.changed(bytes);
  }

  private void assign(Content newContent, long newExpiresAt) {
    drop();
    content = newContent;
    expiresAt = newExpiresAt;
    marker = false;
    contentChanged = true;
    version = unit.nextVersion();
  }

  /** A collection of this key is about to change. */
  void collectionWillChange() {
    load();
    unit.onDemand().lockForWrite(this);
  }

  /**
   * A collection has changed: with its first element it becomes this key's, without any it goes.
   */
  void collectionHasChanged(CollectionView view, long bytes) {
    if (!view.isEmpty()) {
      if (content != view) {
        assign(view, NO_EXPIRY);
      } else {
        contentChanged = true;
        version = unit.nextVersion();
      }
    } else if (content == view) {
      clear();
      version = unit.nextVersion();
    }
    unit.changed(bytes);
  }

  /** Sets when an existing key expires; {@link #NO_EXPIRY} for never. */
  public void expireAt(long millis) {
    load();
    unit.onDemand().lockForWrite(this);
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
      unit.onDemand().lockForWrite(this);
      loadRow();
      clear();
      version = unit.nextVersion();
      unit.changed(0);
    }
    return existed;
  }

  /** Gives another key a copy of this value, with its type and expiry, over whatever it holds. */
  public void copyTo(Entry target) {
    target.loadRow();
    unit.onDemand().lockForWrite(target);
    Content copy =
        switch (content) {
          case CollectionView view -> view.copyFor(target);
          case StringContent string -> new StringContent(target, string.value(), string.encoding());
          default -> throw new IllegalStateException("nothing to copy");
        };
    target.assign(copy, expiresAt);
    unit.changed(copy.footprint());
  }

  /** Gives this value to another key, with its type and expiry, and deletes this key. */
  public void moveTo(Entry target) {
    if (content instanceof CollectionView view) {
      target.loadRow();
      unit.onDemand().lockForWrite(target);
      unit.onDemand().lockForWrite(this);
      content = null;
      view.movedTo(target);
      target.assign(view, expiresAt);
      clear();
      version = unit.nextVersion();
      unit.changed(0);
    } else {
      copyTo(target);
      delete();
    }
  }

  /**
   * The version, which differs after every modification. A key that does not exist gets a marker,
   * so that creating and deleting it is noticed.
   */
  public long watchedVersion() {
    load();
    if (!alive()) {
      if (!marker || storedExpiresAt < unit.now() + UnitOfWork.MARKER_MILLIS / 2) {
        unit.onDemand().lockForWrite(this);
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
    if (content instanceof CollectionView view) {
      view.ready();
    }
    return KEY_BYTES + name().length + content.footprint();
  }

  private void load() {
    if (!isKnown()) {
      unit.onDemand().load(this);
    }
  }

  /**
   * Loads what is stored, even if it has been overwritten unseen. Only a string that lives can be
   * written over a row that nobody has looked at; for all else it has to be known whether there is
   * one. What the key is to hold has to be set after this.
   */
  private void loadRow() {
    if (!isLoaded()) {
      unit.onDemand().load(this);
    }
  }

  void loaded(StoredKey row) {
    loaded(row, content(row));
    if (!marker && !alive()) {
      unit.foundExpired(this);
    }
  }

  private Content content(StoredKey row) {
    ValueType type = ValueType.of(row.type());
    if (type == ValueType.NONE) {
      return null;
    }
    if (type == ValueType.STRING) {
      return new StringContent(this, row.value(), row.length(), StringEncoding.of(row.encoding()));
    }
    CollectionView view = Views.empty(type, this);
    view.stored(row);
    if (view.isSpread()) {
      unit.packing().sawSpread(this);
      unit.packing().takesUnseen(this, view.takesUnseen() && row.expiresAt() == NO_EXPIRY);
    }
    return view;
  }

  @Override
  public String toString() {
    return "Entry[" + keyspace() + ", " + Arrays.toString(name()) + "]";
  }
}
