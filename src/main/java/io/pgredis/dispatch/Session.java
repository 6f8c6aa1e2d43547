package io.pgredis.dispatch;

import io.pgredis.command.Args;
import io.pgredis.command.ClientInfo;
import io.pgredis.command.ClientState;
import io.pgredis.command.Command;
import io.pgredis.command.CommandTable;
import io.pgredis.command.Flag;
import io.pgredis.command.Hold;
import io.pgredis.command.Invocation;
import io.pgredis.command.Scope;
import io.pgredis.command.Services;
import io.pgredis.engine.Interpreter;
import io.pgredis.engine.Origin;
import io.pgredis.engine.Submission;
import io.pgredis.resp.Reply;
import java.util.List;
import java.util.function.Consumer;

/**
 * A connection's commands in their order: what needs no data runs at once, the rest is submitted to
 * the engine, one submission at a time. Everything but {@link #deliver} and the facts of {@link
 * ClientInfo} is called on the connection's event loop.
 */
public final class Session implements Origin, ClientInfo {
  /** What a client may leave untaken that is sent without being asked, as to MONITOR. */
  public static final long PUSHED_BYTES = 32L << 20;

  private final long id;
  private final Transport transport;
  private final CommandTable commands;
  private final Services services;
  private final Consumer<Submission> engine;
  private final long connectedAtMillis = System.currentTimeMillis();
  private final PendingCommands pending = new PendingCommands();
  private volatile long lastInteractionMillis = connectedAtMillis;
  private volatile Command lastCommand;
  private volatile ClientState state;
  private volatile HeldReply held;
  private final Runnable whenPauseIsOver;
  private volatile boolean inFlight;
  private Submission left;

  /** Whether the connection is closed once what is pending has been answered. */
  private boolean ending;

  private boolean closing;
  private volatile boolean waitsForPause;
  private Reply.Err lastWords;

  /**
   * A connection's session.
   *
   * @param engine takes submissions
   */
  public Session(
      long id,
      Transport transport,
      CommandTable commands,
      Services services,
      Consumer<Submission> engine,
      boolean authenticated) {
    this.id = id;
    this.transport = transport;
    this.commands = commands;
    this.services = services;
    this.engine = engine;
    this.state = new ClientState(this);
    this.state.authenticated(authenticated);
    this.whenPauseIsOver = () -> transport.execute(this::pauseOver);
  }

  /** Takes a request. It runs now or waits for its turn. */
  public void request(byte[][] args, long payloadBytes) {
    if (closing || ending) {
      return;
    }
    if (Args.equalsIgnoreCase(args[0], "post") || Args.equalsIgnoreCase(args[0], "host:")) {
      // A browser that somebody has sent here: nothing of its request may be taken for commands.
      ending = true;
      return;
    }
    Invocation invocation = commands.resolve(args, payloadBytes);
    lastInteractionMillis = System.currentTimeMillis();
    lastCommand = invocation.command();
    pending.add(invocation);
  }

  /** Takes a request without arguments, in its turn: it uses CLIENT REPLY SKIP up. */
  public void emptyRequest() {
    if (!closing && !ending) {
      lastInteractionMillis = System.currentTimeMillis();
      pending.add(Invocation.NOTHING);
    }
  }

  /** Goes on with what has been taken: to be called when no more requests are at hand. */
  public void proceed() {
    if (inFlight || closing) {
      return;
    }
    if (left != null) {
      resume();
      return;
    }
    while (!pending.isEmpty()
        && !closing
        && !inFlight
        && transport.isWritable()
        && !isHeld()
        && runsHere(pending.first())) {
      Invocation invocation = pending.take();
      Interpreter interpreter = new Interpreter(services, state, null);
      Reply reply = interpreter.run(invocation);
      Hold hold = state.takeHold();
      if (hold == Hold.NONE) {
        transport.write(reply, state.protocol());
      } else {
        holdBack(reply, hold);
      }
      interpreter.committed();
      closeIfAsked();
    }
    if (!pending.isEmpty() && !closing && !inFlight && transport.isWritable() && !isHeld()) {
      submit();
    }
    transport.flush();
    endIfIdle();
  }

  private void holdBack(Reply reply, Hold hold) {
    HeldReply mine = new HeldReply(reply, hold.blocks());
    held = mine;
    inFlight = true;
    mine.schedule(transport, hold, () -> release(mine, reply));
  }

  private void release(HeldReply which, Reply reply) {
    if (held == which) {
      which.cancel();
      held = null;
      transport.write(reply, state.protocol());
      goOn();
    }
  }

  /** Goes on with a submission that the engine has carried out in part. */
  private void resume() {
    if (transport.isWritable()) {
      Submission rest = left;
      left = null;
      inFlight = true;
      engine.accept(rest);
    }
  }

  /** Whether CLIENT PAUSE holds the next command back; then this goes on when the pause is over. */
  private boolean isHeld() {
    if (!pauseHolds(pending.first())) {
      return false;
    }
    if (!waitsForPause) {
      waitsForPause = true;
      services.pause().whenOver(whenPauseIsOver);
    }
    return true;
  }

  /** What is refused anyway is refused at once, as in Redis. */
  private boolean pauseHolds(Invocation invocation) {
    return services.pause().holds(state, invocation)
        && new Interpreter(services, state, null).refusal(invocation) == null;
  }

  private void pauseOver() {
    waitsForPause = false;
    proceed();
  }

  private void submit() {
    List<Invocation> run = pending.takeSubmission(state, this::pauseHolds);
    if (run.isEmpty()) {
      // A pause has begun just now.
      proceed();
      return;
    }
    inFlight = true;
    engine.accept(new Submission(this, run));
  }

  /** Whether a command needs no data, so that it can run on the event loop. */
  private boolean runsHere(Invocation invocation) {
    if (invocation.refusal() != null || lacksPassword()) {
      return true;
    }
    Command command = invocation.command();
    if (state.inMulti() && !command.is(Flag.RUNS_IN_MULTI)) {
      return true;
    }
    return command.scope(invocation.args()) == Scope.CONNECTION;
  }

  @Override
  public void deliver(List<Answer> replies, Submission rest) {
    transport.execute(() -> delivered(replies, rest));
  }

  private void delivered(List<Answer> replies, Submission rest) {
    for (Answer answer : replies) {
      transport.write(answer.reply(), answer.protocol());
    }
    left = rest;
    lastInteractionMillis = System.currentTimeMillis();
    closeIfAsked();
    goOn();
  }

  /** The commands in flight are answered. */
  private void goOn() {
    inFlight = false;
    proceed();
    transport.flush();
    transport.progressed();
  }

  /**
   * Sends an error and closes the connection, after everything that came before has been answered:
   * the stream is no valid protocol from here on.
   */
  public void endAfterPending(Reply.Err error) {
    lastWords = error;
    ending = true;
    endIfIdle();
  }

  /**
   * Closes the connection after everything that came before has been answered; at once if the
   * client is blocked: there will be nobody to take what it waits for.
   */
  public void endAfterPending() {
    ending = true;
    if (isBlocked()) {
      closing = true;
      transport.close();
    }
    endIfIdle();
  }

  private void endIfIdle() {
    if (ending && !closing && !inFlight && left == null && pending.isEmpty()) {
      if (lastWords != null && state.replyMode() == ClientState.ReplyMode.ON) {
        transport.write(lastWords, state.protocol());
      }
      closing = true;
      transport.closeAfterFlush();
    }
  }

  private void closeIfAsked() {
    if (state.closeAfterReply() && !closing) {
      closing = true;
      pending.clear();
      transport.closeAfterFlush();
    }
  }

  /** Whether the client has to give a password before it may do anything else. */
  public boolean lacksPassword() {
    return state.lacksPassword(services.config());
  }

  /** Whether so much waits that no more should be read. */
  public boolean isFull() {
    return pending.isFull() || !transport.isWritable();
  }

  /** The connection is gone: what it had sent and is in flight is still carried out. */
  public void closed() {
    closing = true;
    pending.clear();
    left = null;
    services.pause().forget(whenPauseIsOver);
    if (held != null) {
      held.cancel();
      held = null;
    }
  }

  @Override
  public ClientState state() {
    return state;
  }

  /**
   * Called by the engine when the commands of a part have committed, before the next part begins.
   */
  @Override
  public void publish(ClientState newState) {
    state = newState;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public String address() {
    return transport.address();
  }

  @Override
  public String localAddress() {
    return transport.localAddress();
  }

  @Override
  public long connectedAtMillis() {
    return connectedAtMillis;
  }

  @Override
  public long lastInteractionMillis() {
    return lastInteractionMillis;
  }

  @Override
  public String lastCommand() {
    Command command = lastCommand;
    return command == null ? "NULL" : command.fullName();
  }

  @Override
  public long pendingBytes() {
    return pending.bytes();
  }

  @Override
  public long outputBytes() {
    return transport.outputBytes();
  }

  @Override
  public boolean isBlocked() {
    HeldReply present = held;
    return present != null && present.blocks();
  }

  @Override
  public boolean isPaused() {
    return waitsForPause;
  }

  @Override
  public boolean isBusy() {
    return inFlight;
  }

  @Override
  public void unblock(boolean withError) {
    transport.execute(
        () -> {
          if (isBlocked()) {
            release(held, withError ? held.unblocked() : held.reply());
          }
        });
  }

  @Override
  public void kill(boolean afterReply) {
    // At once, so that the next command of whoever asked for it finds it gone.
    services.clients().remove(this);
    transport.execute(
        () -> {
          closing = true;
          pending.clear();
          if (afterReply) {
            transport.closeAfterFlush();
          } else {
            transport.close();
          }
        });
  }

  @Override
  public void push(Reply message) {
    transport.execute(
        () -> {
          if (transport.outputBytes() > PUSHED_BYTES) {
            transport.close();
            return;
          }
          transport.write(message, state.protocol());
          transport.flush();
        });
  }
}
