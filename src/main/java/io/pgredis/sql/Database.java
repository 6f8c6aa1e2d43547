package io.pgredis.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store: a pool of connections, the migrated schema, and the cached mapping of databases. Safe
 * for use by many threads.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** How long a batch waits for a connection of the pool. In milliseconds. */
  public static final int CONNECTION_TIMEOUT_MILLIS = 5_000;

  /** How long a connection that was idle may take to say that it is alive. In milliseconds. */
  public static final int VALIDATION_TIMEOUT_MILLIS = 2_000;

  private static final int MAX_LIFETIME_MILLIS = 30 * 60 * 1000;
  private static final int KEEPALIVE_MILLIS = 2 * 60 * 1000;
  private static final int STATEMENT_CACHE_QUERIES = 512;
  private static final int ARRAYS_LOOKED_UP_SINCE = 17;

  /** Only what is ours: after a failover the same process id may be anybody's. */
  private static final String END_BACKEND =
      """
      select pg_terminate_backend(pid) from pg_stat_activity
      where pid = ? and pid <> pg_backend_pid() and usename = current_user
        and application_name = current_setting('application_name')""";

  private final HikariDataSource pool;
  private final DatabaseConfig config;
  private final long lockSalt;
  private boolean looksUpArrays;
  private final Queue<Worker> unsettled = new ConcurrentLinkedQueue<>();
  private final KeepAlive keepAlive = new KeepAlive();
  private final AtomicLong warnedAt =
      new AtomicLong(System.nanoTime() - Limits.WARNING_MILLIS * 1_000_000L);
  private volatile Mapping mapping;

  private Database(DatabaseConfig config, HikariDataSource pool) {
    this.config = config;
    this.pool = pool;
    this.lockSalt = saltOf(config.schema());
    keepAlive.start();
  }

  /**
   * Migrates the schema and opens the pool.
   *
   * @throws SqlFailure if the database cannot be reached or the schema is not ours or newer
   */
  public static Database open(DatabaseConfig config) {
    Migrations.run(config);
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("pgredis");
    hikari.setJdbcUrl(config.jdbcUrl());
    hikari.setDataSourceProperties(driverProperties(config));
    hikari.setMaximumPoolSize(config.maxConnections());
    hikari.setMinimumIdle(Math.min(4, config.maxConnections()));
    hikari.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    hikari.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
    hikari.setMaxLifetime(MAX_LIFETIME_MILLIS);
    hikari.setKeepaliveTime(KEEPALIVE_MILLIS);
    hikari.setInitializationFailTimeout(-1);
    hikari.setAutoCommit(true);
    hikari.setConnectionInitSql(sessionSettings());
    Database database = new Database(config, new HikariDataSource(hikari));
    try {
      database.looksUpArrays = database.majorVersion() >= ARRAYS_LOOKED_UP_SINCE;
      database.createDatabases();
      database.refreshMapping();
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    return database;
  }

  /** The driver's properties of a data connection. */
  static Properties driverProperties(DatabaseConfig config) {
    Properties properties = new Properties();
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty(
        "preparedStatementCacheQueries", String.valueOf(STATEMENT_CACHE_QUERIES));
    properties.setProperty("preparedStatementCacheSizeMiB", "16");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("socketTimeout", String.valueOf(Limits.READ_TIMEOUT_MILLIS / 1000));
    properties.setProperty("ApplicationName", "pgredis");
    properties.setProperty("currentSchema", config.schema());
    properties.putAll(config.properties());
    return properties;
  }

  /**
   * Plans must not depend on how empty the tables were when they were made: only index scans and
   * nested loops are right for batches of keys, at any size, and an index gives the order.
   */
  static String sessionSettings() {
    return """
        set enable_seqscan = off;
        set enable_bitmapscan = off;
        set enable_sort = off;
        set enable_hashjoin = off;
        set enable_mergejoin = off;
        set plan_cache_mode = force_generic_plan;
        set jit = off;
        set statement_timeout = 0;
        select set_config(name, '0', false) from pg_settings where name = 'transaction_timeout';
        set client_min_messages = warning;
        set lock_timeout = %d;
        set idle_in_transaction_session_timeout = %d"""
        .formatted(Limits.LOCK_TIMEOUT_MILLIS, Limits.IDLE_IN_TRANSACTION_MILLIS);
  }

  /** A connection of the pool, for one batch. */
  Connection connection() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw new SqlFailure(
          SqlFailure.Kind.CONNECTION, "no connection to PostgreSQL: " + e.getMessage(), e);
    }
  }

  /** Takes a connection back; a broken one is thrown away. */
  void release(Connection connection, boolean broken) {
    if (broken) {
      // That closes it; it cannot be brought back into the state of a fresh one.
      pool.evictConnection(connection);
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      pool.evictConnection(connection);
    }
  }

  KeepAlive keepAlive() {
    return keepAlive;
  }

  /** Logs a warning of PostgreSQL, unless it has just done so. */
  public void warned(String warning) {
    long now = System.nanoTime();
    long last = warnedAt.get();
    if (now - last > Limits.WARNING_MILLIS * 1_000_000L && warnedAt.compareAndSet(last, now)) {
      LOG.warn("PostgreSQL warns: {}", warning);
    }
  }

  /** Begins a batch's conversation with PostgreSQL. */
  public Transaction transaction() {
    if (!unsettled.isEmpty()) {
      fenceUnsettled();
    }
    return new Transaction(this, connection());
  }

  /** The mapping of databases as this instance last saw it. */
  public Mapping mapping() {
    return mapping;
  }

  /** Reads the mapping anew. */
  public Mapping refreshMapping() {
    try (Connection connection = connection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select s.generation, d.number, d.keyspace, d.changes
                from store s cross join database d
                where d.number < ?
                order by d.number""")) {
      select.setInt(1, config.databases());
      long[] keyspaces = new long[config.databases()];
      long[] changes = new long[config.databases()];
      long generation = 0;
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          generation = rows.getLong(1);
          keyspaces[rows.getInt(2)] = rows.getLong(3);
          changes[rows.getInt(2)] = rows.getLong(4);
        }
      }
      Mapping fresh = new Mapping(generation, keyspaces, changes);
      mapping = fresh;
      return fresh;
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  private void createDatabases() {
    try (Connection connection = connection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into database (number, keyspace)
                select n, nextval('keyspace_id') from generate_series(0, ? - 1) n
                where not exists (select from database d where d.number = n)
                on conflict do nothing""")) {
      insert.setInt(1, config.databases());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /** A new worker's identity. */
  public Worker newWorker() {
    try (Connection connection = connection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into worker (id) values (nextval('worker_id')) returning id");
        ResultSet row = insert.executeQuery()) {
      row.next();
      return new Worker(row.getLong(1), 0, 0);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /**
   * Finds out whether a worker's last batch committed after its connection was lost, and makes sure
   * that it does not commit any more if it has not. If the server is still running it, its process
   * is ended.
   *
   * @return true if the batch has committed
   * @throws SqlFailure if the database cannot be reached: the outcome stays unknown, ask again
   */
  public boolean settle(Worker worker) {
    try (Connection connection = connection();
        PreparedStatement end = connection.prepareStatement(END_BACKEND);
        PreparedStatement fence =
            connection.prepareStatement(
                "update worker set epoch = epoch + 1 where id = ? returning epoch, n, created")) {
      end.setInt(1, worker.backend());
      end.executeQuery();
      fence.setLong(1, worker.id());
      try (ResultSet row = fence.executeQuery()) {
        if (!row.next()) {
          throw new SqlFailure(
              SqlFailure.Kind.GUARD, "the row of worker " + worker.id() + " is gone", null);
        }
        long expected = worker.n();
        worker.fenced(row.getLong(1), row.getLong(2), BlindWrites.numbers(row.getArray(3)));
        return worker.n() > expected;
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /**
   * Leaves a worker whose last batch has an unknown outcome, told to its clients as such. Before
   * the next transaction of this instance begins, that batch is fenced, so that it does not commit
   * late over what comes then.
   */
  public void leaveUnsettled(Worker worker) {
    unsettled.add(worker);
  }

  private void fenceUnsettled() {
    for (Worker worker = unsettled.peek(); worker != null; worker = unsettled.peek()) {
      try {
        settle(worker);
      } catch (SqlFailure e) {
        if (e.kind() != SqlFailure.Kind.GUARD) {
          throw e;
        }
      }
      unsettled.remove(worker);
    }
  }

  /** The advisory lock of a key: an id in a space that differs from schema to schema. */
  public long lockId(RowKey key) {
    long x = key.high() ^ (key.keyspace() * 0x9E3779B97F4A7C15L) ^ lockSalt;
    x ^= x >>> 32;
    x *= 0xD6E8FEB86659FD93L;
    x ^= x >>> 32;
    return x;
  }

  /** The advisory lock of the store as a whole. */
  public long storeLockId() {
    return lockSalt;
  }

  /** The advisory lock that makes an instance the one that reaps. */
  long reaperLockId() {
    return lockSalt + 1;
  }

  /**
   * The pool's present use.
   *
   * @param active connections in use
   * @param idle connections that are free
   * @param waiting threads that wait for one
   */
  public record PoolUse(int active, int idle, int waiting) {}

  /** The pool's present use. */
  public PoolUse poolUse() {
    HikariPoolMXBean use = pool.getHikariPoolMXBean();
    return new PoolUse(
        use.getActiveConnections(), use.getIdleConnections(), use.getThreadsAwaitingConnection());
  }

  /**
   * Whether a column that an index has behind its first one and that is compared with {@code = any
   * (…)} is looked up in the index always: since PostgreSQL 17. Before, the planner weighs it
   * against going through all rows that share the first column, and while statistics say that there
   * are next to none, it does that, with a plan that stays when there are millions.
   */
  boolean looksUpArrays() {
    return looksUpArrays;
  }

  private int majorVersion() {
    Connection connection = connection();
    try {
      return connection.getMetaData().getDatabaseMajorVersion();
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    } finally {
      release(connection, false);
    }
  }

  /** PostgreSQL's version as it calls itself, {@code 18.1}. */
  public String postgresVersion() {
    Connection connection = connection();
    try {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new SqlFailure(SqlFailure.Kind.CONNECTION, e.getMessage(), e);
    } finally {
      release(connection, false);
    }
  }

  /** What it was opened with. */
  public DatabaseConfig config() {
    return config;
  }

  private static long saltOf(String schema) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("pgredis " + schema).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    keepAlive.close();
    pool.close();
  }
}
