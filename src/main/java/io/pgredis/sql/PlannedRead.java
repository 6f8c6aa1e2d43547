package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A statement that travels with the load of a batch's keys: it joins to their rows, because the ids
 * of their collections are not known yet.
 */
public interface PlannedRead {
  /** Its text, with parameters as question marks. */
  String text();

  /** Its text where {@link Database#looksUpArrays} is false; the parameters are the same. */
  default String textWithoutArrays() {
    return text();
  }

  /** Sets its parameters from a position on; answers the next one. */
  int bind(PreparedStatement statement, int parameter) throws SQLException;

  /** Takes what it has found. */
  void read(ResultSet rows) throws SQLException;
}
