package io.pgredis.sql;

import java.io.IOException;
import java.sql.SQLException;

/**
 * A failure of PostgreSQL, sorted by what can be done about it. Its message is fit for a client: it
 * names no secrets and has one line.
 */
public final class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What can be done. */
  public enum Kind {
    /** The connection is lost, or none is to be had: the outcome of a commit is unknown. */
    CONNECTION,
    /** A conflict with another transaction, rolled back: start again. */
    CONFLICT,
    /** A guard of the batch failed (worker fenced, mapping changed, row counts): rolled back. */
    GUARD,
    /**
     * Committed here, but PostgreSQL could not say that a synchronous standby has it: no success.
     */
    UNREPLICATED,
    /** PostgreSQL cannot take these data (too large, disk full): rolled back. */
    REFUSED
  }

  /** Our own state for a warning at COMMIT. */
  static final String UNREPLICATED_STATE = "PR001";

  /** Raised by our functions when a guard fails. */
  static final String GUARD_STATE = "PR002";

  private final Kind kind;

  SqlFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What can be done. */
  public Kind kind() {
    return kind;
  }

  static SqlFailure of(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    Kind kind =
        switch (state) {
          case "40001", "40P01", "55P03" -> Kind.CONFLICT;
          case UNREPLICATED_STATE -> Kind.UNREPLICATED;
          case "23505" -> Kind.CONFLICT;
          case GUARD_STATE, "22012" -> Kind.GUARD;
          // Shutdown and crash of the server, idle transaction ended, no connection, a server that
          // has become a standby, broken connection.
          case "57P01", "57P02", "57P03", "57P05", "25P03", "25P04", "53300", "25006" ->
              Kind.CONNECTION;
          default -> state.isEmpty() || state.startsWith("08") ? Kind.CONNECTION : Kind.REFUSED;
        };
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    int line = text.indexOf('\n');
    String first = line < 0 ? text : text.substring(0, line);
    return new SqlFailure(kind, first + reason(first, e.getCause()), e);
  }

  /** What the driver may leave out: why it has no connection. */
  private static String reason(String text, Throwable cause) {
    return cause instanceof IOException
            && cause.getMessage() != null
            && !text.contains(cause.getMessage())
        ? " (" + cause.getMessage() + ")"
        : "";
  }
}
