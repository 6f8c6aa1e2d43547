package io.pgredis.keyspace;

import io.pgredis.sql.ElementTable;
import io.pgredis.sql.SortedSetTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A sorted set. */
public final class SortedSetView extends KeyedView<Double> {

  SortedSetView(Entry entry) {
    super(entry);
  }

  /**
   * Adds a member or changes its score.
   *
   * @return whether it is new
   */
  public boolean put(byte[] member, double score) {
    return assign(member, score) == null;
  }

  @Override
  ValueType type() {
    return ValueType.ZSET;
  }

  @Override
  String encodingName() {
    return "listpack";
  }

  @Override
  ElementTable<Double> table() {
    return SortedSetTable.INSTANCE;
  }

  @Override
  int bytes(Double score) {
    return Double.BYTES;
  }

  @Override
  long packedElements() {
    return packing().config().zsetMaxListpackEntries.get();
  }

  @Override
  void unpack(List<byte[]> items) {
    for (int i = 0; i < items.size(); i += 2) {
      String score = new String(items.get(i + 1), StandardCharsets.US_ASCII);
      load(items.get(i), Double.parseDouble(score));
    }
  }

  @Override
  List<byte[]> pack() {
    List<byte[]> packed = new ArrayList<>();
    for (Item<Double> item : elements()) {
      packed.add(item.name());
      packed.add(Double.toString(item.value()).getBytes(StandardCharsets.US_ASCII));
    }
    return packed;
  }
}
