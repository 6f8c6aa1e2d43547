package io.pgredis.keyspace;

import io.pgredis.sql.Changes;
import io.pgredis.sql.Transaction;
import java.util.ArrayList;
import java.util.List;

/** A list. */
public final class ListView extends CollectionView {
  private final List<byte[]> packed = new ArrayList<>();
  private long packedBytes;

  ListView(Entry entry) {
    super(entry);
  }

  /** Adds an element at the tail. */
  public void addLast(byte[] element) {
    willChange();
    packed.add(element);
    packedBytes += element.length + Packing.ELEMENT_BYTES;
    hasChanged(element.length);
  }

  @Override
  public long size() {
    return packed.size();
  }

  @Override
  ValueType type() {
    return ValueType.LIST;
  }

  @Override
  String encodingName() {
    return "quicklist";
  }

  @Override
  long footprint() {
    return packedBytes;
  }

  @Override
  void unpack(List<byte[]> items) {
    for (byte[] item : items) {
      packed.add(item);
      packedBytes += item.length + Packing.ELEMENT_BYTES;
    }
  }

  @Override
  List<byte[]> pack() {
    return packed;
  }

  @Override
  boolean outgrown() {
    return false;
  }

  @Override
  void spreadOut() {}

  @Override
  void open(long length, long head) {}

  @Override
  void collectElements(Changes changes) {}

  @Override
  void elementsFlushed() {}

  @Override
  void copyRows(Transaction transaction, long newId) {}

  @Override
  void reset() {
    packed.clear();
    packedBytes = 0;
  }
}
