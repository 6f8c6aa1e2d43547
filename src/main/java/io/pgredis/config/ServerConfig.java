package io.pgredis.config;

import static io.pgredis.config.Trait.FIXED;
import static io.pgredis.config.Trait.IMMUTABLE;
import static io.pgredis.config.Trait.OWN;
import static io.pgredis.config.Trait.REMEMBERED;
import static io.pgredis.config.Trait.SENSITIVE;
import static io.pgredis.config.Trait.SEVERAL_WORDS;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of one server: every parameter with its name, type, bounds and default,
 * declared once. Values are read without locks by any thread, and changed through {@link #set}, one
 * client at a time.
 *
 * <p>A new parameter is a new field here. If it has no effect here but Redis has it, it belongs in
 * {@link OtherParameters}.
 */
public final class ServerConfig {
  private static final long INT_MAX = Integer.MAX_VALUE;
  private static final long LONG_MAX = Long.MAX_VALUE;
  private static final long MEBIBYTE = 1L << 20;

  private final ParameterTable table = new ParameterTable();
  private volatile Optional<Path> file = Optional.empty();

  // The store.

  /** The database's URL; empty for an embedded PostgreSQL. */
  public final ValueParameter<String> database =
      add(ValueParameter.text("database", "", IMMUTABLE, SENSITIVE, OWN));

  /** Connections in the pool. */
  public final LongParameter maxConnections =
      add(LongParameter.number("max-connections", 25, 2, 10_000, IMMUTABLE, OWN));

  /** The schema of pgredis's tables. */
  public final ValueParameter<String> schema =
      add(ValueParameter.text("schema", "pgredis", Formats::schema, IMMUTABLE, OWN));

  /** Where the embedded PostgreSQL keeps its data; empty for the usual place. */
  public final ValueParameter<String> dataDir =
      add(ValueParameter.text("data-dir", "", IMMUTABLE, OWN));

  /** The programs of another PostgreSQL for the embedded mode; empty for the bundled one. */
  public final ValueParameter<String> postgresBin =
      add(ValueParameter.text("postgres-bin", "", IMMUTABLE, OWN));

  /** How many numbered databases there are. */
  public final LongParameter databases =
      add(LongParameter.number("databases", 16, 1, INT_MAX, IMMUTABLE));

  // Network.

  /** Addresses to listen on; one with a leading {@code -} may be missing on this machine. */
  public final ValueParameter<List<String>> bind =
      add(
          new ValueParameter<>(
              "bind", "127.0.0.1 -::1", new Formats.Addresses(), IMMUTABLE, SEVERAL_WORDS));

  /** 0 for any free port. Who listens at it refuses another. */
  public final LongParameter port = add(LongParameter.number("port", 6379, 0, 65535));

  public final LongParameter tcpBacklog =
      add(LongParameter.number("tcp-backlog", 511, 0, INT_MAX, IMMUTABLE));

  /** Seconds of silence after which a client is asked whether it is there; 0 for never. */
  public final LongParameter tcpKeepalive =
      add(LongParameter.number("tcp-keepalive", 300, 0, INT_MAX));

  /** Seconds after which an idle client is disconnected; 0 for never. */
  public final LongParameter timeout = add(LongParameter.number("timeout", 0, 0, INT_MAX));

  public final LongParameter maxClients =
      add(LongParameter.number("maxclients", 10_000, 1, 4_294_967_295L));

  /** Refuses clients from other machines while there is no password. */
  public final ValueParameter<Boolean> protectedMode =
      add(ValueParameter.flag("protected-mode", true));

  /** Empty for none. */
  public final ValueParameter<String> requirePass =
      add(ValueParameter.text("requirepass", "", SENSITIVE));

  // Limits of requests and replies, in bytes.

  public final LongParameter protoMaxBulkLen =
      add(LongParameter.memory("proto-max-bulk-len", 512 * MEBIBYTE, MEBIBYTE, LONG_MAX));

  public final LongParameter clientQueryBufferLimit =
      add(LongParameter.memory("client-query-buffer-limit", 1024 * MEBIBYTE, MEBIBYTE, LONG_MAX));

  public final ValueParameter<BufferLimits> clientOutputBufferLimit =
      add(
          new ValueParameter<>(
              "client-output-buffer-limit",
              BufferLimits.DEFAULT,
              new BufferLimits.Format(),
              SEVERAL_WORDS));

  // Observation.

  /** Microseconds; 0 for every command, -1 for none. */
  public final LongParameter slowlogLogSlowerThan =
      add(LongParameter.number("slowlog-log-slower-than", 10_000, -1, LONG_MAX));

  public final LongParameter slowlogMaxLen =
      add(LongParameter.number("slowlog-max-len", 128, 0, LONG_MAX));

  /** Milliseconds; 0 for off. */
  public final LongParameter latencyMonitorThreshold =
      add(LongParameter.number("latency-monitor-threshold", 0, 0, LONG_MAX));

  public final ValueParameter<Boolean> latencyTracking =
      add(ValueParameter.flag("latency-tracking", true));

  public final ValueParameter<List<Double>> latencyTrackingInfoPercentiles =
      add(
          new ValueParameter<>(
              "latency-tracking-info-percentiles",
              "50 99 99.9",
              new Formats.Percentiles(),
              SEVERAL_WORDS));

  public final ValueParameter<String> logLevel =
      add(ValueParameter.choice("loglevel", "notice", "debug, verbose, notice, warning"));

  /** {@code no}, {@code yes}, or {@code local} for clients of this machine. */
  public final ValueParameter<String> enableDebugCommand =
      add(ValueParameter.choice("enable-debug-command", "no", "no, yes, local", IMMUTABLE));

  /** Whether CONFIG SET may change protected parameters: as {@link #enableDebugCommand}. */
  public final ValueParameter<String> enableProtectedConfigs =
      add(ValueParameter.choice("enable-protected-configs", "no", "no, yes, local", IMMUTABLE));

  // Work in the background, and the end.

  public final ValueParameter<String> hz =
      add(ValueParameter.text("hz", "10", Formats::clampedHz, REMEMBERED));

  /** Seconds that a stop waits for commands in flight at most. */
  public final LongParameter shutdownTimeout =
      add(LongParameter.number("shutdown-timeout", 10, 0, INT_MAX));

  // Collections: up to these sizes they are packed into one row, in Redis's words listpacks.

  public final LongParameter hashMaxListpackEntries =
      add(
          LongParameter.number(
              "hash-max-listpack-entries hash-max-ziplist-entries", 512, 0, LONG_MAX));

  public final LongParameter hashMaxListpackValue =
      add(LongParameter.memory("hash-max-listpack-value hash-max-ziplist-value", 64, 0, LONG_MAX));

  /** Entries if positive; else -1 to -5 for 4 to 64 kB. */
  public final LongParameter listMaxListpackSize =
      add(
          LongParameter.number(
              "list-max-listpack-size list-max-ziplist-size", -2, Integer.MIN_VALUE, INT_MAX));

  public final LongParameter setMaxIntsetEntries =
      add(LongParameter.number("set-max-intset-entries", 512, 0, LONG_MAX));

  public final LongParameter zsetMaxListpackEntries =
      add(
          LongParameter.number(
              "zset-max-listpack-entries zset-max-ziplist-entries", 128, 0, LONG_MAX));

  public final LongParameter zsetMaxListpackValue =
      add(LongParameter.memory("zset-max-listpack-value zset-max-ziplist-value", 64, 0, LONG_MAX));

  public final LongParameter hllSparseMaxBytes =
      add(LongParameter.memory("hll-sparse-max-bytes", 3_000, 0, LONG_MAX));

  // What pgredis promises and nobody can take away.

  /** Nothing is evicted: the data are on disk. */
  public final ValueParameter<String> maxmemoryPolicy =
      add(
          ValueParameter.choice(
              "maxmemory-policy",
              "noeviction",
              "volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru,"
                  + " allkeys-lfu, allkeys-random, noeviction",
              FIXED));

  /** Every write is logged before it is answered. */
  public final ValueParameter<Boolean> appendOnly =
      add(ValueParameter.flag("appendonly", true, FIXED));

  /** And the log is synced to disk. */
  public final ValueParameter<String> appendFsync =
      add(ValueParameter.choice("appendfsync", "always", "everysec, always, no", FIXED));

  /** A configuration of nothing but defaults. */
  public ServerConfig() {
    OtherParameters.all().forEach(table::add);
  }

  private <P extends Parameter> P add(P parameter) {
    table.add(parameter);
    return parameter;
  }

  /** CONFIG GET: names as asked for, in declaration order, and their values. */
  public Map<String, String> get(Collection<String> patterns) {
    return table.get(patterns);
  }

  /** One assignment of CONFIG SET. */
  public record Setting(String name, String value) {}

  /**
   * CONFIG SET: all of them or, if one is refused, none.
   *
   * @return the error's text as Redis gives it, with its leading ERR; empty when all is well
   */
  public Optional<String> set(List<Setting> settings) {
    boolean openToProtected = !enableProtectedConfigs.get().equals("no");
    return table.set(settings, openToProtected);
  }

  /** The parameter of a name, whatever its case. */
  public Optional<Parameter> find(String name) {
    return table.find(name);
  }

  /** All parameters, each once. */
  public Collection<Parameter> all() {
    return table.all();
  }

  /**
   * Sets a parameter at the start, from the words of a line or an option.
   *
   * @return a warning when it has no effect here; empty as a rule
   * @throws ConfigException with the reason why not
   */
  public Optional<String> configure(String name, List<String> words) throws ConfigException {
    return table.configure(name, words);
  }

  /**
   * Sets what a file in redis.conf's syntax says, and remembers it for {@link #rewrite}.
   *
   * @return warnings about lines without an effect here
   * @throws ConfigException naming the line and the reason
   */
  public List<String> load(Path file) throws ConfigException {
    List<String> warnings = new ConfigFile(table, file).load();
    this.file = Optional.of(file);
    return warnings;
  }

  /**
   * CONFIG REWRITE: writes what CONFIG SET has changed into the file that was loaded.
   *
   * @return the error's text; empty when all is well
   */
  public Optional<String> rewrite() {
    if (file.isEmpty()) {
      return Optional.of("ERR The server is running without a config file");
    }
    try {
      new ConfigFile(table, file.get()).rewrite(table.changed());
      return Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of("ERR Rewriting config file: Permission denied");
    } catch (IOException e) {
      return Optional.of("ERR Rewriting config file: " + e.getMessage());
    }
  }

  /** Where the configuration came from, for INFO. */
  public Optional<Path> file() {
    return file;
  }

  /** Does not print secrets. */
  @Override
  public String toString() {
    return all().stream().filter(parameter -> !parameter.isDefault()).toList().toString();
  }
}
