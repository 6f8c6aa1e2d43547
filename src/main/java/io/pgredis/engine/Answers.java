package io.pgredis.engine;

import io.pgredis.command.Errors;
import io.pgredis.engine.Batch.Part;
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
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
        LOG.error("What a command put off until its commit failed", e);
      }
    }
    for (Part part : batch.parts()) {
      try {
        deliver(part);
      } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
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

  /** Answers every command of a batch with an error; nothing of it has been carried out. */
  static void fail(Batch batch, Reply.Err error) {
    for (Part part : batch.parts()) {
      part.answers.clear();
      part.state = part.submission.origin().state();
      part.done = part.to;
      if (part.endsTransaction()) {
        part.state = part.state.copy();
        part.state.endMulti();
      }
      for (int i = part.from; i < part.to; i++) {
        part.answers.add(new Origin.Answer(error, part.state.protocol()));
      }
      deliver(part);
    }
  }

  static Reply.Err internalError(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return Errors.OUT_OF_MEMORY;
    }
    return new Reply.Err("ERR internal error: " + e.getClass().getSimpleName());
  }
}
