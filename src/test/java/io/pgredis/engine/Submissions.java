package io.pgredis.engine;

import io.pgredis.command.ClientState;
import io.pgredis.command.CommandTable;
import io.pgredis.command.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Commands of nobody, to be looked at and not to be run. */
final class Submissions {
  private static final CommandTable COMMANDS = CommandTable.load();

  private Submissions() {}

  /** One connection's pipeline; a line is a command, in words. */
  static Submission submission(String... lines) {
    return new Submission(
        new Nobody(new ClientState(null)), Stream.of(lines).map(Submissions::invocation).toList());
  }

  private static Invocation invocation(String line) {
    byte[][] args =
        Stream.of(line.split(" "))
            .map(word -> word.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    return COMMANDS.resolve(args, line.length());
  }

  private record Nobody(ClientState state) implements Origin {
    @Override
    public void publish(ClientState state) {}

    @Override
    public void deliver(List<Answer> replies, Submission rest) {}
  }
}
