package io.pgredis.command.connection;

import io.pgredis.command.Args;
import io.pgredis.command.ClientState;
import io.pgredis.command.ClientState.ReplyMode;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.Help;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * CLIENT: who is connected and how connections behave. This file declares what a client asks of its
 * own connection; {@link ClientList}, {@link ClientKill}, {@link ClientPause} and {@link
 * ClientTracking} declare the rest.
 */
public final class ClientFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("client", -2)
            .group(Group.CONNECTION)
            .since("2.4.0")
            .complexity("Depends on subcommand.")
            .summary("Looks at connections and steers them.")
            .sub(id())
            .sub(getName())
            .sub(setName())
            .sub(setInfo())
            .sub(reply())
            .sub(noEvict())
            .sub(noTouch())
            .sub(ClientList.info())
            .sub(ClientList.list())
            .sub(ClientKill.kill())
            .sub(ClientKill.unblock())
            .sub(ClientPause.pause())
            .sub(ClientPause.unpause())
            .sub(ClientTracking.tracking())
            .sub(ClientTracking.trackingInfo())
            .sub(ClientTracking.caching())
            .sub(ClientTracking.getRedir())
            .sub(
                Command.named("help", 2)
                    .flags(Flag.LOADING, Flag.STALE)
                    .categories("connection")
                    .since("5.0.0")
                    .complexity("O(1)")
                    .summary("Lists the subcommands.")
                    .run((context, args) -> help())));
  }

  /** A subcommand about the client's own connection. */
  static Command.Builder own(String name, int arity) {
    return Command.named(name, arity)
        .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE)
        .categories("connection")
        .complexity("O(1)");
  }

  /** A subcommand for administrators. */
  static Command.Builder administrative(String name, int arity) {
    return own(name, arity).flags(Flag.ADMIN);
  }

  private static Command.Builder id() {
    return own("id", 2)
        .since("5.0.0")
        .summary("Answers the connection's number, which no other one of this server ever had.")
        .run((context, args) -> Reply.integer(context.client().info().id()));
  }

  private static Command.Builder getName() {
    return own("getname", 2)
        .since("2.6.9")
        .summary("Answers the connection's name.")
        .run(
            (context, args) -> {
              String name = context.client().name();
              return name.isEmpty() ? Reply.NULL : Reply.bulk(name);
            });
  }

  private static Command.Builder setName() {
    return own("setname", 3)
        .since("2.6.9")
        .summary("Gives the connection a name.")
        .syntax("connection-name")
        .run(
            (context, args) -> {
              context.client().name(ClientName.checked(args.bytes(2)));
              return Reply.OK;
            });
  }

  private static Command.Builder setInfo() {
    return own("setinfo", 4)
        .since("7.2.0")
        .tips("request_policy:all_nodes", "response_policy:all_succeeded")
        .summary("Notes which library the client uses, and its version.")
        .syntax("attr:(LIB-NAME libname | LIB-VER libver)")
        .run(ClientFamily::setInfo);
  }

  private static Reply setInfo(Context context, Args args) {
    if (args.is(2, "LIB-NAME")) {
      context.client().libName(ClientName.checked(args.bytes(3), args.text(2)));
    } else if (args.is(2, "LIB-VER")) {
      context.client().libVersion(ClientName.checked(args.bytes(3), args.text(2)));
    } else {
      throw new CommandError("ERR Unrecognized option '" + args.textToZero(2) + "'");
    }
    return Reply.OK;
  }

  private static Command.Builder reply() {
    return own("reply", 3)
        .since("3.2.0")
        .summary("Switches replies off and on, or leaves out the next one.")
        .syntax("action:(ON | OFF | SKIP)")
        .run(ClientFamily::reply);
  }

  private static Reply reply(Context context, Args args) {
    ClientState client = context.client();
    if (args.is(2, "ON")) {
      client.replyMode(ReplyMode.ON);
      return Reply.OK;
    } else if (args.is(2, "OFF")) {
      client.replyMode(ReplyMode.OFF);
    } else if (!args.is(2, "SKIP")) {
      throw new CommandError(Errors.SYNTAX);
    } else if (client.replyMode() != ReplyMode.OFF) {
      client.replyMode(ReplyMode.SKIP_NEXT);
    }
    return Reply.NONE;
  }

  private static Command.Builder noEvict() {
    return administrative("no-evict", 3)
        .since("7.0.0")
        .summary("Protects the connection from eviction. Nothing is evicted here in any case.")
        .syntax("enabled:(ON | OFF)")
        .run(
            (context, args) -> {
              context.client().noEvict(onOrOff(args));
              return Reply.OK;
            });
  }

  private static Command.Builder noTouch() {
    return own("no-touch", 3)
        .since("7.2.0")
        .summary("Keeps the connection's reads from counting as uses of keys, which are not noted.")
        .syntax("enabled:(ON | OFF)")
        .run(
            (context, args) -> {
              context.client().noTouch(onOrOff(args));
              return Reply.OK;
            });
  }

  private static boolean onOrOff(Args args) {
    if (args.is(2, "ON")) {
      return true;
    }
    if (args.is(2, "OFF")) {
      return false;
    }
    throw new CommandError(Errors.SYNTAX);
  }

  private static Reply help() {
    return Help.of(
        "client",
        "CACHING (YES|NO)",
        "    Has the keys of the next command tracked, or not.",
        "GETNAME",
        "    Answers the connection's name.",
        "GETREDIR",
        "    Answers the connection that takes this one's invalidation messages.",
        "ID",
        "    Answers the connection's number.",
        "INFO",
        "    Describes the connection.",
        "KILL <ip:port>",
        "    Closes the connection that comes from this address.",
        "KILL <option> <value> [<option> <value> ...]",
        "    Closes the connections that all of these options describe:",
        "    * ID <client-id>",
        "    * ADDR <ip:port>, LADDR <ip:port>",
        "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
        "    * USER <username>",
        "    * SKIPME (YES|NO): whether to leave out the connection that asks (default: yes).",
        "LIST [TYPE (NORMAL|MASTER|REPLICA|PUBSUB) | ID <client-id> [<client-id> ...]]",
        "    Describes connections, one a line.",
        "NO-EVICT (ON|OFF)",
        "    Accepted, and of no consequence: connections are not evicted.",
        "NO-TOUCH (ON|OFF)",
        "    Accepted, and of no consequence: uses of keys are not noted.",
        "PAUSE <timeout> [WRITE|ALL]",
        "    Holds commands back for so many milliseconds, only writing ones if it says so.",
        "REPLY (ON|OFF|SKIP)",
        "    Switches replies on and off, or leaves out the next one.",
        "SETINFO (LIB-NAME|LIB-VER) <value>",
        "    Notes the client's library or its version.",
        "SETNAME <name>",
        "    Gives the connection a name.",
        "TRACKING (ON|OFF) [<option> ...]",
        "    Switches the tracking of keys. Only OFF is possible.",
        "TRACKINGINFO",
        "    Answers how keys are tracked.",
        "UNBLOCK <client-id> [TIMEOUT|ERROR]",
        "    Ends the waiting of a blocked client.",
        "UNPAUSE",
        "    Ends a pause.");
  }
}
