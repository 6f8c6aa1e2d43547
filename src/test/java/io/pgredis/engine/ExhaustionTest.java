package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.command.ClientInfo;
import io.pgredis.command.ClientState;
import io.pgredis.command.Command;
import io.pgredis.command.CommandTable;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.Invocation;
import io.pgredis.command.KeySpec;
import io.pgredis.command.string.IncrementFamily;
import io.pgredis.config.ServerConfig;
import io.pgredis.dispatch.DatabaseFacts;
import io.pgredis.dispatch.ServerServices;
import io.pgredis.keyspace.StringEncoding;
import io.pgredis.resp.Reply;
import io.pgredis.sql.Database;
import io.pgredis.testing.Patience;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A command that breaks down in the middle of a batch, because memory or the stack is exhausted or
 * for a fault of its own: it alone fails, and the worker goes on.
 */
class ExhaustionTest {
  private static final int ROUNDS = 3;
  private static final int POOL = 6;

  private static final Map<String, Supplier<Throwable>> BREAKDOWNS =
      Map.of(
          "memory", () -> new OutOfMemoryError("Java heap space"),
          "stack", StackOverflowError::new,
          "fault", () -> new IllegalStateException("a fault"));

  private final TestDatabase database = TestPostgres.newDatabase();
  private CommandTable commands;
  private Database store;
  private ServerServices services;
  private Engine engine;

  @BeforeEach
  void start() {
    commands = new CommandTable(List.of(new IncrementFamily(), ExhaustionTest::breaking));
    store = Database.open(database.config(POOL));
    services = new ServerServices(new ServerConfig(), commands, new DatabaseFacts(store), () -> {});
    engine =
        new Engine(store, services, new Engine.Workers(1, 1, 1, BatchLimits.COMMANDS), keys -> {});
    engine.start();
  }

  @AfterEach
  void stop() {
    engine.close();
    services.close();
    store.close();
    TestPostgres.drop(database);
  }

  private static List<Command.Builder> breaking() {
    return List.of(
        Command.named("break", 3)
            .group(Group.STRING)
            .flags(Flag.WRITE)
            .since("1.0.0")
            .complexity("O(1)")
            .summary("Increments a counter and breaks down.")
            .syntax("key how")
            .key(KeySpec.at(1, KeySpec.KeyFlag.RW, KeySpec.KeyFlag.UPDATE))
            .run(
                (context, args) -> {
                  context.key(args.bytes(1)).setString(new byte[] {'7'}, StringEncoding.AUTOMATIC);
                  throw sneaky(BREAKDOWNS.get(args.text(2)).get());
                }));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void onlyTheCommandThatBreaksDownFails() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      for (String how : BREAKDOWNS.keySet()) {
        var before = new Client();
        var breaking = new Client();
        var behind = new Client();
        engine.submit(
            List.of(
                before.submission("INCR " + how),
                breaking.submission("INCR x" + how, "BREAK x" + how + " " + how, "INCR x" + how),
                behind.submission("INCR " + how)));
        assertThat(before.answers(1)).containsExactly(Reply.integer(2 * round - 1));
        assertThat(behind.answers(1)).containsExactly(Reply.integer(2 * round));
        List<Reply> answers = breaking.answers(3);
        assertThat(answers.get(0)).isEqualTo(Reply.integer(2 * round - 1));
        assertThat(((Reply.Err) answers.get(1)).text())
            .startsWith(how.equals("memory") ? "ERR out of memory" : "ERR internal error");
        assertThat(answers.get(2)).isEqualTo(Reply.integer(2 * round));
      }
    }
    assertThat(store.poolUse().active()).isZero();
  }

  /** Facts of a connection that has no address. */
  private static ClientInfo nobody() {
    return (ClientInfo)
        Proxy.newProxyInstance(
            ClientInfo.class.getClassLoader(),
            new Class<?>[] {ClientInfo.class},
            (proxy, method, args) -> method.getReturnType() == String.class ? "" : null);
  }

  /** A connection that has no socket. */
  private final class Client implements Origin {
    private volatile ClientState state = new ClientState(nobody());
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

    Client() {
      state.authenticated(true);
    }

    Submission submission(String... lines) {
      var invocations = new ArrayList<Invocation>();
      for (String line : lines) {
        String[] words = line.split(" ");
        byte[][] args = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
          args[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        invocations.add(commands.resolve(args, line.length()));
      }
      return new Submission(this, invocations);
    }

    List<Reply> answers(int count) throws InterruptedException {
      var found = new ArrayList<Reply>();
      while (found.size() < count) {
        Reply reply = replies.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
        assertThat(reply).as("an answer after " + found).isNotNull();
        found.add(reply);
      }
      return found;
    }

    @Override
    public ClientState state() {
      return state;
    }

    @Override
    public void publish(ClientState newState) {
      state = newState;
    }

    @Override
    public void deliver(List<Answer> answers, Submission rest) {
      answers.forEach(answer -> replies.add(answer.reply()));
      if (rest != null) {
        engine.submit(List.of(rest));
      }
    }
  }
}
