package io.pgredis.engine;

import io.pgredis.command.Errors;
import io.pgredis.command.Services;
import io.pgredis.engine.Batch.Part;
import io.pgredis.engine.Step.Kind;
import io.pgredis.resp.Reply;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives connections the answers to the commands of a batch. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** The batch has committed: does what was put off until then, and delivers. */
  static void committed(Batch batch, List<Interpreter> interpreters) {
    for (Interpreter interpreter : interpreters) {
      try {
        interpreter.committed();
      } catch (RuntimeException | Error e) {
        LOG.error("What a command put off until its commit failed", e);
      }
    }
    for (Part part : batch.parts()) {
      try {
        deliver(part);
      } catch (RuntimeException | Error e) {
        // It has committed: neither may it run again nor be answered with an error.
        LOG.error("The replies to a connection could not be handed over", e);
      }
    }
  }

  static void deliver(Part part) {
    if (part.whole != null) {
      part.submission.origin().publish(part.state);
      part.whole.answers.addAll(part.answers);
      return;
    }
    part.submission.advance(part.done, part.to);
    if (part.done > part.from) {
      part.submission.origin().publish(part.state);
      part.submission
          .origin()
          .deliver(part.answers, part.submission.isDone() ? null : part.submission);
    }
  }

  /** Answers a batch with an error; nothing of it has been carried out. */
  static void fail(Services services, Batch batch, Reply.Err error) {
    for (Part part : batch.parts()) {
      fail(services, part, part.to, error);
    }
  }

  /** Answers a batch that failed while it committed; what it had not come to is left for later. */
  static void failExecuted(Services services, Batch batch, Reply.Err error) {
    for (Part part : batch.parts()) {
      fail(services, part, part.done, error);
    }
  }

  /**
   * The error goes to the commands that need data. The others cannot fail for its reason: were
   * MULTI or SELECT undone, what comes behind them would be carried out as it was not meant.
   */
  private static void fail(Services services, Part part, int end, Reply.Err error) {
    part.answers.clear();
    part.state = part.submission.origin().state().copy();
    Interpreter interpreter = new Interpreter(services, part.state, null);
    part.done = part.from;
    while (part.done < end && !part.state.closeAfterReply()) {
      Reply reply = failed(interpreter, part.submission.step(part.done), error);
      part.answers.add(new Origin.Answer(reply, part.state.protocol()));
      part.done++;
    }
    interpreter.committed();
    deliver(part);
  }

  private static Reply failed(Interpreter interpreter, Step step, Reply.Err error) {
    if (step.kind() == Kind.FREE) {
      try {
        return interpreter.run(step.invocation());
      } catch (RuntimeException | Error e) {
        LOG.debug("A command could not be carried out without data", e);
      }
    }
    return interpreter.fail(step.invocation(), error);
  }

  static Reply.Err internalError(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return Errors.OUT_OF_MEMORY;
    }
    return new Reply.Err("ERR internal error: " + e.getClass().getSimpleName());
  }
}
