package io.pgredis.command.server;

import io.pgredis.command.Command;
import io.pgredis.command.CommandStats;
import io.pgredis.command.Context;
import io.pgredis.command.ServerFacts;
import io.pgredis.command.StoreFacts;
import io.pgredis.metrics.Statistics;
import io.pgredis.sql.KeyspaceQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.AbstractHistogram;

/** The sections of INFO that count: of this instance, and of the store. */
final class InfoCounters {
  private static final String NO_REPLICATION_ID = "0".repeat(40);

  private InfoCounters() {}

  /** Whatever has been answered is saved: always now, and nothing is ever under way. */
  static void persistence(Context context, InfoText text) {
    text.section("Persistence");
    text.zeros(
        "loading", "async_loading", "current_cow_peak", "current_cow_size", "current_cow_size_age");
    text.decimal("current_fork_perc", 0);
    text.zeros(
        "current_save_keys_processed",
        "current_save_keys_total",
        "rdb_changes_since_last_save",
        "rdb_bgsave_in_progress");
    text.field("rdb_last_save_time", System.currentTimeMillis() / 1000);
    text.field("rdb_last_bgsave_status", "ok");
    text.field("rdb_last_bgsave_time_sec", 0);
    text.field("rdb_current_bgsave_time_sec", -1);
    text.zeros(
        "rdb_saves",
        "rdb_last_cow_size",
        "rdb_last_load_keys_expired",
        "rdb_last_load_keys_loaded");
    text.field("aof_enabled", 1);
    text.zeros("aof_rewrite_in_progress", "aof_rewrite_scheduled");
    text.field("aof_last_rewrite_time_sec", -1);
    text.field("aof_current_rewrite_time_sec", -1);
    text.field("aof_last_bgrewrite_status", "ok");
    text.zeros("aof_rewrites", "aof_rewrites_consecutive_failures");
    text.field("aof_last_write_status", "ok");
    text.zeros("aof_last_cow_size", "module_fork_in_progress", "module_fork_last_cow_size");
  }

  static void stats(Context context, InfoText text) {
    Statistics statistics = context.services().statistics();
    ServerFacts server = context.services().server();
    text.section("Stats");
    text.field("total_connections_received", statistics.connectionsReceived.sum());
    text.field("total_commands_processed", statistics.commandsProcessed.sum());
    text.field("instantaneous_ops_per_sec", Math.round(server.commandsPerSecond()));
    text.field("total_net_input_bytes", statistics.netInputBytes.sum());
    text.field("total_net_output_bytes", statistics.netOutputBytes.sum());
    text.zeros("total_net_repl_input_bytes", "total_net_repl_output_bytes");
    text.decimal("instantaneous_input_kbps", server.inputBytesPerSecond() / 1024);
    text.decimal("instantaneous_output_kbps", server.outputBytesPerSecond() / 1024);
    text.decimal("instantaneous_input_repl_kbps", 0);
    text.decimal("instantaneous_output_repl_kbps", 0);
    text.field("rejected_connections", statistics.connectionsRejected.sum());
    text.zeros("sync_full", "sync_partial_ok", "sync_partial_err");
    text.field("expired_keys", statistics.expiredKeys.sum());
    text.decimal("expired_stale_perc", 0);
    text.zeros(
        "expired_time_cap_reached_count",
        "expire_cycle_cpu_milliseconds",
        "evicted_keys",
        "evicted_clients",
        "total_eviction_exceeded_time",
        "current_eviction_exceeded_time");
    text.field("keyspace_hits", statistics.keyspaceHits.sum());
    text.field("keyspace_misses", statistics.keyspaceMisses.sum());
    text.zeros(
        "pubsub_channels",
        "pubsub_patterns",
        "pubsubshard_channels",
        "latest_fork_usec",
        "total_forks",
        "migrate_cached_sockets",
        "slave_expires_tracked_keys",
        "active_defrag_hits",
        "active_defrag_misses",
        "active_defrag_key_hits",
        "active_defrag_key_misses",
        "total_active_defrag_time",
        "current_active_defrag_time",
        "tracking_total_keys",
        "tracking_total_items",
        "tracking_total_prefixes",
        "unexpected_error_replies");
    text.field("total_error_replies", statistics.errorReplies.sum());
    text.field("dump_payload_sanitizations", 0);
    text.field("total_reads_processed", statistics.readsProcessed.sum());
    text.field("total_writes_processed", statistics.writesProcessed.sum());
    text.zeros(
        "io_threaded_reads_processed",
        "io_threaded_writes_processed",
        "reply_buffer_shrinks",
        "reply_buffer_expands");
  }

  static void replication(Context context, InfoText text) {
    text.section("Replication");
    text.field("role", "master");
    text.field("connected_slaves", 0);
    text.field("master_failover_state", "no-failover");
    text.field("master_replid", context.services().server().runId());
    text.field("master_replid2", NO_REPLICATION_ID);
    text.field("master_repl_offset", 0);
    text.field("second_repl_offset", -1);
    text.zeros(
        "repl_backlog_active",
        "repl_backlog_size",
        "repl_backlog_first_byte_offset",
        "repl_backlog_histlen");
  }

  static void modules(Context context, InfoText text) {
    text.section("Modules");
  }

  static void commandStats(Context context, InfoText text) {
    text.section("Commandstats");
    for (Command command : context.services().commands().flat()) {
      CommandStats stats = command.stats();
      long calls = stats.calls();
      if (calls > 0 || stats.rejected() > 0) {
        text.field(
            "cmdstat_" + command.fullName(),
            String.format(
                Locale.ROOT,
                "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                calls,
                stats.micros(),
                MemoryFacts.ratio(stats.micros(), calls),
                stats.rejected(),
                stats.failed()));
      }
    }
  }

  static void errorStats(Context context, InfoText text) {
    text.section("Errorstats");
    context
        .services()
        .statistics()
        .errorsByCode()
        .forEach((code, count) -> text.field("errorstat_" + code, "count=" + count));
  }

  static void latencyStats(Context context, InfoText text) {
    text.section("Latencystats");
    List<Double> percentiles = context.services().config().latencyTrackingInfoPercentiles.get();
    for (Command command : context.services().commands().flat()) {
      command
          .stats()
          .times()
          .ifPresent(
              times ->
                  text.field(
                      "latency_percentiles_usec_" + command.fullName(),
                      percentiles(times, percentiles)));
    }
  }

  private static String percentiles(AbstractHistogram times, List<Double> percentiles) {
    List<String> fields = new ArrayList<>();
    for (double percentile : percentiles) {
      String name = java.math.BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
      double micros = times.getValueAtPercentile(percentile) / 1000.0;
      fields.add(String.format(Locale.ROOT, "p%s=%.3f", name, micros));
    }
    return String.join(",", fields);
  }

  static void cluster(Context context, InfoText text) {
    text.section("Cluster");
    text.field("cluster_enabled", 0);
  }

  /** Keys that have expired and that nobody has met count until they are removed, as in Redis. */
  static void keyspace(Context context, InfoText text) {
    text.section("Keyspace");
    List<KeyspaceQueries.Counts> counts = context.data().whole().countAll();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i).keys() > 0) {
        text.field(
            "db" + i,
            "keys=" + counts.get(i).keys() + ",expires=" + counts.get(i).expiring() + ",avg_ttl=0");
      }
    }
  }

  static void pgredis(Context context, InfoText text) {
    Statistics statistics = context.services().statistics();
    StoreFacts store = context.services().store();
    StoreFacts.Pool pool = store.pool();
    long reads = statistics.readBatches.sum();
    long writes = statistics.writeBatches.sum();
    text.section("Pgredis");
    text.field("pgredis_version", context.services().server().version());
    text.field("postgresql_version", store.version());
    text.field("postgresql_schema", store.schema());
    text.field("pool_connections_limit", pool.limit());
    text.field("pool_connections_active", pool.active());
    text.field("pool_connections_idle", pool.idle());
    text.field("pool_threads_waiting", pool.waiting());
    text.field("read_batches", reads);
    text.decimal(
        "read_batch_commands_avg", MemoryFacts.ratio(statistics.readBatchCommands.sum(), reads));
    text.field("write_batches", writes);
    text.decimal(
        "write_batch_commands_avg", MemoryFacts.ratio(statistics.writeBatchCommands.sum(), writes));
    text.field("batch_restarts", statistics.batchRestarts.sum());
    text.field("java_version", System.getProperty("java.version"));
  }
}
