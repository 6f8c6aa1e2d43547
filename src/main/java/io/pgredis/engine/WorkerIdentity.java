package io.pgredis.engine;

import io.pgredis.sql.Database;
import io.pgredis.sql.SqlFailure;
import io.pgredis.sql.Worker;

/**
 * Under which row of the table of workers a runner commits its batches. It takes a new one when the
 * old one is worn, fenced, or of unknown outcome.
 */
final class WorkerIdentity {

  /** What became of a batch whose connection was lost at commit. */
  enum Settled {
    COMMITTED,
    NOT_COMMITTED,
    UNKNOWN
  }

  private final Database database;
  private volatile Worker worker;

  WorkerIdentity(Database database) {
    this.database = database;
  }

  /** The id of the present row; 0 if there is none. */
  long id() {
    Worker present = worker;
    return present == null ? 0 : present.id();
  }

  /** The worker to commit the next batch as. */
  Worker worker() {
    Worker present = worker;
    if (present == null || present.isWorn()) {
      present = database.newWorker();
      worker = present;
    }
    return present;
  }

  /** The next batch takes a new row. */
  void drop() {
    worker = null;
  }

  /**
   * Finds out what became of the last batch.
   *
   * @param deadline when to give up, in milliseconds since the epoch
   */
  Settled settle(long deadline) {
    Worker present = worker;
    while (true) {
      try {
        return database.settle(present) ? Settled.COMMITTED : Settled.NOT_COMMITTED;
      } catch (SqlFailure e) {
        if (e.kind() == SqlFailure.Kind.GUARD || !Outage.pause(deadline)) {
          // What became of this one, nobody can say.
          database.leaveUnsettled(present);
          drop();
          return Settled.UNKNOWN;
        }
      }
    }
  }
}
