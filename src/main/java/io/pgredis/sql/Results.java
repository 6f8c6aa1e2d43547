package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Walks over the results of a text of several statements, which it executes. */
final class Results {
  private final PreparedStatement statement;
  private boolean executed;

  Results(PreparedStatement statement) {
    this.statement = statement;
  }

  /** The next result that has rows; those of BEGIN and the like are passed over. */
  ResultSet rows() throws SQLException {
    while (true) {
      boolean isRows = executed ? statement.getMoreResults() : statement.execute();
      executed = true;
      if (isRows) {
        return statement.getResultSet();
      }
      if (statement.getUpdateCount() == -1) {
        throw new SQLException("PostgreSQL's answer to a batch ended early", "XX000");
      }
    }
  }

  /** Passes over what is left. */
  void finish() throws SQLException {
    if (!executed) {
      statement.execute();
    }
    while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
      continue;
    }
  }
}
