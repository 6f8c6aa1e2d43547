package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a batch changes in the counts of sorted sets by blocks of their order; written after the
 * elements themselves.
 */
public final class ZsetBlocks implements FlushPart {
  private static final String BEGIN = "select zset_begin_blocks(?, ?)";
  private static final String COUNT = "select zset_count_in_order(?, ?, ?, ?, ?)";

  private record Begun(long id, long size) {}

  private record Step(long id, ScoredMember place, long delta, long size) {}

  private final List<Begun> begun = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** From now on a sorted set has blocks, of at most so many elements. */
  public void begin(long id, long size) {
    begun.add(new Begun(id, size));
  }

  /** An element has come to a place, or gone (-1) from it. */
  public void count(long id, ScoredMember place, long delta, long size) {
    steps.add(new Step(id, place, delta, size));
  }

  @Override
  public boolean isEmpty() {
    return begun.isEmpty() && steps.isEmpty();
  }

  @Override
  public int rows() {
    return steps.size();
  }

  @Override
  public void addTo(Flush flush) {
    if (!begun.isEmpty()) {
      flush.add(BEGIN, this::bindBegun);
    }
    if (!steps.isEmpty()) {
      flush.add(COUNT, this::bindSteps);
    }
  }

  private int bindBegun(PreparedStatement s, int p) throws SQLException {
    s.setObject(p, begun.stream().mapToLong(Begun::id).toArray());
    s.setObject(p + 1, begun.stream().mapToLong(Begun::size).toArray());
    return p + 2;
  }

  private int bindSteps(PreparedStatement s, int p) throws SQLException {
    steps.sort(Comparator.comparingLong(Step::id).thenComparing(Step::place));
    byte[][] prefixes = new byte[steps.size()][];
    for (int i = 0; i < prefixes.length; i++) {
      prefixes[i] = steps.get(i).place.prefix();
    }
    s.setObject(p, steps.stream().mapToLong(Step::id).toArray());
    s.setObject(p + 1, steps.stream().mapToDouble(step -> step.place.score()).toArray());
    s.setObject(p + 2, prefixes);
    s.setObject(p + 3, steps.stream().mapToLong(Step::delta).toArray());
    s.setObject(p + 4, steps.stream().mapToLong(Step::size).toArray());
    return p + 5;
  }
}
