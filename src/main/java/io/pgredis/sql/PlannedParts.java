package io.pgredis.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Parts of sorted sets, from one place in their order to before another, read from one end. */
public final class PlannedParts implements PlannedRead {
  static final String ASCENDING = text("");
  static final String DESCENDING = text(" desc");

  private record Part(RowKey key, ScoredMember from, ScoredMember to, long limit) {}

  private final boolean descending;
  private final List<Part> parts = new ArrayList<>();
  private final List<List<ScoredMember>> found = new ArrayList<>();

  /** None yet. */
  public PlannedParts(boolean descending) {
    this.descending = descending;
  }

  /** What begins with the set begins with its first block that is not empty: see ZsetOrder. */
  private static String text(String direction) {
    return """
        select p.n::integer, r.member, r.score
        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::double precision[], ?::bytea[], ?::bytea[],
                    ?::double precision[], ?::bytea[], ?::bytea[], ?::bigint[]) with ordinality
          as p (keyspace, high, low, from_score, from_prefix, from_member,
                to_score, to_prefix, to_member, most, n)
        cross join lateral (
          select k.id from key k
          where (k.keyspace, k.high, k.low) = (p.keyspace, p.high, p.low) and k.id is not null offset 0) k
        cross join lateral (
          select b.score, b.prefix from zset_start(k.id) b
          where p.from_score = '-infinity' and p.from_member = ''
          union all select p.from_score, p.from_prefix
          limit 1) s (score, prefix)
        cross join lateral (
          select z.member, z.score from zset z
          where -z.id = -k.id and (z.score, %1$s) >= (s.score, s.prefix)
            and (z.score, %1$s) <= (p.to_score, p.to_prefix)
            and (z.score, %1$s, z.member) >= (p.from_score, p.from_prefix, p.from_member)
            and (z.score, %1$s, z.member) < (p.to_score, p.to_prefix, p.to_member)
          order by -z.id%2$s, z.score%2$s, %1$s%2$s, z.member%2$s
          limit p.most) r"""
        .formatted(ZsetOrder.PREFIX, direction);
  }

  /** Asks for a part of a key's sorted set; at most so many elements, from where it is read. */
  public void add(RowKey key, ScoredMember from, ScoredMember to, long limit) {
    parts.add(new Part(key, from, to, limit));
    found.add(new ArrayList<>());
  }

  /** What was found, in the order of asking; each in no order. */
  public List<List<ScoredMember>> found() {
    return found;
  }

  @Override
  public String text() {
    return descending ? DESCENDING : ASCENDING;
  }

  @Override
  public int bind(PreparedStatement s, int p) throws SQLException {
    int next = Flush.bindKeys(s, p, parts.stream().map(Part::key).toList());
    next = bindPlaces(s, next, parts.stream().map(Part::from).toList());
    next = bindPlaces(s, next, parts.stream().map(Part::to).toList());
    s.setObject(next++, parts.stream().mapToLong(Part::limit).toArray());
    return next;
  }

  static int bindPlaces(PreparedStatement s, int p, List<ScoredMember> places) throws SQLException {
    s.setObject(p, places.stream().mapToDouble(ScoredMember::score).toArray());
    s.setObject(p + 1, places.stream().map(ScoredMember::prefix).toArray(byte[][]::new));
    s.setObject(p + 2, places.stream().map(ScoredMember::member).toArray(byte[][]::new));
    return p + 3;
  }

  @Override
  public void read(ResultSet rows) throws SQLException {
    while (rows.next()) {
      found.get(rows.getInt(1) - 1).add(new ScoredMember(rows.getBytes(2), rows.getDouble(3)));
    }
  }
}
