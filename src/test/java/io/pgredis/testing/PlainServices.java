package io.pgredis.testing;

import io.pgredis.command.*;
import io.pgredis.resp.Reply;

final class PlainServices implements Services {
  private final CommandTable commands = CommandTable.load();
  java.util.concurrent.atomic.LongAdder batches = new java.util.concurrent.atomic.LongAdder(),
      cmds = new java.util.concurrent.atomic.LongAdder();

  public CommandTable commands() {
    return commands;
  }

  public void executed(ClientState c, Invocation i, Reply r, long n) {}

  public void rejected(ClientState c, Reply.Err e) {}

  public void batch(int n, boolean w) {
    batches.increment();
    cmds.add(n);
  }

  public boolean isPaused(ClientInfo c) {
    return false;
  }
}
