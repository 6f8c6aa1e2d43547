package io.pgredis.config;

import static io.pgredis.config.LongParameter.memory;
import static io.pgredis.config.LongParameter.number;
import static io.pgredis.config.Trait.FIXED;
import static io.pgredis.config.Trait.HIDDEN;
import static io.pgredis.config.Trait.IMMUTABLE;
import static io.pgredis.config.Trait.NO_EFFECT;
import static io.pgredis.config.Trait.PROTECTED;
import static io.pgredis.config.Trait.REFUSED;
import static io.pgredis.config.Trait.REMEMBERED;
import static io.pgredis.config.Trait.SENSITIVE;
import static io.pgredis.config.Trait.SEVERAL_WORDS;
import static io.pgredis.config.ValueParameter.choice;
import static io.pgredis.config.ValueParameter.choices;
import static io.pgredis.config.ValueParameter.flag;
import static io.pgredis.config.ValueParameter.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Redis's parameters that have nothing to steer here: clients and dashboards ask for them, and
 * configuration files that were written for Redis have them. Each takes and answers what it does in
 * Redis.
 */
final class OtherParameters {
  private static final long INT_MAX = Integer.MAX_VALUE;
  private static final long LONG_MAX = Long.MAX_VALUE;
  private static final long MEBIBYTE = 1L << 20;

  private OtherParameters() {}

  static List<Parameter> all() {
    List<Parameter> all = new ArrayList<>();
    all.addAll(memoryManagement());
    all.addAll(persistence());
    all.addAll(replication());
    all.addAll(cluster());
    all.addAll(process());
    all.addAll(tls());
    all.addAll(tuning());
    return all;
  }

  private static List<Parameter> memoryManagement() {
    return List.of(
        memory("maxmemory", 0, 0, LONG_MAX, NO_EFFECT),
        number("maxmemory-samples", 5, 1, INT_MAX, REMEMBERED),
        number("maxmemory-eviction-tenacity", 10, 0, 100, REMEMBERED),
        text("maxmemory-clients", "0", Formats::memoryOrPercent, REMEMBERED),
        number("lfu-log-factor", 10, 0, INT_MAX, REMEMBERED),
        number("lfu-decay-time", 1, 0, INT_MAX, REMEMBERED),
        flag("lazyfree-lazy-eviction", false, REMEMBERED),
        flag("lazyfree-lazy-expire", false, REMEMBERED),
        flag("lazyfree-lazy-server-del", false, REMEMBERED),
        flag("lazyfree-lazy-user-del", false, REMEMBERED),
        flag("lazyfree-lazy-user-flush", false, REMEMBERED),
        flag("activedefrag", false, FIXED),
        memory("active-defrag-ignore-bytes", 100 * MEBIBYTE, 1, LONG_MAX, REMEMBERED),
        number("active-defrag-threshold-lower", 10, 0, 1000, REMEMBERED),
        number("active-defrag-threshold-upper", 100, 0, 1000, REMEMBERED),
        number("active-defrag-cycle-min", 1, 1, 99, REMEMBERED),
        number("active-defrag-cycle-max", 25, 1, 99, REMEMBERED),
        number("active-defrag-max-scan-fields", 1000, 1, LONG_MAX, REMEMBERED),
        flag("jemalloc-bg-thread", true, REMEMBERED),
        flag("activerehashing", true, REMEMBERED));
  }

  private static List<Parameter> persistence() {
    return List.of(
        new ValueParameter<>("save", "", new Formats.SavePoints(), SEVERAL_WORDS, REMEMBERED),
        text("dir", System.getProperty("user.dir", "/"), PROTECTED, FIXED),
        text("dbfilename", "dump.rdb", PROTECTED, REMEMBERED),
        text("appendfilename", "appendonly.aof", IMMUTABLE, REMEMBERED),
        text("appenddirname", "appendonlydir", IMMUTABLE, REMEMBERED),
        flag("no-appendfsync-on-rewrite", false, REMEMBERED),
        number("auto-aof-rewrite-percentage", 100, 0, INT_MAX, REMEMBERED),
        memory("auto-aof-rewrite-min-size", 64 * MEBIBYTE, 0, LONG_MAX, REMEMBERED),
        flag("aof-load-truncated", true, REMEMBERED),
        flag("aof-use-rdb-preamble", true, REMEMBERED),
        flag("aof-timestamp-enabled", false, REMEMBERED),
        flag("aof-rewrite-incremental-fsync", true, REMEMBERED),
        flag("aof-disable-auto-gc", false, REMEMBERED),
        flag("rdb-save-incremental-fsync", true, REMEMBERED),
        flag("rdb-del-sync-files", false, REMEMBERED),
        flag("rdbcompression", true, REMEMBERED),
        flag("rdbchecksum", true, IMMUTABLE, REMEMBERED),
        flag("stop-writes-on-bgsave-error", true, REMEMBERED),
        choice("sanitize-dump-payload", "no", "no, yes, clients", REMEMBERED));
  }

  private static List<Parameter> replication() {
    return List.of(
        text("replicaof slaveof", "", IMMUTABLE, REFUSED, SEVERAL_WORDS),
        text("masterauth", "", SENSITIVE, REMEMBERED),
        text("masteruser", "", REMEMBERED),
        flag("replica-serve-stale-data slave-serve-stale-data", true, REMEMBERED),
        flag("replica-read-only slave-read-only", true, REMEMBERED),
        flag("replica-lazy-flush slave-lazy-flush", false, REMEMBERED),
        flag("replica-ignore-maxmemory slave-ignore-maxmemory", true, REMEMBERED),
        flag("replica-ignore-disk-write-errors", false, REMEMBERED),
        flag("replica-announced", true, REMEMBERED),
        text("replica-announce-ip slave-announce-ip", "", REMEMBERED),
        number("replica-announce-port slave-announce-port", 0, 0, 65535, REMEMBERED),
        number("replica-priority slave-priority", 100, 0, INT_MAX, REMEMBERED),
        number("min-replicas-to-write min-slaves-to-write", 0, 0, INT_MAX, REMEMBERED),
        number("min-replicas-max-lag min-slaves-max-lag", 10, 0, INT_MAX, REMEMBERED),
        memory("repl-backlog-size", MEBIBYTE, 1, LONG_MAX, REMEMBERED),
        number("repl-backlog-ttl", 3600, 0, LONG_MAX, REMEMBERED),
        number("repl-timeout", 60, 1, INT_MAX, REMEMBERED),
        number("repl-ping-replica-period repl-ping-slave-period", 10, 1, INT_MAX, REMEMBERED),
        flag("repl-disable-tcp-nodelay", false, REMEMBERED),
        flag("repl-diskless-sync", true, REMEMBERED),
        number("repl-diskless-sync-delay", 5, 0, INT_MAX, REMEMBERED),
        number("repl-diskless-sync-max-replicas", 0, 0, INT_MAX, REMEMBERED),
        choice("repl-diskless-load", "disabled", "disabled, on-empty-db, swapdb", REMEMBERED),
        choice(
            "propagation-error-behavior",
            "ignore",
            "ignore, panic, panic-on-replicas",
            REMEMBERED));
  }

  private static List<Parameter> cluster() {
    return List.of(
        flag("cluster-enabled", false, IMMUTABLE, REFUSED),
        text("cluster-config-file", "nodes.conf", IMMUTABLE, REMEMBERED),
        number("cluster-node-timeout", 15_000, 0, LONG_MAX, REMEMBERED),
        number("cluster-port", 0, 0, 65535, IMMUTABLE, REMEMBERED),
        number("cluster-announce-port", 0, 0, 65535, REMEMBERED),
        number("cluster-announce-bus-port", 0, 0, 65535, REMEMBERED),
        number("cluster-announce-tls-port", 0, 0, 65535, REMEMBERED),
        text("cluster-announce-ip", "", REMEMBERED),
        text("cluster-announce-hostname", "", REMEMBERED),
        choice(
            "cluster-preferred-endpoint-type", "ip", "ip, hostname, unknown-endpoint", REMEMBERED),
        number("cluster-migration-barrier", 1, 0, INT_MAX, REMEMBERED),
        number(
            "cluster-replica-validity-factor cluster-slave-validity-factor",
            10,
            0,
            INT_MAX,
            REMEMBERED),
        flag("cluster-replica-no-failover cluster-slave-no-failover", false, REMEMBERED),
        flag("cluster-require-full-coverage", true, REMEMBERED),
        flag("cluster-allow-reads-when-down", false, REMEMBERED),
        flag("cluster-allow-pubsubshard-when-down", true, REMEMBERED),
        flag("cluster-allow-replica-migration", true, REMEMBERED),
        memory("cluster-link-sendbuf-limit", 0, 0, LONG_MAX, REMEMBERED));
  }

  private static List<Parameter> process() {
    return List.of(
        flag("daemonize", false, IMMUTABLE, FIXED),
        text("pidfile", "", IMMUTABLE, FIXED),
        text("logfile", "", IMMUTABLE, FIXED),
        flag("syslog-enabled", false, IMMUTABLE, FIXED),
        text("syslog-ident", "redis", IMMUTABLE, REMEMBERED),
        choice(
            "syslog-facility",
            "local0",
            "user, local0, local1, local2, local3, local4, local5, local6, local7",
            IMMUTABLE,
            REMEMBERED),
        choice("supervised", "no", "no, upstart, systemd, auto", IMMUTABLE, FIXED),
        flag("always-show-logo", false, IMMUTABLE, REMEMBERED),
        flag("set-proc-title", true, IMMUTABLE, REMEMBERED),
        text("proc-title-template", "{title} {listen-addr} {server-mode}", REMEMBERED),
        flag("disable-thp", true, IMMUTABLE, REMEMBERED),
        choice("oom-score-adj", "no", "no, yes, relative, absolute", REMEMBERED),
        text("oom-score-adj-values", "0 200 800", Formats::oomScores, SEVERAL_WORDS, REMEMBERED),
        flag("crash-log-enabled", true, REMEMBERED),
        flag("crash-memcheck-enabled", true, REMEMBERED),
        text("ignore-warnings", "", REMEMBERED),
        choices("shutdown-on-sigint", SHUTDOWN_FLAGS, SEVERAL_WORDS, REMEMBERED),
        choices("shutdown-on-sigterm", SHUTDOWN_FLAGS, SEVERAL_WORDS, REMEMBERED),
        text("unixsocket", "", IMMUTABLE, REFUSED),
        text("unixsocketperm", "0", IMMUTABLE, REMEMBERED),
        text("bind-source-addr", "", REMEMBERED),
        number("socket-mark-id", 0, 0, 4_294_967_295L, IMMUTABLE, REMEMBERED),
        text("server_cpulist", "", IMMUTABLE, REMEMBERED),
        text("bio_cpulist", "", IMMUTABLE, REMEMBERED),
        text("aof_rewrite_cpulist", "", IMMUTABLE, REMEMBERED),
        text("bgsave_cpulist", "", IMMUTABLE, REMEMBERED),
        number("io-threads", 1, 1, 128, IMMUTABLE, REMEMBERED),
        flag("io-threads-do-reads", false, IMMUTABLE, REMEMBERED),
        text("aclfile", "", IMMUTABLE, REFUSED),
        number("acllog-max-len", 128, 0, LONG_MAX, REMEMBERED),
        choice("acl-pubsub-default", "resetchannels", "allchannels, resetchannels", REMEMBERED),
        choice("enable-module-command", "no", "no, yes, local", IMMUTABLE, FIXED));
  }

  private static final String SHUTDOWN_FLAGS = "default, save, nosave, now, force";

  private static List<Parameter> tls() {
    return List.of(
        number("tls-port", 0, 0, 65535, REFUSED),
        flag("tls-replication", false, REMEMBERED),
        flag("tls-cluster", false, REMEMBERED),
        choice("tls-auth-clients", "yes", "no, yes, optional", REMEMBERED),
        text("tls-cert-file", "", REMEMBERED),
        text("tls-key-file", "", REMEMBERED),
        text("tls-key-file-pass", "", SENSITIVE, REMEMBERED),
        text("tls-client-cert-file", "", REMEMBERED),
        text("tls-client-key-file", "", REMEMBERED),
        text("tls-client-key-file-pass", "", SENSITIVE, REMEMBERED),
        text("tls-dh-params-file", "", REMEMBERED),
        text("tls-ca-cert-file", "", REMEMBERED),
        text("tls-ca-cert-dir", "", REMEMBERED),
        text("tls-protocols", "", REMEMBERED),
        text("tls-ciphers", "", REMEMBERED),
        text("tls-ciphersuites", "", REMEMBERED),
        flag("tls-prefer-server-ciphers", false, REMEMBERED),
        flag("tls-session-caching", true, REMEMBERED),
        number("tls-session-cache-size", 20_480, 0, INT_MAX, REMEMBERED),
        number("tls-session-cache-timeout", 300, 0, INT_MAX, REMEMBERED));
  }

  private static List<Parameter> tuning() {
    return List.of(
        flag("dynamic-hz", true, REMEMBERED),
        number("active-expire-effort", 1, 1, 10, NO_EFFECT),
        number("busy-reply-threshold lua-time-limit", 5_000, 0, LONG_MAX, NO_EFFECT),
        text("notify-keyspace-events", "", Formats::keyspaceEvents, NO_EFFECT),
        text("watchdog-period", "0", Formats::watchdogPeriod, HIDDEN, REMEMBERED),
        number("list-compress-depth", 0, 0, INT_MAX, REMEMBERED),
        memory("stream-node-max-bytes", 4096, 0, LONG_MAX, REMEMBERED),
        number("stream-node-max-entries", 100, 0, LONG_MAX, REMEMBERED),
        number("tracking-table-max-keys", 1_000_000, 0, LONG_MAX, REMEMBERED));
  }
}
