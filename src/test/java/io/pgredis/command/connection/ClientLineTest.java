package io.pgredis.command.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.command.ClientInfo;
import io.pgredis.command.ClientState;
import io.pgredis.command.Invocation;
import io.pgredis.resp.Reply;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClientLineTest {
  private static final int TRANSACTIONS = 5_000;
  private static final int COMMANDS = 1_000;

  @Test
  void showsWhatATransactionHolds() {
    ClientState state = new ClientState(new Silent());
    state.beginMulti();
    state.queue(command(30));
    state.queue(command(12));
    assertThat(line(state)).contains(" multi=2 ").contains(" multi-mem=42 ");
    state.endMulti();
    assertThat(line(state)).contains(" multi=-1 ").contains(" multi-mem=0 ");
  }

  /** CLIENT LIST of one connection looks at others while their commands run. */
  @Test
  @Timeout(30)
  void readsAStateThatChangesMeanwhile() {
    ClientState state = new ClientState(new Silent());
    CompletableFuture<Void> owner =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < TRANSACTIONS; i++) {
                state.beginMulti();
                for (int j = 0; j < COMMANDS; j++) {
                  state.queue(command(10));
                }
                state.endMulti();
              }
            });
    do {
      assertThat(line(state)).matches("(?s).* multi=(-1|\\d+) .* multi-mem=\\d+ .*");
    } while (!owner.isDone());
    owner.join();
  }

  private static Invocation command(long bytes) {
    return new Invocation(null, new byte[0][], bytes, null);
  }

  private static String line(ClientState state) {
    return ClientLine.of(state.info(), state, 0);
  }

  /** A connection that nothing happens to. */
  private static final class Silent implements ClientInfo {
    @Override
    public long id() {
      return 1;
    }

    @Override
    public String address() {
      return "1.2.3.4:5";
    }

    @Override
    public String localAddress() {
      return "1.2.3.4:6";
    }

    @Override
    public long connectedAtMillis() {
      return 0;
    }

    @Override
    public long lastInteractionMillis() {
      return 0;
    }

    @Override
    public String lastCommand() {
      return "multi";
    }

    @Override
    public ClientState state() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long pendingBytes() {
      return 0;
    }

    @Override
    public long outputBytes() {
      return 0;
    }

    @Override
    public boolean isBlocked() {
      return false;
    }

    @Override
    public boolean isPaused() {
      return false;
    }

    @Override
    public boolean isBusy() {
      return true;
    }

    @Override
    public void unblock(boolean withError) {}

    @Override
    public void kill(boolean afterReply) {}

    @Override
    public void push(Reply message) {}
  }
}
