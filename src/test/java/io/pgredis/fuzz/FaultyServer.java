package io.pgredis.fuzz;

import io.pgredis.testing.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A right server with one bug put in, to see whether the fuzzer finds it. */
final class FaultyServer implements Server {
  private final Server right;
  private final UnaryOperator<List<String>> request;
  private final BiFunction<List<String>, Reply, Reply> reply;

  private FaultyServer(
      Server right,
      UnaryOperator<List<String>> request,
      BiFunction<List<String>, Reply, Reply> reply) {
    this.right = right;
    this.request = request;
    this.reply = reply;
  }

  /** Changes commands before the server sees them. */
  static Server changingCommands(Server right, UnaryOperator<List<String>> change) {
    return new FaultyServer(right, change, (command, answer) -> answer);
  }

  /** Changes replies after the server gave them. */
  static Server changingReplies(Server right, BiFunction<List<String>, Reply, Reply> change) {
    return new FaultyServer(right, UnaryOperator.identity(), change);
  }

  @Override
  public Link connect(int address) {
    Link link = right.connect(address);
    Deque<List<String>> unanswered = new ArrayDeque<>();
    return new Link() {
      @Override
      public void send(List<List<String>> commands) {
        List<List<String>> changed = new ArrayList<>();
        commands.forEach(command -> changed.add(request.apply(command)));
        unanswered.addAll(commands);
        link.send(changed);
      }

      @Override
      public Reply read() {
        return reply.apply(unanswered.remove(), link.read());
      }

      @Override
      public void close() {
        link.close();
      }
    };
  }
}
