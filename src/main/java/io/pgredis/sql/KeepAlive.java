package io.pgredis.sql;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells PostgreSQL from time to time that the owner of an open transaction is at work, though not
 * on it: commands that compute long do not lose their locks to {@link
 * Limits#IDLE_IN_TRANSACTION_MILLIS}, which is there for instances that have stopped.
 */
final class KeepAlive implements AutoCloseable {
  private final Set<Transaction> open = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::work, "pgredis-keep-alive");

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void begun(Transaction transaction) {
    open.add(transaction);
  }

  void ended(Transaction transaction) {
    open.remove(transaction);
  }

  private void work() {
    try {
      while (true) {
        Thread.sleep(Limits.KEEP_ALIVE_MILLIS);
        for (Transaction transaction : open) {
          long age = transaction.ageMillis();
          if (age > Limits.KEEP_ALIVE_MILLIS && age < Limits.TRANSACTION_MILLIS) {
            // It waits for the statement that may be under way.
            Thread.startVirtualThread(transaction::keepAlive);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
