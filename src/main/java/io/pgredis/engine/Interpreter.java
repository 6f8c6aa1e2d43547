package io.pgredis.engine;

import io.pgredis.command.Args;
import io.pgredis.command.ClientState;
import io.pgredis.command.ClientState.ReplyMode;
import io.pgredis.command.ClientState.Watched;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Flag;
import io.pgredis.command.Invocation;
import io.pgredis.command.Services;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.Restart;
import io.pgredis.keyspace.UnitOfWork;
import io.pgredis.keyspace.WrongType;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the commands of one connection against one unit of work, by Redis's rules of authentication
 * and of MULTI. The one place where commands are called, counted and timed.
 */
public final class Interpreter implements Context {
  private static final Reply.Err NOT_IN_MULTI =
      new Reply.Err("ERR Command not allowed inside a transaction");

  private static final Reply.Err MONITORS_ONLY =
      new Reply.Err("ERR Replica can't interact with the keyspace");

  private final Services services;
  private final ClientState state;
  private final UnitOfWork unit;
  private final CallCounts counts;
  private final List<Runnable> effects = new ArrayList<>(0);

  /** Of the command that is running. */
  private Lookups lookups;

  /**
   * An interpreter for some commands.
   *
   * @param unit the unit of work; null if none of the commands needs data
   */
  public Interpreter(Services services, ClientState state, UnitOfWork unit) {
    this.services = services;
    this.state = state;
    this.unit = unit;
    this.counts = new CallCounts(services);
  }

  /** Runs a command; {@link Reply#NONE} if the client does not want the reply. */
  public Reply run(Invocation invocation) {
    // Also what has no reply counts as the one whose reply is left out.
    return sent(invocation == Invocation.NOTHING ? Reply.NONE : dispatch(invocation));
  }

  /**
   * Answers a command that could not be carried out. A transaction ends with it all the same, and
   * keys that could not be watched count as changed.
   */
  Reply fail(Invocation invocation, Reply.Err error) {
    Command command = invocation.command();
    if (command.fullName().equals("exec")) {
      state.endMulti();
    } else if (command.marksKeys()) {
      List<Watched> unknown = new ArrayList<>();
      command.findKeys(
          invocation.args(),
          i -> unknown.add(Watched.unknown(state.database(), invocation.args()[i])));
      state.watch(unknown);
    }
    counts.failed(command, error);
    return sent(error);
  }

  private Reply sent(Reply reply) {
    // What a transaction has changed about replies holds from there on.
    Reply torn = reply instanceof Reply.Torn ? reply : Reply.NONE;
    return switch (state.replyMode()) {
      case ON -> reply;
      case OFF -> torn;
      case SKIP_NEXT -> {
        state.replyMode(ReplyMode.SKIP);
        yield torn;
      }
      case SKIP -> {
        state.replyMode(ReplyMode.ON);
        yield torn;
      }
    };
  }

  private Reply dispatch(Invocation invocation) {
    Command command = invocation.command();
    Reply.Err refusal = refusal(invocation);
    if (refusal != null) {
      return reject(command, refusal);
    }
    if (state.inMulti() && !command.is(Flag.RUNS_IN_MULTI)) {
      state.queue(invocation);
      if (state.heldBytes() > services.config().clientQueryBufferLimit.get()) {
        state.closeAfterReply(true);
        return Reply.NONE;
      }
      return Reply.QUEUED;
    }
    return call(invocation);
  }

  /** Why a command can be neither run nor queued in the connection's state; null if it can. */
  public Reply.Err refusal(Invocation invocation) {
    if (invocation.refusal() != null) {
      return invocation.refusal();
    }
    Command command = invocation.command();
    try {
      command.guard().accept(this);
    } catch (CommandError e) {
      return e.reply();
    }
    if (state.lacksPassword(services.config()) && !command.is(Flag.NO_AUTH)) {
      return Errors.NOAUTH;
    }
    if (state.monitor() && (command.is(Flag.READONLY) || command.is(Flag.WRITE))) {
      return MONITORS_ONLY;
    }
    return state.inMulti() && command.is(Flag.NO_MULTI) ? NOT_IN_MULTI : null;
  }

  private Reply reject(Command command, Reply.Err error) {
    Reply.Err told = error;
    if (command != null && command.fullName().equals("exec")) {
      state.endMulti();
      told = Errors.execAbort(error);
    } else if (state.inMulti()) {
      state.failQueue();
    }
    counts.rejected(command, told);
    return told;
  }

  @Override
  public Reply call(Invocation invocation) {
    Command command = invocation.command();
    long start = System.nanoTime();
    Lookups outer = lookups;
    Lookups own = new Lookups(this, invocation);
    lookups = own;
    own.before();
    Reply reply;
    try {
      reply = command.handler().run(this, new Args(invocation.args()));
      own.made();
    } catch (CommandError e) {
      reply = e.reply();
    } catch (WrongType e) {
      reply = Errors.WRONG_TYPE;
      own.failed(e);
    }
    lookups = outer;
    long elapsed = System.nanoTime() - start + state.hold().ownNanos();
    counts.ran(command, elapsed, reply, own);
    services.executed(this, invocation, elapsed);
    return reply;
  }

  @Override
  public ClientState client() {
    return state;
  }

  @Override
  public UnitOfWork data() {
    if (unit == null) {
      // The planner took the connection to be in another state than it is in.
      throw Restart.forData();
    }
    return unit;
  }

  @Override
  public Services services() {
    return services;
  }

  @Override
  public void lookedUp() {
    lookups.made();
  }

  @Override
  public void lookedUp(Entry key) {
    lookups.also(key.exists());
  }

  @Override
  public void afterCommit(Runnable effect) {
    effects.add(effect);
  }

  /** What was counted is taken back: the attempt has come to nothing. */
  void cameToNothing() {
    counts.takeBack();
  }

  /** Does what was put off until the commit. */
  public void committed() {
    counts.keep();
    effects.forEach(Runnable::run);
    effects.clear();
  }
}
