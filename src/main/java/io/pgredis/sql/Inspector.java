package io.pgredis.sql;

import java.io.PrintWriter;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Prints the tables of a schema for people: bytes as redis-cli quotes them, times as times, codes
 * as words. It knows tables only by the catalogue, so that new ones appear by themselves.
 */
public final class Inspector {
  /** Longer values are cut. In bytes. */
  static final int SHOWN_BYTES = 60;

  /** Rows are sorted by so many of the first columns. */
  private static final int ORDERED_COLUMNS = 3;

  private static final String CUT = "...";

  /** Of an array only so many elements are shown. */
  static final int SHOWN_ITEMS = 8;

  private static final String ARRAY_OF_BYTES = "_bytea";

  private static final String TYPE =
      "(array['none','string','list','set','zset','hash','stream'])[type + 1]";

  /** Columns, perhaps only of one table, that are shown as something else than their text. */
  private static final Map<String, String> EXPRESSIONS =
      Map.of(
          "key.type",
          TYPE,
          "graveyard.type",
          TYPE,
          "expires_at",
          "case when expires_at is not null then"
              + " to_char(to_timestamp(expires_at / 1000.0), 'YYYY-MM-DD HH24:MI:SS.MS') end",
          "high",
          "to_hex(high)",
          "low",
          "to_hex(low)");

  private final Connection connection;
  private final String schema;
  private final int rows;
  private final PrintWriter out;

  private Inspector(Connection connection, String schema, int rows, PrintWriter out) {
    this.connection = connection;
    this.schema = schema;
    this.rows = rows;
    this.out = out;
  }

  /**
   * Prints all tables of the schema.
   *
   * @param rows the most of each table
   */
  public static void print(DatabaseConfig place, int rows, PrintWriter out) {
    try (Connection connection = DriverManager.getConnection(place.jdbcUrl(), place.properties())) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      new Inspector(connection, place.schema(), rows, out).printAll();
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  private void printAll() throws SQLException {
    out.printf(
        "PostgreSQL %s, schema %s%n", connection.getMetaData().getDatabaseProductVersion(), schema);
    List<String> tables = tables();
    if (tables.isEmpty()) {
      out.println("there are no tables in this schema");
    }
    for (String table : tables) {
      print(table);
    }
  }

  private List<String> tables() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select c.relname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relkind in ('r', 'p')
            order by c.relname""")) {
      select.setString(1, schema);
      List<String> tables = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      return tables;
    }
  }

  private void print(String table) throws SQLException {
    String name = quoted(schema) + "." + quoted(table);
    out.printf("%n%s: %s rows, %s%n", table, one("select count(*) from " + name), size(name));
    List<List<String>> lines = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet result = select.executeQuery(select(table, name))) {
      int columns = result.getMetaData().getColumnCount();
      List<String> header = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        header.add(result.getMetaData().getColumnLabel(i));
      }
      lines.add(header);
      while (result.next()) {
        List<String> line = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          line.add(shown(result.getObject(i)));
        }
        lines.add(line);
      }
    }
    printAligned(lines);
  }

  private String select(String table, String name) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> order = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select column_name, case when udt_name = '_bytea' then udt_name else data_type end
            from information_schema.columns
            where table_schema = ? and table_name = ?
            order by ordinal_position""")) {
      select.setString(1, schema);
      select.setString(2, table);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          columns.add(column(table, row.getString(1), row.getString(2)));
          // With the table's name it means the column, not the text of the same name.
          order.add("t." + quoted(row.getString(1)));
        }
      }
    }
    return "select %s from %s t order by %s limit %d"
        .formatted(
            String.join(", ", columns),
            name,
            String.join(", ", order.subList(0, Math.min(ORDERED_COLUMNS, order.size()))),
            rows);
  }

  private static String column(String table, String column, String type) {
    String expression = EXPRESSIONS.getOrDefault(table + "." + column, EXPRESSIONS.get(column));
    if (expression == null) {
      expression =
          switch (type) {
            // One byte more than is shown says that there is more.
            case "bytea" ->
                "substring(%s from 1 for %d)".formatted(quoted(column), SHOWN_BYTES + 1);
            case ARRAY_OF_BYTES ->
                """
                (select array_agg(substring(i.item from 1 for %d) order by i.n)
                 from unnest(%s) with ordinality as i (item, n) where i.n <= %d)"""
                    .formatted(SHOWN_BYTES + 1, quoted(column), SHOWN_ITEMS + 1);
            case "ARRAY" -> "left(%s::text, %d)".formatted(quoted(column), SHOWN_BYTES + 1);
            default -> quoted(column) + "::text";
          };
    }
    return expression + " as " + quoted(column);
  }

  private static String shown(Object value) throws SQLException {
    return switch (value) {
      case null -> "-";
      case byte[] bytes -> shown(bytes);
      case Array array -> shown((byte[][]) array.getArray());
      default -> value.toString();
    };
  }

  private static String shown(byte[][] items) {
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < Math.min(items.length, SHOWN_ITEMS); i++) {
      text.add(shown(items[i]));
    }
    return (items.length > SHOWN_ITEMS ? text.add(CUT) : text).toString();
  }

  /** Bytes in double quotes with redis-cli's escapes. */
  static String shown(byte[] bytes) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < Math.min(bytes.length, SHOWN_BYTES); i++) {
      byte b = bytes[i];
      switch (b) {
        case '"', '\\' -> text.append('\\').append((char) b);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (b >= ' ' && b < 127) {
            text.append((char) b);
          } else {
            text.append("\\x%02x".formatted(b & 0xff));
          }
        }
      }
    }
    return text.append('"').append(bytes.length > SHOWN_BYTES ? CUT : "").toString();
  }

  private void printAligned(List<List<String>> lines) {
    int columns = lines.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder(" ");
      for (int i = 0; i < columns; i++) {
        text.append(' ').append(line.get(i)).repeat(' ', widths[i] - line.get(i).length() + 1);
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private String size(String name) throws SQLException {
    return one(
        "select pg_size_pretty(pg_total_relation_size(to_regclass('%s')))"
            .formatted(name.replace("'", "''")));
  }

  private String one(String sql) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
