package io.pgredis.engine;

import io.pgredis.command.Services;
import io.pgredis.engine.Batch.Part;
import io.pgredis.keyspace.Restart;
import io.pgredis.keyspace.UnitOfWork;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/** Carries out the commands of a batch, in Java, against a unit of work that has begun. */
final class Execution {
  private Execution() {}

  /**
   * Carries out as many commands as the limits of a batch allow, at least one, and leaves their
   * answers in the parts.
   *
   * @param unit null if none of the commands needs data
   * @return whom to tell when they have committed
   */
  static List<Interpreter> run(Services services, Batch batch, UnitOfWork unit) {
    List<Interpreter> interpreters = new ArrayList<>(batch.parts().size());
    try {
      run(services, batch, unit, interpreters);
    } catch (RuntimeException | Error e) {
      interpreters.forEach(Interpreter::cameToNothing);
      throw e;
    }
    return interpreters;
  }

  private static void run(
      Services services, Batch batch, UnitOfWork unit, List<Interpreter> interpreters) {
    long end = System.nanoTime() + BatchLimits.EXECUTION_MILLIS * 1_000_000L;
    boolean first = true;
    long allReplyBytes = 0;
    for (Part part : batch.parts()) {
      part.answers.clear();
      part.done = part.from;
      part.state = part.submission.origin().state();
      if (part.changesState()) {
        part.state = part.state.copy();
      }
      Interpreter interpreter = new Interpreter(services, part.state, unit);
      interpreters.add(interpreter);
      long replyBytes = 0;
      while (part.done < part.to) {
        if (replyBytes > BatchLimits.REPLY_BYTES
            || allReplyBytes + replyBytes > BatchLimits.PAYLOAD_BYTES
            || (unit != null && unit.changedBytes() > BatchLimits.PAYLOAD_BYTES)
            || (!first && System.nanoTime() - end > 0)) {
          break;
        }
        first = false;
        Reply reply = run(interpreter, part);
        part.answers.add(new Origin.Answer(reply, part.state.protocol()));
        replyBytes += ReplySize.bytes(reply);
        part.done++;
        if (part.state.closeAfterReply()) {
          // What follows QUIT is not carried out.
          break;
        }
      }
      allReplyBytes += replyBytes;
    }
  }

  private static Reply run(Interpreter interpreter, Part part) {
    try {
      return interpreter.run(part.submission.step(part.done).invocation());
    } catch (Restart restart) {
      if (restart.need() == Restart.Need.ALONE) {
        part.submission.isLong(part.done);
      }
      throw restart;
    }
  }
}
