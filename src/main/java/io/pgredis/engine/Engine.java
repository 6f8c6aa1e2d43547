package io.pgredis.engine;

import io.pgredis.command.Services;
import io.pgredis.engine.Batch.Part;
import io.pgredis.engine.Step.Kind;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.PlannedKey;
import io.pgredis.sql.Database;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what waits into batches and gives them to workers. With none under way, one begins at
 * once with all that is there and fits; meanwhile the next one grows by itself ({@link Lane}).
 *
 * <p>Three kinds of worker, so that none delays another: for batches that read, for batches that
 * write, and for long ones (whole keyspaces, the store's exclusive lock, keys that another instance
 * holds). Commands whose keys are in a writing batch in flight wait for it instead of blocking a
 * worker on a lock in the database, and are combined into a later batch.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /**
   * How many batches of each kind run at the same time.
   *
   * @param readers batches that read
   * @param writers batches that write
   * @param longs long batches
   * @param commandsPerBatch limit of a batch, to be lowered only to measure what batching is worth
   */
  public record Workers(int readers, int writers, int longs, int commandsPerBatch) {
    /** What is right for this machine and this size of the pool. */
    public static Workers sensible(int cores, int poolSize) {
      int writers = Math.max(1, Math.min(Math.max(2, cores / 2), poolSize / 3));
      int readers = Math.max(1, Math.min(Math.max(2, cores / 2), poolSize / 3));
      int longs = Math.max(1, Math.min(8, poolSize - writers - readers - 2));
      return new Workers(readers, writers, longs, BatchLimits.COMMANDS);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition longable = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final Lane reads;
  private final Lane writes;
  private final Deque<Submission> longs = new ArrayDeque<>();
  private final Deque<Batch> contended = new ArrayDeque<>();
  private final Set<PlannedKey> inFlight = new HashSet<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<BatchRunner> runners = new CopyOnWriteArrayList<>();
  private final Database database;
  private final Services services;
  private final Consumer<List<Entry>> expired;
  private final Workers workers;
  private int running;
  private boolean storeInFlight;
  private boolean closing;

  /**
   * An engine; {@link #start} comes next.
   *
   * @param expired is told of keys that reads found expired
   */
  public Engine(
      Database database, Services services, Workers workers, Consumer<List<Entry>> expired) {
    this.database = database;
    this.services = services;
    this.workers = workers;
    this.expired = expired;
    this.reads = lane(workers.readers, BatchLimits.READ_PATIENCE_MILLIS);
    this.writes = lane(workers.writers, BatchLimits.WRITE_PATIENCE_MILLIS);
  }

  private Lane lane(int size, int patienceMillis) {
    int weightBeside = Math.min(BatchLimits.WEIGHT_OF_A_LANE / size, workers.commandsPerBatch);
    return new Lane(lock, Math.max(1, weightBeside), patienceMillis, System::nanoTime);
  }

  /** Starts the workers. */
  public void start() {
    for (int i = 0; i < workers.readers; i++) {
      startWorker("pgredis-read-" + i, this::nextRead);
    }
    for (int i = 0; i < workers.writers; i++) {
      startWorker("pgredis-write-" + i, this::nextWrite);
    }
    for (int i = 0; i < workers.longs; i++) {
      startWorker("pgredis-long-" + i, this::nextLong);
    }
  }

  private void startWorker(String name, Source source) {
    Thread thread = new Thread(() -> work(source), name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** A batch, whether it waits for locks that others hold, and the lane it comes from, if any. */
  private record Work(Batch batch, boolean waits, Lane lane) {}

  private interface Source {
    /** Waits for work; null at the end. Called with the lock held. */
    Work next() throws InterruptedException;
  }

  private void work(Source source) {
    BatchRunner runner = new BatchRunner(database, services, this::finished, this::handOn, expired);
    runners.add(runner);
    while (true) {
      Work work;
      lock.lock();
      try {
        work = source.next();
        if (work == null) {
          return;
        }
        running++;
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      try {
        services.batch(work.batch.commands(), work.batch.writes());
        runner.run(work.batch, work.waits);
      } catch (RuntimeException | Error e) {
        // Whatever became of this batch, the next ones need the worker.
        LOG.error("A batch of {} commands was given up", work.batch.commands(), e);
      } finally {
        lock.lock();
        try {
          running--;
          if (work.lane != null) {
            work.lane.ended();
          }
          if (work.batch.exclusive()) {
            storeInFlight = false;
            longable.signal();
          }
          if (work.waits) {
            // A writer takes what waited for its keys by itself; this is another worker.
            writes.signalAll();
          }
          if (isIdle()) {
            idle.signalAll();
          }
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /** The ids of its workers in the table of workers. */
  public List<Long> workerIds() {
    return runners.stream().map(BatchRunner::workerId).filter(id -> id > 0).toList();
  }

  /** Takes commands of several connections at once. */
  public void submit(Collection<Submission> submissions) {
    lock.lock();
    try {
      enqueue(submissions);
    } finally {
      lock.unlock();
    }
  }

  /** Queues submissions and wakes who can take them. */
  private void enqueue(Collection<Submission> submissions) {
    boolean writable = false;
    for (Submission submission : submissions) {
      switch (submission.kind()) {
        case FREE, READ, KEYSPACE -> reads.waiting().add(submission);
        case WRITE -> {
          writes.waiting().add(submission);
          writable |= !submission.isHeldUp(inFlight);
        }
        case LONG, STORE -> {
          longs.add(submission);
          longable.signal();
        }
      }
    }
    reads.signal();
    if (writable) {
      writes.signal();
    }
  }

  private Work nextRead() throws InterruptedException {
    while (!reads.isWorthBeginning()) {
      if (closing && reads.isEmpty()) {
        return null;
      }
      reads.await();
    }
    reads.begun();
    Batch batch = new Batch(false, false, workers.commandsPerBatch);
    collect(reads.waiting(), batch, Set.of());
    reads.signal();
    return new Work(batch, false, reads);
  }

  private Work nextWrite() throws InterruptedException {
    while (true) {
      if (!storeInFlight && writes.isWorthBeginning()) {
        Batch batch = new Batch(true, false, workers.commandsPerBatch);
        collect(writes.waiting(), batch, inFlight);
        if (!batch.isEmpty()) {
          inFlight.addAll(batch.keys().keySet());
          writes.begun();
          if (batch.isFull()) {
            // Else what is left has its keys in flight.
            writes.signal();
          }
          return new Work(batch, false, writes);
        }
      } else if (closing && writes.isEmpty()) {
        return null;
      }
      writes.await();
    }
  }

  private void collect(Deque<Submission> queue, Batch batch, Set<PlannedKey> busy) {
    // What waits for several keys would never get them if others took one of them each time.
    Set<PlannedKey> awaited = new HashSet<>(0);
    for (Iterator<Submission> all = queue.iterator(); all.hasNext() && !batch.isFull(); ) {
      Submission submission = all.next();
      int parts = batch.parts().size();
      batch.take(submission, busy, awaited);
      if (batch.parts().size() > parts) {
        all.remove();
      } else {
        submission.addAwaited(busy, awaited);
      }
    }
  }

  private Work nextLong() throws InterruptedException {
    while (true) {
      if (!contended.isEmpty()) {
        Batch batch = contended.poll();
        wakeAnotherLong();
        return new Work(batch, true, null);
      }
      Submission first = longs.peek();
      if (first != null) {
        if (first.kind() == Kind.LONG) {
          longs.poll();
          wakeAnotherLong();
          return new Work(Batch.alone(first, false, false), false, null);
        }
        if (!storeInFlight) {
          longs.poll();
          storeInFlight = true;
          wakeAnotherLong();
          return new Work(Batch.alone(first, true, true), true, null);
        }
      } else if (closing) {
        return null;
      }
      longable.await();
    }
  }

  private void wakeAnotherLong() {
    if (!longs.isEmpty() || !contended.isEmpty()) {
      longable.signal();
    }
  }

  private void handOn(Batch batch) {
    lock.lock();
    try {
      contended.add(batch);
      longable.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Frees the keys of parts that are done and goes on with what is left of their submissions. */
  private void finished(Batch batch, List<Part> parts) {
    lock.lock();
    try {
      List<Submission> again = new ArrayList<>(0);
      for (Part part : parts) {
        // What a batch only reads may be in flight in another one that writes.
        for (int i = part.from; i < part.to && batch.writes(); i++) {
          part.submission.step(i).keys().forEach(inFlight::remove);
        }
        if (part.done == part.from) {
          // The batch ended before it came to this part.
          again.add(part.submission);
        }
      }
      enqueue(again);
    } finally {
      lock.unlock();
    }
  }

  private boolean isIdle() {
    return running == 0
        && reads.isEmpty()
        && writes.isEmpty()
        && longs.isEmpty()
        && contended.isEmpty();
  }

  /**
   * Carries out what has been submitted, for {@code shutdown-timeout} at most, then stops the
   * workers. Nothing may be submitted any more.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      long nanos = TimeUnit.SECONDS.toNanos(services.config().shutdownTimeout.get());
      while (!isIdle() && nanos > 0) {
        nanos = idle.awaitNanos(nanos);
      }
      if (!isIdle()) {
        LOG.warn("Stopping with commands in flight: shutdown-timeout is over");
      }
      closing = true;
      reads.signalAll();
      writes.signalAll();
      longable.signalAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
