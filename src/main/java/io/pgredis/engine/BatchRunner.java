package io.pgredis.engine;

import io.pgredis.command.Services;
import io.pgredis.engine.Batch.Part;
import io.pgredis.engine.WorkerIdentity.Settled;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.PlannedKey;
import io.pgredis.keyspace.Restart;
import io.pgredis.keyspace.UnitOfWork;
import io.pgredis.keyspace.UnitOfWork.Mode;
import io.pgredis.keyspace.UnitOfWork.Plan;
import io.pgredis.resp.Reply;
import io.pgredis.sql.Database;
import io.pgredis.sql.SqlFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries batches out, one after the other, with one worker's identity: begin, run, commit, and
 * only then publish. A batch that cannot go on as it was begun starts again; one that PostgreSQL
 * refuses is run command by command, so that only the guilty one fails; one whose connection is
 * lost at commit is settled by the worker's row before anything else happens.
 */
final class BatchRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

  private static final Reply.Err UNKNOWN_OUTCOME =
      new Reply.Err(
          "ERR the connection to PostgreSQL was lost while this command was being committed; whether it"
              + " was carried out is not known");

  private static final Reply.Err TOO_BUSY =
      new Reply.Err("ERR other instances keep this command from its keys; try again");

  private final Database database;
  private final Services services;
  private final BiConsumer<Batch, List<Part>> finished;
  private final Consumer<Batch> contended;
  private final Consumer<List<Entry>> expired;
  private final Set<Part> handedOn = new HashSet<>();
  private final WorkerIdentity identity;

  /**
   * A runner.
   *
   * @param finished is told of parts that are done, so that what is left of their submissions goes
   *     on
   * @param contended takes a batch whose keys another instance holds
   * @param expired is told of keys that reads found expired
   */
  BatchRunner(
      Database database,
      Services services,
      BiConsumer<Batch, List<Part>> finished,
      Consumer<Batch> contended,
      Consumer<List<Entry>> expired) {
    this.database = database;
    this.identity = new WorkerIdentity(database);
    this.services = services;
    this.finished = finished;
    this.contended = contended;
    this.expired = expired;
  }

  /** The id of its present identity in the table of workers; 0 if it has none. */
  long workerId() {
    return identity.id();
  }

  /** Carries a batch out; when this returns, all of its parts are answered or handed on. */
  void run(Batch batch, boolean waits) {
    handedOn.clear();
    try {
      carryOut(batch, waits);
    } finally {
      List<Part> done = new ArrayList<>(batch.parts());
      done.removeAll(handedOn);
      finished.accept(batch, done);
    }
  }

  private void carryOut(Batch batch, boolean waits) {
    try {
      attempt(batch, waits);
    } catch (RuntimeException | Error e) {
      LOG.error("A batch of {} commands failed in an unforeseen way", batch.commands(), e);
      Answers.fail(services, batch, Answers.internalError(e));
    }
  }

  private void attempt(Batch batch, boolean waits) {
    if (batch.keys().isEmpty() && isFree(batch)) {
      try {
        Answers.committed(batch, Execution.run(services, batch, null));
        return;
      } catch (Restart restart) {
        LOG.debug("A batch that was planned without data needs some");
      }
    }
    Attempt attempt = new Attempt(batch, waits, services.packing(), database.mapping());
    long deadline = 0;
    int cuts = 0;
    for (int restarts = 0; restarts < BatchLimits.RESTARTS; restarts++) {
      boolean committing = false;
      boolean committed = false;
      int expiredKeys = 0;
      UnitOfWork unit = null;
      List<Interpreter> interpreters = List.of();
      try {
        attempt.refreshMapping(database);
        unit =
            new UnitOfWork(
                database,
                attempt.writes() ? identity.worker() : null,
                new Plan(
                    attempt.mode,
                    attempt.keys.values(),
                    attempt.exclusive,
                    attempt.waits,
                    attempt.alone),
                services.packing());
        if (!unit.begin()) {
          unit.close();
          handOnRefused(batch);
          return;
        }
        interpreters = Execution.run(services, batch, unit);
        committing = true;
        expiredKeys = unit.commit();
        committed = true;
      } catch (Restart restart) {
        services.statistics().batchRestarts.increment();
        interpreters.forEach(Interpreter::cameToNothing);
        unit.close();
        if (restart.need() == Restart.Need.ALONE && setAside(batch)) {
          return;
        }
        attempt.restart(restart, unit, restarts);
      } catch (SqlFailure failure) {
        if (unit != null) {
          unit.close();
        }
        if (failure.kind() != SqlFailure.Kind.CONNECTION || !attempt.writes()) {
          interpreters.forEach(Interpreter::cameToNothing);
        }
        switch (failure.kind()) {
          case CONFLICT -> {}
          case GUARD -> guardFailed(attempt);
          case REFUSED -> {
            refuse(batch, failure.getMessage());
            return;
          }
          case UNREPLICATED -> {
            identity.drop();
            Answers.failExecuted(services, batch, new Reply.Err("ERR " + failure.getMessage()));
            return;
          }
          case CONNECTION -> {
            if (deadline == 0) {
              deadline = System.currentTimeMillis() + BatchLimits.OUTAGE_MILLIS;
            }
            if (committing && attempt.writes()) {
              Settled settled = identity.settle(deadline);
              if (settled == Settled.COMMITTED) {
                unit.settled();
                Answers.committed(batch, interpreters);
                return;
              }
              interpreters.forEach(Interpreter::cameToNothing);
              if (settled == Settled.UNKNOWN) {
                Answers.failExecuted(services, batch, UNKNOWN_OUTCOME);
                return;
              }
              // Whatever cuts it, it may not be the time for the next attempt yet.
              boolean late = cuts++ > 0 && !Outage.pause(deadline);
              if (isOneOfMany(batch) || late || System.currentTimeMillis() > deadline) {
                cutAgain(batch, failure);
                return;
              }
            } else if (!Outage.pause(deadline)) {
              Answers.fail(
                  services,
                  batch,
                  new Reply.Err("ERR PostgreSQL cannot be reached: " + failure.getMessage()));
              return;
            }
            restarts--;
          }
        }
      } catch (RuntimeException | Error e) {
        if (unit != null && (committing || e instanceof Error)) {
          // Nobody knows what its connection is in the middle of.
          unit.abandon();
        } else if (unit != null) {
          unit.close();
        }
        if (committing && attempt.writes()) {
          Settled settled = identity.settle(System.currentTimeMillis() + BatchLimits.OUTAGE_MILLIS);
          if (settled == Settled.COMMITTED) {
            LOG.error("A batch has committed, but failed in an unforeseen way after that", e);
            unit.settled();
            Answers.committed(batch, interpreters);
            return;
          }
          interpreters.forEach(Interpreter::cameToNothing);
          if (settled == Settled.UNKNOWN) {
            LOG.error("A batch failed in an unforeseen way while it committed", e);
            Answers.failExecuted(services, batch, UNKNOWN_OUTCOME);
            return;
          }
        }
        interpreters.forEach(Interpreter::cameToNothing);
        if (isSingle(batch)) {
          throw e;
        }
        LOG.error("A command failed in an unforeseen way; running its batch one by one", e);
        oneByOne(batch);
        return;
      }
      if (committed) {
        // Outside of the try: whatever fails from here on, the batch must not run again.
        services.statistics().expiredKeys.add(expiredKeys);
        Answers.committed(batch, interpreters);
        end(unit);
        return;
      }
    }
    Answers.fail(services, batch, TOO_BUSY);
  }

  /** Ends the unit of work of a batch that has been answered, and must not be answered again. */
  private void end(UnitOfWork unit) {
    try (unit) {
      if (!unit.expired().isEmpty()) {
        expired.accept(unit.expired());
      }
    } catch (RuntimeException | Error e) {
      LOG.error("What follows the replies of a batch failed", e);
    }
  }

  /** The blind commit found a lock taken, the mapping changed, or this worker fenced. */
  private void guardFailed(Attempt attempt) {
    if (attempt.mode == Mode.BLIND) {
      attempt.seeing(services.packing(), database.mapping());
    } else {
      identity.drop();
    }
  }

  private static boolean isFree(Batch batch) {
    for (Part part : batch.parts()) {
      for (int i = part.from; i < part.to; i++) {
        if (part.submission.step(i).kind() != Step.Kind.FREE) {
          return false;
        }
      }
    }
    return true;
  }

  /** Its connection has been lost at each commit, so it may be what is in it that does that. */
  private void cutAgain(Batch batch, SqlFailure failure) {
    if (isSingle(batch)) {
      Answers.fail(
          services,
          batch,
          new Reply.Err(
              "ERR PostgreSQL has ended this command's connection before it could commit: "
                  + failure.getMessage()));
    } else {
      oneByOne(batch);
    }
  }

  /** Whether it is one command of a batch that is being run one by one. */
  private static boolean isOneOfMany(Batch batch) {
    return batch.parts().getFirst().whole != null;
  }

  /**
   * Leaves all commands of a batch for later batches, one of them now known to be long.
   *
   * @return false if that is not possible, because they are being run one by one
   */
  private static boolean setAside(Batch batch) {
    if (isOneOfMany(batch)) {
      return false;
    }
    for (Part part : batch.parts()) {
      part.answers.clear();
      part.done = part.from;
    }
    return true;
  }

  private void refuse(Batch batch, String message) {
    if (isSingle(batch)) {
      Answers.fail(
          services, batch, new Reply.Err("ERR PostgreSQL refused this command: " + message));
    } else {
      oneByOne(batch);
    }
  }

  private static boolean isSingle(Batch batch) {
    return batch.commands() == 1;
  }

  /**
   * Runs the commands of a batch each in a transaction of its own, in their order. A connection
   * gets its answers together: with the first of them it would submit the rest of its commands
   * again.
   */
  private void oneByOne(Batch batch) {
    for (Part part : batch.parts()) {
      part.answers.clear();
      part.done = part.from;
      while (part.done < part.to && !part.submission.origin().state().closeAfterReply()) {
        carryOut(batch.of(List.of(new Part(part, part.done))), true);
        part.done++;
      }
      part.state = part.submission.origin().state();
      Answers.deliver(part);
    }
  }

  /**
   * Parts whose keys are held elsewhere wait for them in batches of their own; the others go on.
   */
  private void handOnRefused(Batch batch) {
    List<Part> held = new ArrayList<>();
    List<Part> free = new ArrayList<>();
    for (Part part : batch.parts()) {
      (isHeld(part, batch) ? held : free).add(part);
    }
    if (held.isEmpty()) {
      // A plan that was wrong names none of the keys that are held.
      held.addAll(free);
      free.clear();
    }
    if (!held.isEmpty()) {
      // From the next line on, another worker may be at them.
      handedOn.addAll(held);
      contended.accept(batch.of(held));
    }
    if (!free.isEmpty()) {
      carryOut(batch.of(free), false);
    }
  }

  private static boolean isHeld(Part part, Batch batch) {
    for (int i = part.from; i < part.to; i++) {
      for (PlannedKey key : part.submission.step(i).keys()) {
        if (batch.keys().get(key).refused()) {
          return true;
        }
      }
    }
    return false;
  }
}
