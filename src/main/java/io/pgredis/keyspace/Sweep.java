package io.pgredis.keyspace;

import io.pgredis.sql.Database;
import io.pgredis.sql.Housekeeping.Expired;
import io.pgredis.sql.Worker;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes expired keys, and expired fields of hashes, as an ordinary writing batch: under their
 * locks, looking again, and leaving alone what somebody else holds. Without the locks a key could
 * be swept between another batch's load and flush.
 */
public final class Sweep {
  private Sweep() {}

  /**
   * Removes those of these keys that are still there and expired, and what has expired of hashes.
   *
   * @param keys each key once, no more than a batch may lock
   * @return how many keys had expired and were removed
   */
  public static int remove(Database database, Worker worker, Packing packing, List<Expired> keys) {
    List<PlannedKey> planned = new ArrayList<>(keys.size());
    for (Expired key : keys) {
      planned.add(PlannedKey.ofKeyspace(key.keyspace(), key.name()));
    }
    UnitOfWork.Plan plan = new UnitOfWork.Plan(UnitOfWork.Mode.WRITE, planned, false, false, true);
    try (UnitOfWork unit = new UnitOfWork(database, worker, plan, packing)) {
      if (!unit.begin(true)) {
        return 0;
      }
      for (PlannedKey key : planned) {
        if (!key.refused() && unit.entry(key).type() == ValueType.HASH) {
          unit.entry(key).hash().removeExpired();
        }
      }
      return unit.commit();
    } catch (Restart restart) {
      // The mapping has changed meanwhile; the next round comes by again.
      database.refreshMapping();
      return 0;
    }
  }
}
