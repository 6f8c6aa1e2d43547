package io.pgredis.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters since the start or the last CONFIG RESETSTAT. Safe for use by many threads; adding costs
 * a few nanoseconds.
 */
public final class Statistics {
  /** How many different error codes are counted one by one; those beyond only count in the sum. */
  public static final int ERROR_CODES = 128;

  /** How much of an error is searched for the blank behind its code, in characters. */
  private static final int ERROR_CODE_CHARS = 31;

  /** Connections accepted. */
  public final LongAdder connectionsReceived = new LongAdder();

  /** Connections refused because there were too many. */
  public final LongAdder connectionsRejected = new LongAdder();

  /** Commands that ran, those inside EXEC among them. */
  public final LongAdder commandsProcessed = new LongAdder();

  /** Bytes received. */
  public final LongAdder netInputBytes = new LongAdder();

  /** Bytes sent. */
  public final LongAdder netOutputBytes = new LongAdder();

  /** Reads from sockets. */
  public final LongAdder readsProcessed = new LongAdder();

  /** Writes to sockets. */
  public final LongAdder writesProcessed = new LongAdder();

  /** Look-ups of keys that were there. */
  public final LongAdder keyspaceHits = new LongAdder();

  /** Look-ups of keys that were not there. */
  public final LongAdder keyspaceMisses = new LongAdder();

  /** Keys removed because they had expired. */
  public final LongAdder expiredKeys = new LongAdder();

  /** Error replies. */
  public final LongAdder errorReplies = new LongAdder();

  /** Batches that only read. */
  public final LongAdder readBatches = new LongAdder();

  /** Batches that wrote. */
  public final LongAdder writeBatches = new LongAdder();

  /** Commands in batches that only read. */
  public final LongAdder readBatchCommands = new LongAdder();

  /** Commands in batches that wrote. */
  public final LongAdder writeBatchCommands = new LongAdder();

  /** Times that a batch had to start again. */
  public final LongAdder batchRestarts = new LongAdder();

  private volatile long resets;
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

  /**
   * Counts error replies by their code, the first word of their text.
   *
   * @param times how many; negative takes them back
   */
  public void error(String text, int times) {
    errorReplies.add(times);
    int blank = text.indexOf(' ');
    String code = blank < 0 || blank > ERROR_CODE_CHARS ? "ERR" : text.substring(0, blank);
    LongAdder counter = errors.get(code);
    if (counter == null && errors.size() < ERROR_CODES) {
      counter = errors.computeIfAbsent(code, c -> new LongAdder());
    }
    if (counter != null) {
      counter.add(times);
    }
  }

  /** Counts a batch. */
  public void batch(int commands, boolean writes) {
    (writes ? writeBatches : readBatches).increment();
    (writes ? writeBatchCommands : readBatchCommands).add(commands);
  }

  /** Error replies by code, in alphabetical order. */
  public Map<String, Long> errorsByCode() {
    Map<String, Long> counts = new TreeMap<>();
    errors.forEach((code, counter) -> counts.put(code, counter.sum()));
    // What was counted may have been taken back.
    counts.values().removeIf(count -> count <= 0);
    return counts;
  }

  /** How often it has started again from zero. */
  public long resets() {
    return resets;
  }

  /** Starts again from zero. */
  public synchronized void reset() {
    resets++;
    for (LongAdder counter :
        new LongAdder[] {
          connectionsReceived,
          connectionsRejected,
          commandsProcessed,
          netInputBytes,
          netOutputBytes,
          readsProcessed,
          writesProcessed,
          keyspaceHits,
          keyspaceMisses,
          expiredKeys,
          errorReplies,
          readBatches,
          writeBatches,
          readBatchCommands,
          writeBatchCommands,
          batchRestarts
        }) {
      counter.reset();
    }
    errors.clear();
  }
}
