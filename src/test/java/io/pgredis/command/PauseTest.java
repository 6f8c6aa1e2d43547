package io.pgredis.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.command.Pause.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class PauseTest {
  private record Task(long at, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return Long.compare(at, other.at);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long now = 1000;
  private final Pause pause =
      new Pause(() -> now, (task, delay) -> tasks.add(new Task(now + delay, task)));
  private final CommandTable commands = CommandTable.load();
  private final ClientState client = new ClientState(null);

  private void advance(long millis) {
    long end = now + millis;
    while (!tasks.isEmpty() && tasks.peek().at() <= end) {
      Task task = tasks.poll();
      now = task.at();
      task.action().run();
    }
    now = end;
  }

  private boolean holds(String... words) {
    byte[][] args = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      args[i] = words[i].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
    return pause.holds(client, commands.resolve(args, 0));
  }

  @Test
  void endsByItself() {
    pause.begin(Mode.ALL, 100);
    assertThat(holds("PING")).isTrue();
    advance(99);
    assertThat(holds("PING")).isTrue();
    advance(1);
    assertThat(holds("PING")).isFalse();
  }

  @Test
  void holdsOnlyWritesIfThatIsWanted() {
    pause.begin(Mode.WRITES, 100);
    assertThat(holds("GET", "k")).isFalse();
    assertThat(holds("SET", "k", "v")).isTrue();
    assertThat(holds("SET")).as("an invalid request").isFalse();
  }

  @Test
  void holdsTransactionsThatWrite() {
    pause.begin(Mode.WRITES, 100);
    client.beginMulti();
    client.queue(commands.resolve(new byte[][] {{'G', 'E', 'T'}, {'k'}}, 0));
    assertThat(holds("EXEC")).isFalse();
    client.queue(commands.resolve(new byte[][] {{'I', 'N', 'C', 'R'}, {'k'}}, 0));
    assertThat(holds("EXEC")).isTrue();
  }

  @Test
  void isNeverMadeShorterOrLaxer() {
    pause.begin(Mode.ALL, 100);
    pause.begin(Mode.WRITES, 10);
    advance(50);
    assertThat(pause.mode()).isEqualTo(Mode.ALL);
    pause.begin(Mode.WRITES, 100);
    advance(99);
    assertThat(pause.mode()).isEqualTo(Mode.ALL);
    advance(1);
    assertThat(pause.mode()).isEqualTo(Mode.NOTHING);
  }

  @Test
  void tellsThoseWhoWait() {
    List<String> told = new ArrayList<>();
    pause.whenOver(() -> told.add("at once"));
    pause.begin(Mode.ALL, 100);
    pause.whenOver(() -> told.add("later"));
    assertThat(told).containsExactly("at once");
    pause.end();
    assertThat(told).containsExactly("at once", "later");
    advance(1000);
    assertThat(told).hasSize(2);
  }

  @Test
  void aPauseWithoutEndDoesNotOverflow() {
    pause.begin(Mode.ALL, Long.MAX_VALUE - 2000);
    advance(1_000_000);
    assertThat(holds("PING")).isTrue();
  }
}
