package io.pgredis.keyspace;

import io.pgredis.sql.Changes;
import io.pgredis.sql.ScoredMember;
import io.pgredis.sql.Transaction;
import io.pgredis.sql.ZsetBlocks;
import io.pgredis.sql.ZsetOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The counts of a spread sorted set by blocks of its order, which make its ranks cheap. They are
 * kept once it is large: the head of its key's row is 1 then.
 */
final class BlockCounts {
  /** The table's part of a batch's changes. */
  private static final Object PART = "zset_block";

  private final SortedSetView view;
  private boolean kept;

  /** The members that have changed since the last flush, with the scores that blocks count. */
  private final Map<Bytes, OptionalDouble> changed = new HashMap<>();

  BlockCounts(SortedSetView view) {
    this.view = view;
  }

  boolean areKept() {
    return kept;
  }

  long head() {
    return kept ? 1 : 0;
  }

  void open(long head) {
    kept = head == 1;
  }

  /**
   * Notes that a member has come, gone or moved.
   *
   * @param before its score before; null if it is new
   */
  void changed(byte[] member, Double before) {
    if (kept) {
      changed.putIfAbsent(
          Bytes.of(member), before == null ? OptionalDouble.empty() : OptionalDouble.of(before));
    }
  }

  void collect(Changes changes) {
    ZsetBlocks blocks = changes.part(PART, ZsetBlocks::new);
    int least = view.packing().blockElements();
    long blockSize = Math.max(least, (long) Math.sqrt(view.size()));
    if (!kept && view.size() > 2L * least) {
      kept = true;
      blocks.begin(view.id(), blockSize);
      return;
    }
    changed.forEach(
        (name, before) -> {
          byte[] member = name.array();
          OptionalDouble now = view.score(member);
          if (!before.equals(now)) {
            before.ifPresent(score -> count(blocks, member, score, -1, blockSize));
            now.ifPresent(score -> count(blocks, member, score, 1, blockSize));
          }
        });
  }

  private void count(ZsetBlocks blocks, byte[] member, double score, int delta, long blockSize) {
    blocks.count(view.id(), new ScoredMember(member, score), delta, blockSize);
  }

  void flushed() {
    changed.clear();
  }

  void copyRows(Transaction transaction, long newId) {
    if (kept) {
      ZsetOrder.copyBlocks(transaction, view.id(), newId);
    }
  }

  void reset() {
    kept = false;
    changed.clear();
  }
}
