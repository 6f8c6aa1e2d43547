package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Nil;
import io.pgredis.testing.RespClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * Clients that write all the time and keep accounts of what they have been told. Each has a counter
 * and a register of its own, and all share one counter. A reply that does not fit the account ends
 * the load; {@link #verify} compares the accounts with what is there in the end.
 */
final class WriteLoad implements AutoCloseable {
  private static final String UNKNOWN_OUTCOME = "whether it was carried out is not known";
  private static final String REGISTER_EX = "100000";

  private final IntFunction<RespClient> connector;
  private final List<Client> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Set<Long> sharedValues = ConcurrentHashMap.newKeySet();
  private final AtomicLong sharedUnknown = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean stopping;

  /**
   * Starts the load.
   *
   * @param connector connects client number i, now or again; fails while its server is down
   */
  WriteLoad(int count, long seed, IntFunction<RespClient> connector) {
    this.connector = connector;
    for (int i = 0; i < count; i++) {
      var client = new Client(i, new Random(seed + i));
      clients.add(client);
      threads.add(Thread.ofVirtual().start(client::run));
    }
  }

  /** Writes that were answered with success. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Fails if a client has been told something that cannot be true. */
  void check() {
    if (failure.get() != null) {
      throw new AssertionError("a client was told a lie", failure.get());
    }
  }

  /** Ends the load when the commands under way have been answered. */
  @Override
  public void close() {
    stopping = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Compares the accounts with what is there. */
  void verify(RespClient reader) {
    check();
    clients.forEach(client -> client.verify(reader));
    long shared = number(reader.call("GET", "shared"));
    assertThat(shared)
        .as("the shared counter")
        .isBetween((long) sharedValues.size(), sharedValues.size() + sharedUnknown.get());
  }

  /** What happened, for the log of a test. */
  @Override
  public String toString() {
    return "%d acknowledged, %d unknown, %d refused"
        .formatted(acknowledged.get(), unknown.get(), refused.get());
  }

  private enum Write {
    INCR,
    INCR_SHARED,
    SET,
    SET_EX,
    GETSET,
    EXEC,
    GET
  }

  private final class Client {
    private final int index;
    private final Random random;
    private long count;
    private long countUnknown;
    private Set<String> register = ConcurrentHashMap.newKeySet();
    private long nextValue = 1;

    Client(int index, Random random) {
      this.index = index;
      this.random = random;
      register.add("");
    }

    void run() {
      while (!stopping && failure.get() == null) {
        try (RespClient client = connector.apply(index)) {
          while (!stopping && failure.get() == null) {
            pipeline(client);
          }
        } catch (UncheckedIOException e) {
          pause();
        } catch (Throwable e) {
          failure.compareAndSet(null, e);
        }
      }
    }

    private void pipeline(RespClient client) {
      var writes = new ArrayList<Write>();
      var values = new ArrayList<String>();
      var commands = new ArrayList<List<String>>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        Write write = Write.values()[random.nextInt(Write.values().length)];
        String value = index + ":" + nextValue++;
        writes.add(write);
        values.add(value);
        commands.addAll(commands(write, value));
      }
      int answered = 0;
      try {
        client.sendAll(commands);
        for (; answered < writes.size(); answered++) {
          Reply reply = client.read();
          if (writes.get(answered) == Write.EXEC) {
            client.read();
            client.read();
            reply = client.read();
          }
          account(writes.get(answered), values.get(answered), reply);
        }
      } catch (UncheckedIOException e) {
        for (; answered < writes.size(); answered++) {
          mayHaveHappened(writes.get(answered), values.get(answered));
        }
        throw e;
      }
    }

    private List<List<String>> commands(Write write, String value) {
      return switch (write) {
        case INCR -> List.of(List.of("INCR", "count" + index));
        case INCR_SHARED -> List.of(List.of("INCR", "shared"));
        case SET -> List.of(List.of("SET", "register" + index, value));
        case SET_EX -> List.of(List.of("SET", "register" + index, value, "EX", REGISTER_EX));
        case GETSET -> List.of(List.of("GETSET", "register" + index, value));
        case GET -> List.of(List.of("GET", "register" + index));
        case EXEC ->
            List.of(
                List.of("MULTI"),
                List.of("INCR", "count" + index),
                List.of("SET", "register" + index, value),
                List.of("EXEC"));
      };
    }

    private void account(Write write, String value, Reply reply) {
      if (reply instanceof Reply.Error(String text)) {
        if (text.endsWith(UNKNOWN_OUTCOME)) {
          mayHaveHappened(write, value);
        } else {
          refused.incrementAndGet();
        }
        return;
      }
      acknowledged.incrementAndGet();
      switch (write) {
        case INCR -> counted(((Int) reply).value());
        case INCR_SHARED ->
            assertThat(sharedValues.add(((Int) reply).value()))
                .as("%s was given out twice", reply)
                .isTrue();
        case SET, SET_EX -> register = set(value);
        case GETSET -> {
          assertThat(register).contains(text(reply));
          register = set(value);
        }
        case GET -> assertThat(register).as("client %d", index).contains(text(reply));
        case EXEC -> {
          counted(((Int) ((Aggregate) reply).items().getFirst()).value());
          register = set(value);
        }
      }
    }

    private void counted(long value) {
      assertThat(value)
          .as("count%d after %d, %d unknown", index, count, countUnknown)
          .isBetween(count + 1, count + 1 + countUnknown);
      count = value;
      countUnknown = 0;
    }

    private void mayHaveHappened(Write write, String value) {
      unknown.incrementAndGet();
      switch (write) {
        case INCR -> countUnknown++;
        case INCR_SHARED -> sharedUnknown.incrementAndGet();
        case SET, SET_EX, GETSET -> register.add(value);
        case EXEC -> {
          countUnknown++;
          register.add(value);
        }
        case GET -> {}
      }
    }

    void verify(RespClient reader) {
      assertThat(number(reader.call("GET", "count" + index)))
          .as("count%d", index)
          .isBetween(count, count + countUnknown);
      assertThat(register)
          .as("register%d", index)
          .contains(text(reader.call("GET", "register" + index)));
    }

    private static Set<String> set(String value) {
      Set<String> values = ConcurrentHashMap.newKeySet();
      values.add(value);
      return values;
    }
  }

  private static String text(Reply reply) {
    return reply == Nil.BULK ? "" : ((Bulk) reply).text();
  }

  private static long number(Reply reply) {
    return reply == Nil.BULK ? 0 : Long.parseLong(((Bulk) reply).text());
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
