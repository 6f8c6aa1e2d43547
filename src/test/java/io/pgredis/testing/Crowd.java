package io.pgredis.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients at once, each with a connection of its own, spread over servers in turn. */
public final class Crowd {

  /** What one client does. */
  @FunctionalInterface
  public interface Part<T> {
    /**
     * Acts; an exception fails the whole crowd.
     *
     * @param index the client's number, from 0
     */
    T act(int index, RespClient client) throws Exception;
  }

  /** What one client does, without a result. */
  @FunctionalInterface
  public interface Deed {
    /** Acts; see {@link Part#act}. */
    void act(int index, RespClient client) throws Exception;
  }

  private Crowd() {}

  /** Lets clients act at the same time and gathers what they found, in the clients' order. */
  public static <T> List<T> ask(int clients, List<TestServer> servers, Part<T> part) {
    var connected = new CountDownLatch(clients);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<T>>(clients);
      for (int i = 0; i < clients; i++) {
        int index = i;
        futures.add(
            threads.submit(
                () -> {
                  try (RespClient client = servers.get(index % servers.size()).connect()) {
                    connected.countDown();
                    connected.await();
                    return part.act(index, client);
                  }
                }));
      }
      var results = new ArrayList<T>(clients);
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a client failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets clients act at the same time. */
  public static void run(int clients, List<TestServer> servers, Deed deed) {
    ask(
        clients,
        servers,
        (index, client) -> {
          deed.act(index, client);
          return index;
        });
  }
}
