package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Help;
import io.pgredis.metrics.SlowLog;
import io.pgredis.resp.Reply;
import java.util.List;

/** SLOWLOG: the slowest commands of late on this instance. */
public final class SlowLogFamily implements Family {
  private static final int DEFAULT_COUNT = 10;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.container("slowlog", "2.2.12")
            .summary("Looks at slow commands.")
            .sub(
                slowLog("get", -2)
                    .complexity("O(N) where N is the number of entries returned")
                    .tips("request_policy:all_nodes", "nondeterministic_output")
                    .history("4.0.0", "The client's address and name.")
                    .summary("Answers the newest slow commands.")
                    .syntax("[count:integer]")
                    .run(SlowLogFamily::get))
            .sub(
                slowLog("len", 2)
                    .tips(
                        "request_policy:all_nodes",
                        "response_policy:agg_sum",
                        "nondeterministic_output")
                    .summary("Answers how many slow commands are kept.")
                    .run((context, args) -> Reply.integer(context.services().slowLog().length())))
            .sub(
                slowLog("reset", 2)
                    .complexity("O(N) where N is the number of entries in the slowlog")
                    .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                    .summary("Forgets the slow commands.")
                    .run(SlowLogFamily::reset))
            .sub(ServerCommands.help("6.2.0", context -> help())));
  }

  private static Command.Builder slowLog(String name, int arity) {
    return ServerCommands.server(name, arity)
        .since("2.2.12")
        .flags(Flag.ADMIN, Flag.LOADING, Flag.STALE);
  }

  private static Reply get(Context context, Args args) {
    if (args.count() > 3) {
      throw new CommandError(Errors.subcommandSyntax(args));
    }
    long count = DEFAULT_COUNT;
    if (args.count() == 3) {
      count = Args.parseLong(args.bytes(2), Long.MIN_VALUE);
      if (count < -1) {
        throw new CommandError("ERR count should be greater than or equal to -1");
      }
      count = count == -1 ? Long.MAX_VALUE : count;
    }
    return Reply.array(
        context.services().slowLog().newest(count).stream().map(SlowLogFamily::entry).toList());
  }

  private static Reply entry(SlowLog.Entry entry) {
    return Reply.array(
        Reply.integer(entry.id()),
        Reply.integer(entry.timeSeconds()),
        Reply.integer(entry.micros()),
        Reply.array(entry.arguments().stream().map(Reply::bulk).toList()),
        Reply.bulk(entry.clientAddress()),
        Reply.bulk(entry.clientName()));
  }

  private static Reply reset(Context context, Args args) {
    context.services().slowLog().reset();
    return Reply.OK;
  }

  private static Reply help() {
    return Help.of(
        "slowlog",
        "GET [<count>]",
        "    Answers the newest slow commands, 10 unless it says how many, -1 for all. Of each:",
        "    its number, the time, how many microseconds it took, its arguments, and the client's",
        "    address and name.",
        "LEN",
        "    Answers how many slow commands are kept.",
        "RESET",
        "    Forgets the slow commands.");
  }
}
