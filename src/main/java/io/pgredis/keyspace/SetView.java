package io.pgredis.keyspace;

import io.pgredis.sql.ElementTable;
import io.pgredis.sql.SetTable;
import io.pgredis.sql.SetTable.Member;
import java.util.ArrayList;
import java.util.List;

/** A set. */
public final class SetView extends KeyedView<Member> {
  SetView(Entry entry) {
    super(entry);
  }

  /**
   * Adds a member.
   *
   * @return whether it is new
   */
  public boolean add(byte[] member) {
    return assign(member, Member.PRESENT) == null;
  }

  @Override
  ValueType type() {
    return ValueType.SET;
  }

  @Override
  String encodingName() {
    return "hashtable";
  }

  @Override
  ElementTable<Member> table() {
    return SetTable.INSTANCE;
  }

  @Override
  int bytes(Member value) {
    return 0;
  }

  @Override
  long packedElements() {
    return Packing.ELEMENTS;
  }

  @Override
  void unpack(List<byte[]> items) {
    items.forEach(item -> load(item, Member.PRESENT));
  }

  @Override
  List<byte[]> pack() {
    List<byte[]> packed = new ArrayList<>();
    elements().forEach(item -> packed.add(item.name()));
    return packed;
  }
}
