package io.pgredis.command.connection;

import io.pgredis.command.Args;
import io.pgredis.command.ClientInfo;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.resp.Reply;

/** CLIENT LIST and CLIENT INFO: the connections of this instance. */
final class ClientList {
  private ClientList() {}

  static Command.Builder info() {
    return ClientFamily.own("info", 2)
        .since("6.2.0")
        .tips("nondeterministic_output")
        .summary("Describes the connection.")
        .run(
            (context, args) ->
                ClientLine.reply(
                    ClientLine.of(
                        context.client().info(), context.client(), System.currentTimeMillis())));
  }

  static Command.Builder list() {
    return ClientFamily.administrative("list", -2)
        .since("2.4.0")
        .complexity("O(N) where N is the number of client connections")
        .tips("nondeterministic_output")
        .history(
            "2.8.12", "A connection has a number, `id`.",
            "5.0.0", "The option `TYPE`.",
            "6.0.0", "The field `user`.",
            "6.2.0", "The fields `argv-mem`, `tot-mem`, `laddr` and `redir`, and the option `ID`.",
            "7.0.0", "The fields `resp`, `multi-mem`, `rbs` and `rbp`.",
            "7.0.3", "The field `ssub`.")
        .summary("Describes the connections of this server.")
        .syntax("[TYPE client-type:(NORMAL | MASTER | REPLICA | PUBSUB)] [ID client-id:integer...]")
        .run(ClientList::list);
  }

  private static Reply list(Context context, Args args) {
    long now = System.currentTimeMillis();
    StringBuilder lines = new StringBuilder();
    if (args.count() == 2) {
      for (ClientInfo client : context.services().clients().all()) {
        append(context, client, now, lines);
      }
    } else if (args.count() == 4 && args.is(2, "TYPE")) {
      ClientType type = ClientType.of(args.bytes(3));
      for (ClientInfo client : context.services().clients().all()) {
        if (type.includes(client)) {
          append(context, client, now, lines);
        }
      }
    } else if (args.count() > 3 && args.is(2, "ID")) {
      for (int i = 3; i < args.count(); i++) {
        long id = args.integer(i, "ERR Invalid client ID");
        context.services().clients().find(id).ifPresent(c -> append(context, c, now, lines));
      }
    } else {
      throw new CommandError(Errors.SYNTAX);
    }
    return ClientLine.reply(lines);
  }

  private static void append(Context context, ClientInfo client, long now, StringBuilder lines) {
    boolean self = client.id() == context.client().info().id();
    lines.append(ClientLine.of(client, self ? context.client() : client.state(), now));
  }
}
