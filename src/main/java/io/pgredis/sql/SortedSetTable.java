package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The members of spread sorted sets with their scores. */
public final class SortedSetTable extends ElementTable<Double> {
  /** The only one. */
  public static final SortedSetTable INSTANCE = new SortedSetTable();

  private SortedSetTable() {
    super(
        "put_scores_unseen(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ", room = null",
        "zset",
        "member",
        new Column("score", "double precision"));
  }

  @Override
  Double value(ResultSet rows, int column) throws SQLException {
    return rows.getDouble(column);
  }

  @Override
  int bindValues(PreparedStatement s, int p, List<? extends Element<Double>> elements)
      throws SQLException {
    double[] scores = new double[elements.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = elements.get(i).value();
    }
    s.setObject(p, scores);
    return p + 1;
  }

  @Override
  void bindUnseen(
      PreparedStatement s, int p, List<? extends Element<Double>> elements, int blockElements)
      throws SQLException {
    s.setInt(bindValues(s, p, elements), blockElements);
  }
}
