package io.pgredis.embedded;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PostgreSQL's settings for a small machine that does many short transactions, each synced to disk
 * before it is answered.
 */
final class PostgresSettings {
  /** Connections beside those that the options ask for: LISTEN, doorbell, psql, superuser. */
  static final int SPARE_CONNECTIONS = 13;

  static final long MEBIBYTE = 1L << 20;
  static final long SMALLEST_SHARED_BUFFERS_MB = 64;
  static final long LARGEST_SHARED_BUFFERS_MB = 1024;

  /** A log file is closed at this size; {@link LogFiles} keeps a handful. */
  static final int LOG_FILE_MB = 10;

  private PostgresSettings() {}

  static Map<String, String> of(
      PostgresBinaries binaries,
      EmbeddedPostgresOptions options,
      int port,
      ClusterDirectory directory) {
    Map<String, String> settings = new LinkedHashMap<>();
    access(settings, options, port, directory);
    if (options.testMode()) {
      testing(settings);
    } else {
      durability(settings);
    }
    memory(settings, binaries, options.testMode());
    work(settings);
    logging(settings, directory.logs());
    return settings;
  }

  private static void access(
      Map<String, String> settings,
      EmbeddedPostgresOptions options,
      int port,
      ClusterDirectory directory) {
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", directory.sockets().map(Path::toString).orElse(""));
    settings.put("max_connections", Integer.toString(options.maxConnections() + SPARE_CONNECTIONS));
    // A batch takes hundreds of advisory locks at once.
    settings.put("max_locks_per_transaction", "256");
  }

  private static void durability(Map<String, String> settings) {
    settings.put("fsync", "on");
    settings.put("full_page_writes", "on");
    settings.put("synchronous_commit", "on");
    // Checkpoints make the next change of every page log the whole page: have them rarely.
    settings.put("checkpoint_timeout", "15min");
    settings.put("checkpoint_completion_target", "0.9");
    settings.put("max_wal_size", "1GB");
    settings.put("min_wal_size", "256MB");
  }

  private static void testing(Map<String, String> settings) {
    settings.put("fsync", "off");
    settings.put("full_page_writes", "off");
    settings.put("synchronous_commit", "off");
    settings.put("checkpoint_timeout", "1h");
    settings.put("max_wal_size", "1GB");
    settings.put("min_wal_size", "80MB");
  }

  private static void memory(
      Map<String, String> settings, PostgresBinaries binaries, boolean testMode) {
    long sharedBuffers = testMode ? 128 : sharedBuffersMb(machineMemory());
    settings.put("shared_buffers", sharedBuffers + "MB");
    settings.put("wal_buffers", "16MB");
    settings.put("work_mem", "8MB");
    settings.put("maintenance_work_mem", "64MB");
    if (binaries.major() >= 18) {
      // Pages are in memory as a rule: I/O processes of PostgreSQL's own would only cost.
      settings.put("io_method", "sync");
    }
  }

  /** An eighth of the machine (or of the container), within bounds. */
  static long sharedBuffersMb(long memoryBytes) {
    return Math.clamp(
        memoryBytes / MEBIBYTE / 8, SMALLEST_SHARED_BUFFERS_MB, LARGEST_SHARED_BUFFERS_MB);
  }

  private static long machineMemory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? bean.getTotalMemorySize()
        : 0;
  }

  private static void work(Map<String, String> settings) {
    // Nobody replicates from here, so the log need not carry what only replicas need.
    settings.put("wal_level", "minimal");
    settings.put("max_wal_senders", "0");
    settings.put("max_replication_slots", "0");
    settings.put("max_logical_replication_workers", "0");
    // Statements are short: neither compiling nor sharing one among processes pays.
    settings.put("jit", "off");
    settings.put("max_parallel_workers_per_gather", "0");
    settings.put("max_parallel_maintenance_workers", "0");
    settings.put("random_page_cost", "1.1");
    // Counters rewrite the same rows all the time: clean up early and in small pieces.
    settings.put("autovacuum_naptime", "15s");
    settings.put("autovacuum_max_workers", "2");
    settings.put("update_process_title", "off");
  }

  private static void logging(Map<String, String> settings, Path logs) {
    settings.put("logging_collector", "on");
    settings.put("log_directory", logs.toString());
    settings.put("log_filename", "postgres-%Y%m%d-%H%M%S.log");
    settings.put("log_rotation_size", LOG_FILE_MB + "MB");
    settings.put("log_rotation_age", "0");
    settings.put("log_min_messages", "warning");
    settings.put("log_checkpoints", "off");
    settings.put("log_line_prefix", "%m [%p] ");
    // An error's statement could carry values of keys.
    settings.put("log_min_error_statement", "panic");
    settings.put("log_parameter_max_length", "0");
    settings.put("log_parameter_max_length_on_error", "0");
  }
}
