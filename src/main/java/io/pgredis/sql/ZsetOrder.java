package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads stored sorted sets by their order, through the index of scores and bounded members; ties of
 * longer members are settled by the query. Places are {@link ScoredMember}s: a part of a sorted set
 * begins with what is not before the first place and ends before the second. A sorted set may have
 * blocks, each with the number of elements between its bound and the next one's; then a rank costs
 * a sum over the blocks and a count within one. Functions of the schema know how blocks are stored
 * (migration V9).
 */
public final class ZsetOrder {
  static final String PREFIX = "substring(z.member from 1 for 256)";

  /** The first two conditions bound the walk through the index; the others settle ties. */
  private static final String WITHIN =
      """
      -z.id = -?::bigint and (z.score, %1$s) >= (?, ?) and (z.score, %1$s) <= (?, ?)
        and (z.score, %1$s, z.member) >= (?, ?, ?) and (z.score, %1$s, z.member) < (?, ?, ?)"""
          .formatted(PREFIX);

  static final String ASCENDING =
      """
      select z.member, z.score from zset z
      where %s
      order by -z.id, z.score, %s, z.member
      limit ? offset ?"""
          .formatted(WITHIN, PREFIX);

  static final String DESCENDING =
      """
      select z.member, z.score from zset z
      where %s
      order by -z.id desc, z.score desc, %s desc, z.member desc
      limit ? offset ?"""
          .formatted(WITHIN, PREFIX);

  /**
   * The first elements. Where elements have been taken away from below, the index is still full of
   * them for as long as anybody may see them: the first block that is not empty says where to
   * begin.
   */
  static final String LOWEST =
      """
      with start as (
        select b.score, b.prefix from zset_start(?) b
        union all select '-infinity'::double precision, ''::bytea
        limit 1
      )
      select z.member, z.score from zset z
      where -z.id = -?::bigint and (z.score, %s) >= ((select score from start), (select prefix from start))
      order by -z.id, z.score, %s, z.member
      limit ?"""
          .formatted(PREFIX, PREFIX);

  /** Which block of a set {@code %s} a place {@code p} belongs to, and how many stand before it. */
  private static final String BLOCK =
      "cross join lateral zset_before(%s, p.score, p.prefix) s (score, prefix, before)";

  /** How many elements of a set {@code %s} stand before a place {@code p} in a block {@code s}. */
  private static final String RANK =
      """
      s.before
      + (select count(*) from zset z
         where -z.id = -%1$s and (z.score, %2$s) >= (s.score, s.prefix)
           and (z.score, %2$s) <= (p.score, p.prefix)
           and (z.score, %2$s, z.member) < (p.score, p.prefix, p.member))""";

  /** How many elements stand before each of some places. */
  static final String RANKS =
      """
      select %s
      from unnest(?::bigint[], ?::double precision[], ?::bytea[], ?::bytea[])
        with ordinality as p (id, score, prefix, member, n)
      %s
      order by p.n"""
          .formatted(rank("p.id"), block("p.id"));

  /**
   * Where a walk from a rank {@code r.first} of a set {@code %s} on begins: the bound of the block
   * that holds it, and how many elements to pass over there.
   */
  private static final String SLICE_START = "zset_at(%s, r.first)";

  /** Elements from a rank on. */
  static final String SLICE =
      """
      select z.member, z.score
      from (select ?::bigint as id, ?::bigint as first, ?::bigint as most) r
      cross join lateral %s s (score, prefix, skip)
      cross join lateral (%s) z"""
          .formatted(sliceStart("r.id"), slice("r.id"));

  static final String DELETE =
      """
      delete from zset z
      where %s"""
          .formatted(WITHIN);

  private ZsetOrder() {}

  /** SQL: see {@link #RANK}. */
  static String rank(String id) {
    return RANK.formatted(id, PREFIX);
  }

  /** SQL: see {@link #BLOCK}. */
  static String block(String id) {
    return BLOCK.formatted(id);
  }

  /** SQL: see {@link #SLICE_START}. */
  static String sliceStart(String id) {
    return SLICE_START.formatted(id);
  }

  /** SQL: {@code r.most} elements of a set from what {@link #sliceStart} says on. */
  static String slice(String id) {
    return """
        select z.member, z.score from zset z
        where -z.id = -%1$s and (z.score, %2$s) >= (s.score, s.prefix)
        order by -z.id, z.score, %2$s, z.member
        limit r.most offset s.skip"""
        .formatted(id, PREFIX);
  }

  /** Elements from one place to before another, in ascending or in descending order. */
  public static List<ScoredMember> range(
      Transaction transaction,
      long id,
      ScoredMember from,
      ScoredMember to,
      boolean descending,
      long offset,
      long limit) {
    try (PreparedStatement select = transaction.prepare(descending ? DESCENDING : ASCENDING)) {
      int p = bindWithin(select, 1, id, from, to);
      select.setLong(p++, limit);
      select.setLong(p, offset);
      return members(select);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** The first elements in ascending order. */
  public static List<ScoredMember> lowest(Transaction transaction, long id, long limit) {
    try (PreparedStatement select = transaction.prepare(LOWEST)) {
      select.setLong(1, id);
      select.setLong(2, id);
      select.setLong(3, limit);
      return members(select);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** Elements from a rank on, in ascending order. */
  public static List<ScoredMember> slice(Transaction transaction, long id, long rank, long limit) {
    try (PreparedStatement select = transaction.prepare(SLICE)) {
      select.setLong(1, id);
      select.setLong(2, rank);
      select.setLong(3, limit);
      List<ScoredMember> found = members(select);
      // A statement with a join promises no order.
      found.sort(null);
      return found;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** How many elements stand before each of some places. */
  public static long[] ranks(Transaction transaction, long id, ScoredMember... places) {
    int n = places.length;
    long[] ids = new long[n];
    double[] scores = new double[n];
    byte[][] prefixes = new byte[n][];
    byte[][] members = new byte[n][];
    for (int i = 0; i < n; i++) {
      ids[i] = id;
      scores[i] = places[i].score();
      prefixes[i] = places[i].prefix();
      members[i] = places[i].member();
    }
    try (PreparedStatement select = transaction.prepare(RANKS)) {
      select.setObject(1, ids);
      select.setObject(2, scores);
      select.setObject(3, prefixes);
      select.setObject(4, members);
      long[] ranks = new long[n];
      try (ResultSet rows = select.executeQuery()) {
        for (int i = 0; rows.next(); i++) {
          ranks[i] = rows.getLong(1);
        }
      }
      return ranks;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * Deletes the elements from one place to before another, at once.
   *
   * @param blocks whether the set has blocks, which are counted again
   * @return how many there were
   */
  public static long delete(
      Transaction transaction, long id, ScoredMember from, ScoredMember to, boolean blocks) {
    try (PreparedStatement delete = transaction.prepare(DELETE);
        PreparedStatement recount = transaction.prepare("select zset_recount(?, ?, ?, ?, ?)")) {
      transaction.allowLongSilence();
      bindWithin(delete, 1, id, from, to);
      long gone = delete.executeLargeUpdate();
      if (blocks && gone > 0) {
        recount.setLong(1, id);
        bindPlace(recount, 2, from);
        bindPlace(recount, 4, to);
        recount.executeQuery().close();
      }
      return gone;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** Copies the blocks of a sorted set under another id. */
  public static void copyBlocks(Transaction transaction, long id, long newId) {
    try (PreparedStatement insert =
        transaction.prepare(
            """
            insert into zset_blocks (id, score, prefix, count, counts, scores, prefixes)
            select ?, score, prefix, count, counts, scores, prefixes from zset_blocks where id = ?""")) {
      insert.setLong(1, newId);
      insert.setLong(2, id);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  private static int bindWithin(
      PreparedStatement s, int p, long id, ScoredMember from, ScoredMember to) throws SQLException {
    s.setLong(p, id);
    int next = bindPlace(s, p + 1, from);
    next = bindPlace(s, next, to);
    next = bindPlace(s, next, from);
    s.setBytes(next++, from.member());
    next = bindPlace(s, next, to);
    s.setBytes(next++, to.member());
    return next;
  }

  private static int bindPlace(PreparedStatement s, int p, ScoredMember place) throws SQLException {
    s.setDouble(p, place.score());
    s.setBytes(p + 1, place.prefix());
    return p + 2;
  }

  private static List<ScoredMember> members(PreparedStatement select) throws SQLException {
    List<ScoredMember> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new ScoredMember(rows.getBytes(1), rows.getDouble(2)));
      }
    }
    return found;
  }
}
