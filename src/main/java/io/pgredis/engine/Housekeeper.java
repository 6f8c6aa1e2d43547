package io.pgredis.engine;

import io.pgredis.command.Services;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.Sweep;
import io.pgredis.resp.Reply;
import io.pgredis.sql.Database;
import io.pgredis.sql.Housekeeping;
import io.pgredis.sql.Housekeeping.Expired;
import io.pgredis.sql.SqlFailure;
import io.pgredis.sql.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes, in the background, what nobody can see any more: expired keys (the sweeper) and the keys
 * of emptied databases (the reaper). Every instance does it; they keep out of each other's way.
 *
 * <p>Expired keys that reads come upon are reported here and go first. Beyond that the table of
 * keys is walked in circles, a part of it each round.
 */
public final class Housekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);

  /** The pause between two rounds. In milliseconds. */
  public static final int ROUND_MILLIS = 500;

  /** Keys that reads reported and that wait to be removed; more are left to the walk. */
  public static final int REPORTED_KEYS = 10_000;

  /** In so many rounds the walk comes round, unless the table is very large. */
  static final int ROUNDS_PER_WALK = 120;

  /** Every so many rounds the walk goes on even if no key expires: for markers of watched keys. */
  static final int ROUNDS_PER_IDLE_WALK = 20;

  /** Blocks of 8 kB that a round looks at, at least and at most. */
  static final int MIN_BLOCKS = 128;

  static final int MAX_BLOCKS = 4096;

  /** A round that finds many expired keys goes on for so long. In milliseconds. */
  static final int BUSY_MILLIS = 200;

  /** How long a round removes rows of emptied databases, and of collections. In milliseconds. */
  static final int REAPING_MILLIS = 1_000;

  /** Rows that the reaper removes in one transaction. */
  static final int REAPED_ROWS = 2_000;

  /** How often workers are noted as alive, in rounds. */
  static final int ROUNDS_PER_SIGN_OF_LIFE = 600;

  /** After so long without a sign of life a worker's row is folded away. In hours. */
  static final int FORGET_HOURS = 24;

  private final Database database;
  private final Housekeeping housekeeping;
  private final Services services;
  private final Supplier<Collection<Long>> workers;
  private final BlockingQueue<Expired> reported = new ArrayBlockingQueue<>(REPORTED_KEYS);
  private final Thread thread;
  private volatile boolean closing;
  private Worker worker;
  private long position = -1;
  private long round;

  /**
   * A housekeeper; {@link #start} comes next.
   *
   * @param workers the ids of this instance's workers
   */
  public Housekeeper(Database database, Services services, Supplier<Collection<Long>> workers) {
    this.database = database;
    this.housekeeping = new Housekeeping(database);
    this.services = services;
    this.workers = workers;
    this.thread = new Thread(this::work, "pgredis-housekeeper");
    this.thread.setDaemon(true);
  }

  /** Starts it. */
  public void start() {
    thread.start();
  }

  /** Takes keys that reads found expired; what does not fit is found by the walk later. */
  public void report(List<Entry> keys) {
    for (Entry key : keys) {
      if (!reported.offer(new Expired(key.keyspace(), key.name()))) {
        return;
      }
    }
  }

  private void work() {
    while (!closing) {
      try {
        Thread.sleep(ROUND_MILLIS);
        round();
      } catch (InterruptedException e) {
        return;
      } catch (SqlFailure e) {
        leftOut(e);
      } catch (RuntimeException | Error e) {
        worker = null;
        LOG.warn("A round of housekeeping failed", e);
      }
    }
  }

  /** The next round tries again; only what will not go away by itself is worth a word. */
  private void leftOut(SqlFailure e) {
    switch (e.kind()) {
      case CONNECTION, CONFLICT ->
          LOG.debug("A round of housekeeping failed and is left out: {}", e.getMessage());
      case GUARD -> worker = null;
      case UNREPLICATED, REFUSED -> database.warned("housekeeping: " + e.getMessage());
    }
  }

  private void round() {
    if (worker == null || worker.isWorn()) {
      worker = database.newWorker();
    }
    if (round++ % ROUNDS_PER_SIGN_OF_LIFE == 0) {
      List<Long> alive = new ArrayList<>(workers.get());
      alive.add(worker.id());
      housekeeping.seen(alive, FORGET_HOURS);
    }
    if (services.activeExpiry()) {
      removeReported();
      walk();
    }
    long until = System.currentTimeMillis() + REAPING_MILLIS;
    while (housekeeping.reap(REAPED_ROWS) && !closing && System.currentTimeMillis() < until) {
      continue;
    }
    until = System.currentTimeMillis() + REAPING_MILLIS;
    while (housekeeping.reapCollection(REAPED_ROWS)
        && !closing
        && System.currentTimeMillis() < until) {
      continue;
    }
  }

  private void removeReported() {
    while (!reported.isEmpty() && !closing) {
      List<Expired> some = new ArrayList<>();
      reported.drainTo(some, BatchLimits.LOCKED_KEYS);
      remove(some);
    }
  }

  private void walk() {
    if (round % ROUNDS_PER_IDLE_WALK != 0 && !housekeeping.anythingExpires()) {
      return;
    }
    long until = System.currentTimeMillis() + BUSY_MILLIS;
    boolean many;
    do {
      long blocks = housekeeping.blocks();
      if (position < 0 && blocks > 0) {
        position = ThreadLocalRandom.current().nextLong(blocks);
      } else if (position >= blocks) {
        position = 0;
      }
      long step = Math.clamp(blocks / ROUNDS_PER_WALK, MIN_BLOCKS, MAX_BLOCKS);
      List<Expired> found = housekeeping.expired(position, step, BatchLimits.LOCKED_KEYS);
      remove(found);
      many = found.size() == BatchLimits.LOCKED_KEYS;
      if (!many) {
        position += step;
      }
    } while (many && !closing && System.currentTimeMillis() < until);
  }

  private void remove(List<Expired> keys) {
    record Name(long keyspace, String name) {}
    Map<Name, Expired> once = new HashMap<>();
    for (Expired key : keys) {
      once.put(new Name(key.keyspace(), Reply.bytesAsText(key.name())), key);
    }
    if (!once.isEmpty()) {
      int removed = Sweep.remove(database, worker, services.packing(), List.copyOf(once.values()));
      services.statistics().expiredKeys.add(removed);
    }
  }

  /** Ends it, and waits so long at most for what it is about to do. */
  public void close(long millis) {
    closing = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
