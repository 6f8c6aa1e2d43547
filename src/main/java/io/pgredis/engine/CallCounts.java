package io.pgredis.engine;

import io.pgredis.command.Command;
import io.pgredis.command.Services;
import io.pgredis.metrics.Statistics;
import io.pgredis.resp.Reply;

/**
 * What the commands of one attempt count in INFO. It counts at once, so that INFO in the same batch
 * shows it; if the attempt comes to nothing it is taken back, since its commands will be counted by
 * the next one, or as failed.
 */
final class CallCounts {
  /** One request, linked to the one before it: most attempts have one or a few. */
  private record Counted(
      Command command,
      boolean ran,
      long nanos,
      Reply.Err error,
      int hits,
      int misses,
      long resets,
      Counted before) {}

  private final Services services;
  private Counted last;

  CallCounts(Services services) {
    this.services = services;
  }

  /** Counts a command that ran. */
  void ran(Command command, long nanos, Reply reply, Lookups lookups) {
    Reply.Err error = reply instanceof Reply.Err err ? err : null;
    note(command, true, nanos, error, lookups.hits(), lookups.misses());
  }

  /** Counts a command that could not be carried out, for a reason of PostgreSQL's. */
  void failed(Command command, Reply.Err error) {
    note(command, true, 0, error, 0, 0);
  }

  /** Counts a request that was refused before it ran; {@code command} is null if it is unknown. */
  void rejected(Command command, Reply.Err error) {
    note(command, false, 0, error, 0, 0);
  }

  private void note(
      Command command, boolean ran, long nanos, Reply.Err error, int hits, int misses) {
    long resets = services.statistics().resets();
    last = new Counted(command, ran, nanos, error, hits, misses, resets, last);
    add(last, 1);
  }

  private void add(Counted call, int times) {
    Statistics statistics = services.statistics();
    if (call.ran) {
      statistics.commandsProcessed.add(times);
      call.command.stats().ran(times, call.nanos, call.error != null);
    } else if (call.command != null) {
      call.command.stats().rejected(times);
    }
    if (call.error != null) {
      statistics.error(call.error.text(), times);
    }
    if (call.hits > 0) {
      statistics.keyspaceHits.add((long) times * call.hits);
    }
    if (call.misses > 0) {
      statistics.keyspaceMisses.add((long) times * call.misses);
    }
  }

  /** The replies are sent: adds the times of the calls to the histograms, which only grow. */
  void keep() {
    if (services.config().latencyTracking.get()) {
      for (Counted call = last; call != null; call = call.before) {
        // What failed without having run has taken no time of its own.
        if (call.ran && call.nanos > 0) {
          call.command.stats().time(call.nanos);
        }
      }
    }
    last = null;
  }

  /** Nobody is sent the replies: it is as if nothing had been counted. */
  void takeBack() {
    for (Counted call = last; call != null; call = call.before) {
      // CONFIG RESETSTAT has taken it back already.
      if (call.resets == services.statistics().resets()) {
        add(call, -1);
      }
    }
    last = null;
  }
}
