package io.pgredis.command.connection;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * The subcommands of CLIENT about client-side caching. This server does not track keys, and says
 * so; clients then read without a cache of their own.
 */
final class ClientTracking {
  private static final String NOT_AVAILABLE =
      "ERR CLIENT TRACKING ON is not supported by this version of pgredis";
  private static final String NOT_TRACKING =
      "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
          + " OPTOUT mode enabled";

  private ClientTracking() {}

  static Command.Builder tracking() {
    return ClientFamily.own("tracking", -3)
        .since("6.0.0")
        .complexity("O(1). Some options may introduce additional complexity.")
        .summary("Switches the tracking of keys for client-side caching; only OFF is possible.")
        .syntax(
            "status:(ON | OFF) [REDIRECT client-id:integer] [PREFIX prefix]... [BCAST] [OPTIN]"
                + " [OPTOUT] [NOLOOP]")
        .run(ClientTracking::tracking);
  }

  private static Reply tracking(Context context, Args args) {
    args.from(3);
    boolean redirected = false;
    while (args.hasNext()) {
      if (args.accept("REDIRECT", 1)) {
        if (redirected) {
          throw new CommandError("ERR A client can only redirect to a single other client");
        }
        long target = args.nextInteger();
        if (context.services().clients().find(target).isEmpty()) {
          throw new CommandError("ERR The client ID you want redirect to does not exist");
        }
        redirected = true;
      } else if (args.accept("PREFIX", 1)) {
        args.next();
      } else if (!args.accept("BCAST")
          && !args.accept("OPTIN")
          && !args.accept("OPTOUT")
          && !args.accept("NOLOOP")) {
        throw new CommandError(Errors.SYNTAX);
      }
    }
    if (args.is(2, "ON")) {
      throw new CommandError(NOT_AVAILABLE);
    }
    if (!args.is(2, "OFF")) {
      throw new CommandError(Errors.SYNTAX);
    }
    return Reply.OK;
  }

  static Command.Builder trackingInfo() {
    return ClientFamily.own("trackinginfo", 2)
        .since("6.2.0")
        .summary("Answers how the connection's keys are tracked.")
        .run(
            (context, args) ->
                Reply.map(
                    Reply.bulk("flags"),
                    Reply.set(List.of(Reply.bulk("off"))),
                    Reply.bulk("redirect"),
                    Reply.integer(-1),
                    Reply.bulk("prefixes"),
                    Reply.EMPTY_ARRAY));
  }

  static Command.Builder caching() {
    return ClientFamily.own("caching", 3)
        .since("6.0.0")
        .summary("Has the keys of the next command tracked, or not.")
        .syntax("mode:(YES | NO)")
        .run(
            (context, args) -> {
              throw new CommandError(NOT_TRACKING);
            });
  }

  static Command.Builder getRedir() {
    return ClientFamily.own("getredir", 2)
        .since("6.0.0")
        .summary("Answers the number of the connection that takes invalidation messages; -1.")
        .run((context, args) -> Reply.integer(-1));
  }
}
