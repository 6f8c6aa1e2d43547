package io.pgredis.keyspace;

import io.pgredis.sql.Changes;
import io.pgredis.sql.ItemArray;
import io.pgredis.sql.StoredKey;
import io.pgredis.sql.Transaction;
import java.util.List;

/**
 * A list, hash, set or sorted set as commands see it, whichever way it is stored. A small one is
 * <em>packed</em>: it came with the row of its key, is in memory as a whole, and is written as a
 * whole. A larger one is <em>spread</em> over rows of its own: here is what of it has been loaded
 * and what the batch has changed; the rest is loaded when it is looked at. A packed one that
 * outgrows {@link Packing} is spread and never goes back.
 *
 * <p>There is a view for a key that does not exist, too: an empty one. The key comes to be with the
 * first element and vanishes with the last. A view is good until its command ends.
 *
 * <p>Every method that changes anything calls {@link #willChange} before, and {@link #hasChanged}
 * after it.
 */
public abstract class CollectionView extends Content {
  private Entry entry;
  private byte[] unread;
  private short encoding;
  private boolean spread;
  private long id;

  CollectionView(Entry entry) {
    this.entry = entry;
  }

  /** How many elements there are. */
  public abstract long size();

  /** Whether there are none, and so no key. */
  public final boolean isEmpty() {
    return size() == 0;
  }

  // What each type defines.

  /** Takes the elements of a packed collection, as {@link #pack} gave them. */
  abstract void unpack(List<byte[]> items);

  /** The elements of a packed collection as they are stored. */
  abstract List<byte[]> pack();

  /** Whether a packed collection has become too large for that. */
  abstract boolean outgrown();

  /**
   * Makes all elements of a packed collection into rows to be written: it is going to be spread.
   */
  abstract void spreadOut();

  /** Begins with nothing known of a spread collection but its length and head. */
  abstract void open(long length, long head);

  /** The position of a spread list's first element. */
  long head() {
    return 0;
  }

  /** Sorts the changes of a spread collection's elements into those of the batch. */
  abstract void collectElements(Changes changes);

  /** What was collected last has been written, though not committed. */
  abstract void elementsFlushed();

  /** Copies the stored rows of a spread collection under another id. */
  abstract void copyRows(Transaction transaction, long newId);

  /** Whether elements can be put into it, spread, without being looked at ({@link Unseen}). */
  boolean takesUnseen() {
    return false;
  }

  /** Forgets everything: an empty packed collection. */
  abstract void reset();

  // What types build on.

  final Entry entry() {
    return entry;
  }

  final UnitOfWork unit() {
    return entry.unit();
  }

  final Packing packing() {
    return unit().packing();
  }

  /** Whether the elements have rows of their own, or are going to. */
  final boolean isSpread() {
    return spread;
  }

  /** The id under which the elements are stored; 0 if none of them is yet. */
  final long id() {
    return id;
  }

  final void encoding(int code) {
    encoding = (short) code;
  }

  @Override
  final short encodingCode() {
    return encoding;
  }

  /** To be called before anything changes: locks the key. */
  final void willChange() {
    entry.collectionWillChange();
  }

  /**
   * To be called when something has changed: the key gets a new version, and comes or goes.
   *
   * @param bytes how much more there is to write
   */
  final void hasChanged(long bytes) {
    if (!spread && !isEmpty() && outgrown()) {
      spread = true;
      spreadOut();
    }
    entry.collectionHasChanged(this, bytes);
  }

  /**
   * The transaction, to look into the stored rows. Every change of the batch has been written
   * before.
   */
  final Transaction readStored() {
    unit().flushPending();
    return unit().reading();
  }

  // What the entry needs.

  final void stored(StoredKey row) {
    encoding = row.encoding();
    id = row.id();
    if (id != 0) {
      spread = true;
      open(row.length(), row.head());
    } else {
      unread = row.items();
    }
  }

  /** Makes the elements of a packed collection accessible, if that has not happened yet. */
  final CollectionView ready() {
    if (unread != null) {
      byte[] items = unread;
      unread = null;
      unpack(ItemArray.decode(items));
    }
    return this;
  }

  /** Whether it has to be given an id before it can be written. */
  final boolean needsId() {
    return spread && id == 0;
  }

  final void id(long newId) {
    id = newId;
  }

  final List<byte[]> items() {
    ready();
    return pack();
  }

  final void movedTo(Entry target) {
    entry = target;
  }

  /** It is no key's any more: its rows, if it has any, go to the graveyard. */
  final void drop() {
    if (id != 0) {
      unit().bury(id, type());
    }
    id = 0;
    spread = false;
    unread = null;
    encoding = 0;
    reset();
  }

  /** A copy for another key. */
  final CollectionView copyFor(Entry target) {
    CollectionView copy = Views.empty(type(), target);
    copy.encoding = encoding;
    if (spread) {
      Transaction transaction = readStored();
      long newId = transaction.nextCollectionIds(1)[0];
      copyRows(transaction, newId);
      copy.spread = true;
      copy.id = newId;
      copy.open(size(), head());
    } else {
      ready();
      copy.unpack(pack());
    }
    return copy;
  }
}
