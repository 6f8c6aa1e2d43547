package io.pgredis.command.connection;

import io.pgredis.command.Args;
import io.pgredis.command.ClientInfo;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Flag;
import io.pgredis.resp.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** CLIENT KILL and CLIENT UNBLOCK: what one client can do to others of this instance. */
final class ClientKill {
  private ClientKill() {}

  static Command.Builder kill() {
    return ClientFamily.administrative("kill", -3)
        .since("2.4.0")
        .flags(Flag.STANDS_ALONE)
        .complexity("O(N) where N is the number of client connections")
        .history(
            "2.8.12", "The form with options.",
            "2.8.12", "The option `ID`.",
            "3.2.0", "The type `master`.",
            "5.0.0", "The type `slave` is called `replica`; the old name is still understood.",
            "6.2.0", "The option `LADDR`.")
        .summary("Closes connections.")
        .syntax(
            "filter:(address | new-format:([ID client-id:integer]"
                + " [TYPE client-type:(NORMAL | MASTER | SLAVE | REPLICA | PUBSUB)]"
                + " [USER username] [ADDR addr] [LADDR laddr] [SKIPME skipme:(YES | NO)])...)")
        .run(ClientKill::kill);
  }

  private static Reply kill(Context context, Args args) {
    if (args.count() == 3) {
      String address = args.textToZero(2);
      int killed = killAll(context, client -> client.address().equals(address), false);
      if (killed == 0) {
        throw new CommandError("ERR No such client");
      }
      return Reply.OK;
    }
    Filter filter = Filter.parse(args.from(2));
    return Reply.integer(killAll(context, filter.predicate(), filter.skipMe));
  }

  /** What the options of CLIENT KILL describe; of options of one kind the last one counts. */
  private static final class Filter {
    private Predicate<ClientInfo> id = client -> true;
    private Predicate<ClientInfo> type = client -> true;
    private Predicate<ClientInfo> address = client -> true;
    private Predicate<ClientInfo> localAddress = client -> true;
    private boolean skipMe = true;

    static Filter parse(Args args) {
      Filter filter = new Filter();
      while (args.hasNext()) {
        filter.parseOption(args);
      }
      return filter;
    }

    Predicate<ClientInfo> predicate() {
      return id.and(type).and(address).and(localAddress);
    }

    private void parseOption(Args args) {
      if (args.accept("ID", 1)) {
        long wanted = Args.parseLong(args.next(), 0);
        if (wanted < 1) {
          throw new CommandError("ERR client-id should be greater than 0");
        }
        id = client -> client.id() == wanted;
      } else if (args.accept("TYPE", 1)) {
        ClientType wanted = ClientType.of(args.next());
        type = wanted::includes;
      } else if (args.accept("ADDR", 1)) {
        String wanted = Args.textToZero(args.next());
        address = client -> client.address().equals(wanted);
      } else if (args.accept("LADDR", 1)) {
        String wanted = Args.textToZero(args.next());
        localAddress = client -> client.localAddress().equals(wanted);
      } else if (args.accept("USER", 1)) {
        // Every client is this one user's, also before it has given a password.
        byte[] user = args.next();
        if (!Arrays.equals(user, Passwords.DEFAULT_USER)) {
          throw new CommandError("ERR No such user '" + Args.textToZero(user) + "'");
        }
      } else if (args.accept("SKIPME", 1)) {
        skipMe = args.accept("YES");
        if (!skipMe && !args.accept("NO")) {
          throw new CommandError(Errors.SYNTAX);
        }
      } else {
        throw new CommandError(Errors.SYNTAX);
      }
    }
  }

  private static int killAll(Context context, Predicate<ClientInfo> filter, boolean skipMe) {
    long self = context.client().info().id();
    List<ClientInfo> victims =
        context.services().clients().all().stream()
            .filter(client -> !(skipMe && client.id() == self))
            .filter(filter)
            .toList();
    for (ClientInfo victim : victims) {
      if (victim.id() == self) {
        context.client().closeAfterReply(true);
      } else {
        context.afterCommit(() -> victim.kill(false));
      }
    }
    return victims.size();
  }

  static Command.Builder unblock() {
    return ClientFamily.administrative("unblock", -3)
        .since("5.0.0")
        .complexity("O(log N) where N is the number of client connections")
        .summary("Ends the waiting of a client that is blocked.")
        .syntax("client-id:integer [TIMEOUT | ERROR]")
        .run(ClientKill::unblock);
  }

  private static Reply unblock(Context context, Args args) {
    if (args.count() > 4) {
      throw new CommandError(Errors.subcommandSyntax(args));
    }
    if (args.count() == 4 && !args.is(3, "TIMEOUT") && !args.is(3, "ERROR")) {
      throw new CommandError("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    }
    long id = args.integer(2);
    boolean withError = args.count() == 4 && args.is(3, "ERROR");
    Optional<ClientInfo> blocked =
        context.services().clients().find(id).filter(ClientInfo::isBlocked);
    blocked.ifPresent(client -> context.afterCommit(() -> client.unblock(withError)));
    return blocked.isPresent() ? Reply.ONE : Reply.ZERO;
  }
}
