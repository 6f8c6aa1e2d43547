package io.pgredis.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What sweeping and reaping ask of PostgreSQL. Each call is a transaction of its own. */
public final class Housekeeping {

  static final String ANYTHING_EXPIRES =
      """
      select exists (select from key_count group by keyspace having sum(expiring) > 0)
          or exists (select from hash where expires_at is not null)""";

  static final String EXPIRED =
      """
      select keyspace, name
      from (select (extract(epoch from clock_timestamp()) * 1000)::bigint) as clock (now)
      cross join key k
      where k.ctid >= format('(%s,0)', ?::bigint)::tid and k.ctid < format('(%s,0)', ?::bigint)::tid
        and (k.expires_at <= now
             or k.type = 5 and k.encoding & 2 <> 0
                and case when k.id is null
                         then exists (
                           select from unnest(k.items) with ordinality as i (expiry, n)
                           where n % 3 = 0 and expiry <> '' and encode(expiry, 'escape')::bigint <= now)
                         else exists (
                           select from hash h where -h.id = -k.id and h.expires_at <= now) end)
      limit ?""";

  /**
   * A key that had expired when it was looked at.
   *
   * @param keyspace its keyspace
   * @param name its name
   */
  public record Expired(long keyspace, byte[] name) {}

  private final Database database;

  /** The housekeeping of a store. */
  public Housekeeping(Database database) {
    this.database = database;
  }

  /** How many blocks the table of keys has. */
  public long blocks() {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select pg_relation_size(to_regclass('key')) / current_setting('block_size')::bigint""");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /**
   * Whether any key of the store has an expiry, or any field of a large hash; those of small ones
   * stand in their key's row.
   */
  public boolean anythingExpires() {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(ANYTHING_EXPIRES);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /**
   * The expired keys in a range of blocks, markers among them, and the hashes with expired fields
   * (type 5, bit 2 of the encoding). There is no index on expiry on purpose: the table is walked by
   * the physical place of its rows.
   */
  public List<Expired> expired(long firstBlock, long blocks, int limit) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(EXPIRED)) {
      select.setLong(1, firstBlock);
      select.setLong(2, firstBlock + blocks);
      select.setInt(3, limit);
      List<Expired> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(new Expired(rows.getLong(1), rows.getBytes(2)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /**
   * Removes rows of a keyspace that no database means any more.
   *
   * @return whether there is more to do at once
   */
  public boolean reap(int maxRows) {
    return reap("select reap(?, ?)", maxRows);
  }

  /**
   * Removes elements of a collection that no key holds any more.
   *
   * @return whether there is more to do at once
   */
  public boolean reapCollection(int maxRows) {
    return reap("select reap_collection(?, ?)", maxRows);
  }

  private boolean reap(String call, int maxRows) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(call)) {
      select.setLong(1, database.reaperLockId());
      select.setLong(2, maxRows);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1) >= 0;
      }
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }

  /** Notes that workers are alive, and forgets those that have not been for a long time. */
  public void seen(Collection<Long> workers, int forgetAfterHours) {
    try (Connection connection = database.connection();
        PreparedStatement update =
            connection.prepareStatement(
                "update worker set seen_at = clock_timestamp() where id = any (?)");
        PreparedStatement forget =
            connection.prepareStatement("select forget_workers(?, make_interval(hours => ?))")) {
      update.setObject(1, workers.stream().mapToLong(Long::longValue).toArray());
      update.executeUpdate();
      forget.setLong(1, database.reaperLockId());
      forget.setInt(2, forgetAfterHours);
      forget.executeQuery();
    } catch (SQLException e) {
      throw SqlFailure.of(e);
    }
  }
}
