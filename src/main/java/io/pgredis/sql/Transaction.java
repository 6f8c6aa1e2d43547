package io.pgredis.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLWarning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch's conversation with PostgreSQL over one connection: lock and load in one round trip,
 * flush and commit in another. BEGIN and COMMIT stand in the text of the statements, so that they
 * need no round trips of their own. Used by one thread; closing it rolls back what has not been
 * committed.
 */
public final class Transaction implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  static final long[] NO_LOCKS = {};

  private static final String TRY_LOCKS =
      """
      select l.id
      from unnest(?::bigint[], ?::boolean[]) as l (id, exclusive)
      where not case when l.exclusive then pg_try_advisory_xact_lock(l.id)
                     else pg_try_advisory_xact_lock_shared(l.id) end""";

  /** Waits for each lock in turn. A function that returns void yields an empty text, never null. */
  private static final String WAIT_FOR_LOCKS =
      """
      select l.id
      from unnest(?::bigint[], ?::boolean[]) as l (id, exclusive)
      where case when l.exclusive then pg_advisory_xact_lock(l.id)::text
                 else pg_advisory_xact_lock_shared(l.id)::text end is null""";

  private static final String BEGIN_SNAPSHOT = "begin isolation level repeatable read read only";

  private static final String BEGIN_WRITE = "begin isolation level read committed;\n";
  private static final String TRY_WRITE = BEGIN_WRITE + TRY_LOCKS;
  private static final String WAIT_WRITE = BEGIN_WRITE + WAIT_FOR_LOCKS;

  private final Database database;
  private final Connection connection;
  private List<PlannedRead> planned = List.of();
  private boolean open;
  private boolean broken;
  private volatile long began;
  private final AtomicBoolean keepingAlive = new AtomicBoolean();

  Transaction(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /** See {@link Database#looksUpArrays}. */
  boolean looksUpArrays() {
    return database.looksUpArrays();
  }

  /** Lets statements travel with the load that this transaction begins with. */
  public void plan(List<PlannedRead> reads) {
    planned = reads;
  }

  /** How long ago it began, in milliseconds. Called on any thread. */
  long ageMillis() {
    return (System.nanoTime() - began) / 1_000_000;
  }

  /** Sends PostgreSQL a sign of life between two statements. Called on any thread. */
  void keepAlive() {
    if (!keepingAlive.compareAndSet(false, true)) {
      return;
    }
    try (Statement statement = connection.unwrap(PgConnection.class).createStatement()) {
      statement.execute("select");
    } catch (SQLException e) {
      LOG.debug("A transaction could not be kept alive: {}", e.getMessage());
    } finally {
      keepingAlive.set(false);
    }
  }

  /**
   * Reads rows in one statement, which is a snapshot by itself, or in one round trip; no
   * transaction stays open.
   */
  public Loaded readOnce(List<? extends RowKey> keys) {
    if (!planned.isEmpty()) {
      return begin(BEGIN_SNAPSHOT, null, keys, "commit");
    }
    KeyLoad load = new KeyLoad(keys, looksUpArrays());
    try (PreparedStatement select = connection.prepareStatement(load.textWithClock())) {
      load.bind(select, 1);
      try (ResultSet rows = select.executeQuery()) {
        return load.loaded(rows);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Begins a transaction that only reads, all of it from one snapshot, and loads. */
  public Loaded beginSnapshot(List<? extends RowKey> keys) {
    return begin(BEGIN_SNAPSHOT, null, keys, "");
  }

  /**
   * Begins a writing transaction: takes the locks, then reads the clock, then loads.
   *
   * @param waits whether to wait for locks that others hold, or to report them as refused
   */
  public Loaded beginWrite(LockSet locks, List<? extends RowKey> keys, boolean waits) {
    try {
      if (waits) {
        // For each lock in turn.
        allowLongSilence();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return begin(waits ? WAIT_WRITE : TRY_WRITE, locks, keys, "");
  }

  private Loaded begin(String text, LockSet locks, List<? extends RowKey> keys, String end) {
    open = true;
    began = System.nanoTime();
    database.keepAlive().begun(this);
    KeyLoad load = new KeyLoad(keys, looksUpArrays());
    String all = text + ";\n" + load.textWithClock();
    try (PreparedStatement statement = connection.prepareStatement(withPlanned(all, end))) {
      int parameter = load.bind(statement, locks == null ? 1 : bindLocks(statement, locks));
      for (PlannedRead read : planned) {
        parameter = read.bind(statement, parameter);
      }
      Results results = new Results(statement);
      long[] refused = locks == null ? NO_LOCKS : ids(results.rows());
      Loaded loaded = load.loaded(results.rows());
      for (PlannedRead read : planned) {
        read.read(results.rows());
      }
      results.finish();
      open = end.isEmpty();
      return loaded.refused(refused);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private String withPlanned(String load, String end) {
    if (planned.isEmpty()) {
      return load;
    }
    StringBuilder text = new StringBuilder(load);
    for (PlannedRead read : planned) {
      text.append(";\n").append(looksUpArrays() ? read.text() : read.textWithoutArrays());
    }
    return end.isEmpty() ? text.toString() : text.append(";\n").append(end).toString();
  }

  /** Loads rows within the open transaction. */
  public List<StoredKey> load(List<? extends RowKey> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    KeyLoad load = new KeyLoad(keys, looksUpArrays());
    try (PreparedStatement select = connection.prepareStatement(load.text())) {
      load.bind(select, 1);
      try (ResultSet rows = select.executeQuery()) {
        return load.rows(rows);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Tries to take one more lock within the open transaction, exclusively, without waiting. */
  public boolean tryLock(long id) {
    try (PreparedStatement select =
        connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Values that travel one by one. */
  public LongValues longValues() {
    return new LongValues(this);
  }

  /** Commits in a single round trip, without anything open before it. */
  public BlindWrites blindWrites() {
    return new BlindWrites(this);
  }

  /** Reads of the whole keyspace, within the open transaction. They may take longer. */
  public KeyspaceQueries queries() {
    try {
      allowLongSilence();
    } catch (SQLException e) {
      throw failure(e);
    }
    return new KeyspaceQueries(this, connection);
  }

  /** What follows may take PostgreSQL long. The pool takes that back with the connection. */
  void allowLongSilence() throws SQLException {
    int timeoutMillis = connection.getNetworkTimeout();
    if (timeoutMillis > 0 && timeoutMillis < Limits.LONG_READ_TIMEOUT_MILLIS) {
      connection.setNetworkTimeout(Runnable::run, Limits.LONG_READ_TIMEOUT_MILLIS);
    }
  }

  /** Takes ids for collections that are about to be spread. */
  public long[] nextCollectionIds(int count) {
    return CollectionRows.nextIds(this, count);
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /** Writes changes within the open transaction, and goes on. */
  public void flush(Changes changes, Worker worker) {
    if (changes.isEmpty()) {
      return;
    }
    try {
      prepareWriting(changes, worker);
      run(new Flush().changes(changes, worker.id()));
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Writes changes and commits. When this returns, they are durable.
   *
   * @throws SqlFailure of kind CONNECTION if the outcome is unknown
   */
  public void commit(Changes changes, Worker worker) {
    try {
      prepareWriting(changes, worker);
      run(new Flush().worker(worker).changes(changes, worker.id()).add("commit"));
      open = false;
      worker.committed();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Ends a transaction that only read. */
  public void end() {
    if (open && !broken) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("rollback");
        open = false;
      } catch (SQLException e) {
        broken = true;
      }
    }
  }

  private void prepareWriting(Changes changes, Worker worker) throws SQLException {
    worker.runsOn(backend());
    if (changes.elements() > Limits.SHORT_WRITE_ELEMENTS) {
      allowLongSilence();
    }
    longValues().write(changes);
  }

  /** The process id of the server's side of the connection. */
  int backend() throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  private void run(Flush flush) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(flush.text())) {
      flush.bind(statement, 1);
      new Results(statement).finish();
      checkWarnings(statement);
    }
  }

  /**
   * A cancelled wait for a synchronous standby is only a warning to PostgreSQL; to a client it is
   * no success. What else PostgreSQL may have to say at a commit does not concern it.
   */
  void checkWarnings(PreparedStatement statement) throws SQLException {
    for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
      if (w instanceof PSQLWarning warning
          && "SyncRepWaitForLSN".equals(warning.getServerErrorMessage().getRoutine())) {
        throw new SQLException(
            "PostgreSQL warned at commit: " + w.getMessage(), SqlFailure.UNREPLICATED_STATE);
      }
      database.warned(w.getMessage());
    }
  }

  private static int bindLocks(PreparedStatement statement, LockSet locks) throws SQLException {
    long[] ids = locks.ids();
    statement.setObject(1, ids);
    statement.setObject(2, locks.modes(ids));
    return 3;
  }

  private static long[] ids(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return NO_LOCKS;
    }
    List<Long> ids = new ArrayList<>();
    do {
      ids.add(rows.getLong(1));
    } while (rows.next());
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  SqlFailure failure(SQLException e) {
    SqlFailure failure = SqlFailure.of(e);
    broken |= failure.kind() == SqlFailure.Kind.CONNECTION;
    return failure;
  }

  /** Its connection is not to be used again. */
  public void abandon() {
    broken = true;
  }

  @Override
  public void close() {
    database.keepAlive().ended(this);
    end();
    database.release(connection, broken);
  }
}
