package io.pgredis.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads and changes of whole keyspaces, within an open transaction. What has expired by the clock
 * given is left out; markers are no keys.
 */
public final class KeyspaceQueries {

  /**
   * A key of a page.
   *
   * @param high where it stands in the order of SCAN
   * @param name the key
   * @param type the type's code
   */
  public record Named(long high, byte[] name, short type) {}

  /**
   * Counts of a keyspace, expired keys that nobody has removed yet among them.
   *
   * @param keys how many keys
   * @param expiring how many of them have an expiry
   */
  public record Counts(long keys, long expiring) {}

  /**
   * A page of SCAN.
   *
   * @param keys its living keys
   * @param next the position of the next page, 0 at the end
   */
  public record Page(List<Named> keys, long next) {}

  /** The plan matters: it must use the index on names, not walk through the digests. */
  static final String WITH_PREFIX = withPrefix("and substring(name from 1 for 256) < ?");

  /** As {@link #WITH_PREFIX}, for a prefix of bytes 255, behind which nothing comes. */
  static final String WITH_LAST_PREFIX = withPrefix("");

  /** Where a page ends. The plan matters: it must walk through the digests, from a position on. */
  static final String PAGE_END =
      """
      select high from key
      where keyspace = ? and high >= ?
      order by keyspace, high limit 1 offset ?""";

  /** A page. */
  static final String PAGE =
      """
      select high, name, type from key
      where keyspace = ? and high >= ? and high < ?
        and type <> 0 and (expires_at is null or expires_at > ?)
      order by keyspace, high""";

  private final Transaction transaction;
  private final Connection connection;

  KeyspaceQueries(Transaction transaction, Connection connection) {
    this.transaction = transaction;
    this.connection = connection;
  }

  private static String withPrefix(String upperBound) {
    return """
        select high, name, type from key
        where -keyspace = -?::bigint and substring(name from 1 for 256) >= ? %s
          and type <> 0 and (expires_at is null or expires_at > ?) and high >= ?
        limit ?"""
        .formatted(upperBound);
  }

  /** How many keys a keyspace has. */
  public Counts count(long keyspace) {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select coalesce(sum(keys), 0), coalesce(sum(expiring), 0)
            from key_count where keyspace = ?""")) {
      select.setLong(1, keyspace);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Counts(row.getLong(1), row.getLong(2));
      }
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** How many keys each of these keyspaces has, in their order. */
  public List<Counts> counts(long[] keyspaces) {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select coalesce(sum(c.keys), 0), coalesce(sum(c.expiring), 0)
            from unnest(?::bigint[]) with ordinality as k (keyspace, n)
            left join key_count c on c.keyspace = k.keyspace
            group by k.n order by k.n""")) {
      select.setObject(1, keyspaces);
      List<Counts> all = new ArrayList<>(keyspaces.length);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          all.add(new Counts(rows.getLong(1), rows.getLong(2)));
        }
      }
      return all;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** All keys whose name begins with these bytes, through the index on names. */
  public List<Named> withPrefix(long keyspace, byte[] prefix, long now, long from, int limit) {
    byte[] bounded =
        prefix.length > Limits.NAME_INDEX_BYTES
            ? Arrays.copyOf(prefix, Limits.NAME_INDEX_BYTES)
            : prefix;
    byte[] end = successor(bounded);
    try (PreparedStatement select =
        connection.prepareStatement(end.length == 0 ? WITH_LAST_PREFIX : WITH_PREFIX)) {
      int p = 1;
      select.setLong(p++, keyspace);
      select.setBytes(p++, bounded);
      if (end.length > 0) {
        select.setBytes(p++, end);
      }
      select.setLong(p++, now);
      select.setLong(p++, from);
      select.setLong(p, limit);
      return named(select);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /** All keys of a keyspace. */
  public List<Named> all(long keyspace, long now) {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select high, name, type from key
            where keyspace = ? and type <> 0 and (expires_at is null or expires_at > ?)""")) {
      select.setLong(1, keyspace);
      select.setLong(2, now);
      return named(select);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * The keys of the next rows in the order of SCAN. Rows that hold no living key count, but are
   * left out; rows that share a position are never torn apart.
   *
   * @param from the position to begin at, included
   * @param rows how many rows to look at
   */
  public Page page(long keyspace, long from, int rows, long now) {
    try (PreparedStatement bound = connection.prepareStatement(PAGE_END);
        PreparedStatement select = connection.prepareStatement(PAGE)) {
      bound.setLong(1, keyspace);
      bound.setLong(2, from);
      bound.setInt(3, rows);
      long next = 0;
      try (ResultSet row = bound.executeQuery()) {
        if (row.next()) {
          next = Math.max(row.getLong(1), from + 1);
        }
      }
      select.setLong(1, keyspace);
      select.setLong(2, from);
      select.setLong(3, next == 0 ? Long.MAX_VALUE : next);
      select.setLong(4, now);
      return new Page(named(select), next);
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * One living key at or after a random position, going round at the end; empty if there is none.
   */
  public Optional<Named> near(long keyspace, long position, long now) {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            (select high, name, type from key
             where keyspace = ? and high >= ? and type <> 0 and (expires_at is null or expires_at > ?)
             order by keyspace, high limit 1)
            union all
            (select high, name, type from key
             where keyspace = ? and type <> 0 and (expires_at is null or expires_at > ?)
             order by keyspace, high limit 1)
            limit 1""")) {
      select.setLong(1, keyspace);
      select.setLong(2, position);
      select.setLong(3, now);
      select.setLong(4, keyspace);
      select.setLong(5, now);
      return named(select).stream().findFirst();
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * Gives database numbers new, empty keyspaces; the reaper removes what was in the old ones. Only
   * the markers of watched keys come along: who watches a key that does not exist is not concerned.
   * Needs the store's exclusive lock.
   *
   * @param databases numbers
   * @param old their keyspaces
   * @return the new keyspaces in the order of the numbers
   */
  public long[] renew(int[] databases, long[] old, long now) {
    long[] fresh = new long[databases.length];
    try (PreparedStatement bury =
            connection.prepareStatement(
                """
                insert into dead_keyspace (keyspace)
                select keyspace from database where number = any (?) on conflict do nothing""");
        PreparedStatement update =
            connection.prepareStatement(
                """
                update database set keyspace = nextval('keyspace_id'), changes = changes + 1
                where number = ? returning keyspace""");
        PreparedStatement markers =
            connection.prepareStatement(
                """
                update key k set keyspace = i.fresh
                from unnest(?::bigint[], ?::bigint[]) as i (old, fresh)
                where k.keyspace = i.old and k.type = 0 and k.expires_at > ?""")) {
      bury.setObject(1, databases);
      bury.executeUpdate();
      for (int i = 0; i < databases.length; i++) {
        update.setInt(1, databases[i]);
        try (ResultSet row = update.executeQuery()) {
          row.next();
          fresh[i] = row.getLong(1);
        }
      }
      markers.setObject(1, old);
      markers.setObject(2, fresh);
      markers.setLong(3, now);
      markers.executeUpdate();
      nextGeneration();
      return fresh;
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  /**
   * Lets two database numbers change places. The markers of watched keys stay with the numbers,
   * unless a key takes their place that has not expired. Needs the store's exclusive lock.
   */
  public void swap(int first, long firstKeyspace, int second, long secondKeyspace, long now) {
    try (PreparedStatement update =
            connection.prepareStatement(
                """
            update database d set keyspace = -i.keyspace, changes = changes + 1
            from (values (?::integer, ?::bigint), (?::integer, ?::bigint)) as i (number, keyspace)
            where d.number = i.number""");
        PreparedStatement settle =
            connection.prepareStatement(
                "update database set keyspace = -keyspace where keyspace < 0");
        PreparedStatement expired =
            connection.prepareStatement(
                """
                with gone as (
                  delete from key k
                  using key m
                  where m.keyspace in (?, ?) and m.type = 0 and m.expires_at > ?
                    and k.keyspace = any (array[? + ? - m.keyspace]) and (k.high, k.low) = (m.high, m.low)
                    and k.type <> 0 and k.expires_at <= ?
                  returning k.keyspace, k.id, k.type
                ), buried as (
                  insert into graveyard (id, type) select g.id, g.type from gone g where g.id is not null
                )
                update key_count c
                set keys = c.keys - g.keys, expiring = c.expiring - g.keys
                from (select keyspace, count(*) as keys from gone group by keyspace) g
                -- A count is the sum of all workers': any of them will do.
                where c.keyspace = g.keyspace
                  and c.worker = (select min(o.worker) from key_count o where o.keyspace = g.keyspace)""");
        PreparedStatement markers =
            connection.prepareStatement(
                """
                with gone as (
                  delete from key where keyspace in (?, ?) and type = 0 and expires_at > ? returning *)
                insert into key (keyspace, high, low, version, expires_at, type, encoding, name, value)
                select ? + ? - g.keyspace, g.high, g.low, g.version, g.expires_at, g.type, g.encoding,
                       g.name, g.value
                -- The order makes all of them go before the first one comes back.
                from (select * from gone order by keyspace) g
                on conflict do nothing""")) {
      update.setInt(1, first);
      update.setLong(2, secondKeyspace);
      update.setInt(3, second);
      update.setLong(4, firstKeyspace);
      update.executeUpdate();
      settle.executeUpdate();
      execute(expired, firstKeyspace, secondKeyspace, now, firstKeyspace, secondKeyspace, now);
      execute(markers, firstKeyspace, secondKeyspace, now, firstKeyspace, secondKeyspace);
      nextGeneration();
    } catch (SQLException e) {
      throw transaction.failure(e);
    }
  }

  private static void execute(PreparedStatement statement, long... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setLong(i + 1, parameters[i]);
    }
    statement.executeUpdate();
  }

  private void nextGeneration() throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update store set generation = ?")) {
      // Not a count: after a failover that has lost one, the same count could mean another mapping.
      update.setLong(1, ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
      update.executeUpdate();
    }
  }

  private static List<Named> named(PreparedStatement select) throws SQLException {
    List<Named> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(new Named(rows.getLong(1), rows.getBytes(2), rows.getShort(3)));
      }
    }
    return found;
  }

  /** The smallest string greater than all strings with this prefix; empty if there is none. */
  static byte[] successor(byte[] prefix) {
    int n = prefix.length;
    while (n > 0 && prefix[n - 1] == (byte) 0xff) {
      n--;
    }
    byte[] next = Arrays.copyOf(prefix, n);
    if (n > 0) {
      next[n - 1]++;
    }
    return next;
  }
}
