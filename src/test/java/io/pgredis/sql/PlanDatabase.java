package io.pgredis.sql;

import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;

/**
 * A database of its own, with the schema and a session as the server has them, that shows the plans
 * of statements.
 */
final class PlanDatabase implements AutoCloseable {
  private final TestDatabase database = TestPostgres.newDatabase();
  private final Connection connection;
  private final boolean looksUpArrays;

  PlanDatabase() throws SQLException {
    try (TestServer server = TestServer.start(database)) {
      looksUpArrays = server.database().looksUpArrays();
    }
    connection = database.connect();
    execute("set search_path = pgredis");
    execute(Database.sessionSettings());
  }

  /** See {@link Database#looksUpArrays}. */
  boolean looksUpArrays() {
    return looksUpArrays;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** An advisory lock of another session, until this is closed. */
  record HeldLock(Connection other) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      // That the connection ends is noticed by PostgreSQL some time later.
      other.createStatement().execute("select pg_advisory_unlock_all()");
      other.close();
    }
  }

  /** Takes an advisory lock in a session of its own. */
  HeldLock holding(long lock) throws SQLException {
    Connection other = database.connect();
    other.createStatement().execute("select pg_advisory_lock(%d)".formatted(lock));
    return new HeldLock(other);
  }

  /** The first column of all rows. */
  List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** The generic plan of a statement, made now. */
  String plan(String sql) throws SQLException {
    int parameters = (int) sql.chars().filter(c -> c == '?').count();
    return plan(sql, String.join(", ", Collections.nCopies(parameters, "null")));
  }

  /** The same for arguments of certain types. */
  String plan(String sql, String arguments) throws SQLException {
    String text = sql;
    int parameter = 1;
    while (text.contains("?")) {
      text = text.replaceFirst("\\?", "\\$" + parameter++);
    }
    execute("prepare planned as " + text);
    String given = arguments.isEmpty() ? "" : "(" + arguments + ")";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("explain (costs off) execute planned" + given)) {
      StringJoiner lines = new StringJoiner("\n");
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines.toString();
    } finally {
      execute("deallocate planned");
    }
  }

  /**
   * Runs statements, takes back what they do, and returns the plans of what ran within functions.
   * For a superuser, whom PostgreSQL lets load its module auto_explain.
   */
  List<String> nestedPlans(List<String> statements) throws SQLException {
    execute("load 'auto_explain'");
    execute("begin");
    execute("set local auto_explain.log_min_duration = 0");
    execute("set local auto_explain.log_nested_statements = on");
    execute("set local client_min_messages = log");
    List<String> plans = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
        for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
          plans.add(w.getMessage());
        }
        statement.clearWarnings();
      }
    } finally {
      execute("rollback");
    }
    return plans;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    TestPostgres.drop(database);
  }
}
