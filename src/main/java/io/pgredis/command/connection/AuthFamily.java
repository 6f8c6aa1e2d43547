package io.pgredis.command.connection;

import io.pgredis.command.Args;
import io.pgredis.command.ClientState;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.ServerFacts;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * AUTH, HELLO and RESET: how a connection begins, and begins again. There is one user, {@code
 * default}, with the password of {@code requirepass} or none.
 */
public final class AuthFamily implements Family {
  private static final String NO_PASSWORD =
      "ERR AUTH <password> called without any password configured for the default user. Are you"
          + " sure your configuration is correct?";
  private static final String WRONG_PASSWORD =
      "WRONGPASS invalid username-password pair or user is disabled.";
  private static final String HELLO_FIRST =
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
          + " <user> <pass> option can be used to authenticate the client and select the RESP"
          + " protocol version at the same time";

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        beginning("auth", -2)
            .since("1.0.0")
            .complexity("O(N) where N is the number of passwords defined for the user")
            .history("6.0.0", "A user's name can be given before the password.")
            .summary("Shows the server that the client may use it.")
            .syntax("[username] password")
            .run(AuthFamily::auth),
        beginning("hello", -1)
            .since("6.0.0")
            .complexity("O(1)")
            .history("6.2.0", "Without a protocol version it only describes the connection.")
            .summary("Chooses the protocol's version, and can give a password and a name with it.")
            .syntax("[protover:integer [AUTH (username password)] [SETNAME clientname]]")
            .run(AuthFamily::hello),
        beginning("reset", 1)
            .since("6.2.0")
            .complexity("O(1)")
            .flags(Flag.RUNS_IN_MULTI)
            .summary("Puts the connection back into the state in which it began.")
            .run(AuthFamily::reset));
  }

  private static Command.Builder beginning(String name, int arity) {
    return Command.named(name, arity)
        .group(Group.CONNECTION)
        .categories("connection")
        .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.NO_AUTH, Flag.ALLOW_BUSY);
  }

  private static Reply auth(Context context, Args args) {
    if (args.count() > 3) {
      throw new CommandError(Errors.SYNTAX);
    }
    boolean named = args.count() == 3;
    if (!named && !Passwords.isRequired(context)) {
      throw new CommandError(NO_PASSWORD);
    }
    byte[] user = named ? args.bytes(1) : Passwords.DEFAULT_USER;
    authenticate(context, user, args.bytes(named ? 2 : 1));
    return Reply.OK;
  }

  private static void authenticate(Context context, byte[] user, byte[] password) {
    if (!Passwords.match(context, user, password)) {
      throw new CommandError(WRONG_PASSWORD);
    }
    context.client().authenticated(true);
  }

  private static Reply hello(Context context, Args args) {
    ClientState client = context.client();
    int protocol = client.protocol();
    if (args.count() > 1) {
      protocol = protocolVersion(args.bytes(1));
      args.from(2);
      // Each option takes effect when it is read, also if a later one is wrong, as in Redis 7.0.
      while (args.hasNext()) {
        if (args.accept("AUTH", 2)) {
          authenticate(context, args.next(), args.next());
        } else if (args.accept("SETNAME", 1)) {
          client.name(ClientName.checked(args.next()));
        } else {
          String option = Args.textToZero(args.next());
          throw new CommandError("ERR Syntax error in HELLO option '" + option + "'");
        }
      }
    }
    if (!client.authenticated()) {
      throw new CommandError(HELLO_FIRST);
    }
    client.protocol(protocol);
    return Reply.map(
        Reply.bulk("server"),
        Reply.bulk("redis"),
        Reply.bulk("version"),
        Reply.bulk(ServerFacts.REDIS_VERSION),
        Reply.bulk("proto"),
        Reply.integer(protocol),
        Reply.bulk("id"),
        Reply.integer(client.info().id()),
        Reply.bulk("mode"),
        Reply.bulk("standalone"),
        Reply.bulk("role"),
        Reply.bulk("master"),
        Reply.bulk("modules"),
        Reply.EMPTY_ARRAY);
  }

  private static int protocolVersion(byte[] argument) {
    long version = Args.parseLong(argument, 0);
    if (version == 0 && Args.parseLong(argument, 1) == 1) {
      throw new CommandError("ERR Protocol version is not an integer or out of range");
    }
    if (version != 2 && version != 3) {
      throw new CommandError("NOPROTO unsupported protocol version");
    }
    return (int) version;
  }

  private static Reply reset(Context context, Args args) {
    ClientState client = context.client();
    client.endMulti();
    client.select(0);
    client.protocol(2);
    client.name("");
    if (client.replyMode() != ClientState.ReplyMode.SKIP) {
      client.replyMode(ClientState.ReplyMode.ON);
    }
    client.authenticated(!Passwords.isRequired(context));
    if (client.monitor()) {
      client.monitor(false);
      context.afterCommit(() -> context.services().monitors().remove(client.info()));
    }
    return Reply.simple("RESET");
  }
}
