package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Scope;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * TIME: the database's clock, by which keys expire and which all instances share, rather than this
 * machine's.
 */
public final class TimeFamily implements Family {
  private static final int MICROS_PER_SECOND = 1_000_000;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.server("time", 1)
            .since("2.6.0")
            .flags(Flag.LOADING, Flag.STALE, Flag.FAST)
            .scope(Scope.KEYS)
            .tips("nondeterministic_output")
            .summary("Answers the time: seconds since 1970, and microseconds of this second.")
            .run(TimeFamily::time));
  }

  private static Reply time(Context context, Args args) {
    long micros = context.data().nowMicros();
    return Reply.array(
        Reply.bulk(Long.toString(micros / MICROS_PER_SECOND)),
        Reply.bulk(Long.toString(micros % MICROS_PER_SECOND)));
  }
}
