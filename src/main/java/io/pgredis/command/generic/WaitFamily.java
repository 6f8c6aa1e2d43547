package io.pgredis.command.generic;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.Hold;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * WAIT: no replica ever confirms anything here, since what is answered is already durable in
 * PostgreSQL. So the answer is 0, as that of a Redis without replicas: after the timeout if any was
 * asked for, and at once inside MULTI.
 */
public final class WaitFamily implements Family {
  private static final String TIMEOUT_INVALID = "ERR timeout is not an integer or out of range";
  private static final String TIMEOUT_NEGATIVE = "ERR timeout is negative";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("wait", 3)
            .group(Group.GENERIC)
            .flags(Flag.NOSCRIPT, Flag.STANDS_ALONE)
            .categories("connection")
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .since("3.0.0")
            .complexity("O(1)")
            .summary("Waits until replicas have confirmed this connection's writes.")
            .syntax("numreplicas:integer timeout:integer")
            .run(WaitFamily::await));
  }

  private static Reply await(Context context, Args args) {
    long replicas = args.integer(1);
    long timeout = args.integer(2, TIMEOUT_INVALID);
    if (timeout < 0) {
      throw new CommandError(TIMEOUT_NEGATIVE);
    }
    if (replicas > 0 && !context.client().isExecuting()) {
      context.client().hold(new Hold(timeout == 0 ? Hold.FOR_EVER : timeout, true));
    }
    return Reply.ZERO;
  }
}
