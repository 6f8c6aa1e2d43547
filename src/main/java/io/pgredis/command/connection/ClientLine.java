package io.pgredis.command.connection;

import io.pgredis.command.ClientInfo;
import io.pgredis.command.ClientState;
import io.pgredis.resp.Reply;
import java.nio.charset.StandardCharsets;

/**
 * A client's line in CLIENT LIST and CLIENT INFO, with the fields of Redis 7.0 and, as in 7.2, the
 * library's name. There is no file descriptor to show, so {@code fd} is -1; buffers are those of
 * this server.
 */
final class ClientLine {
  private final StringBuilder line = new StringBuilder(320);

  private ClientLine() {}

  /**
   * The line.
   *
   * @param state the client's state, which may be newer than the published one
   * @param nowMillis this machine's clock
   */
  static String of(ClientInfo client, ClientState state, long nowMillis) {
    long argumentBytes = state.queuedBytes();
    ClientLine line = new ClientLine();
    line.field("id", client.id());
    line.field("addr", client.address());
    line.field("laddr", client.localAddress());
    line.field("fd", -1);
    line.field("name", state.name());
    line.field("age", Math.max(0, nowMillis - client.connectedAtMillis()) / 1000);
    line.field("idle", Math.max(0, nowMillis - client.lastInteractionMillis()) / 1000);
    line.field("flags", flags(client, state));
    line.field("db", state.database());
    line.field("sub", 0);
    line.field("psub", 0);
    line.field("ssub", 0);
    line.field("multi", state.transactionLength());
    line.field("qbuf", client.pendingBytes());
    line.field("qbuf-free", 0);
    line.field("argv-mem", 0);
    line.field("multi-mem", argumentBytes);
    line.field("rbs", 0);
    line.field("rbp", 0);
    line.field("obl", 0);
    line.field("oll", 0);
    line.field("omem", client.outputBytes());
    line.field("tot-mem", client.pendingBytes() + argumentBytes + client.outputBytes());
    line.field("events", "r");
    line.field("cmd", client.lastCommand());
    line.field("user", "default");
    line.field("redir", -1);
    line.field("resp", state.protocol());
    line.field("lib-name", state.libName());
    line.field("lib-ver", state.libVersion());
    line.line.setCharAt(line.line.length() - 1, '\n');
    return line.line.toString();
  }

  private void field(String name, long value) {
    line.append(name).append('=').append(value).append(' ');
  }

  private void field(String name, String value) {
    line.append(name).append('=').append(value).append(' ');
  }

  private static String flags(ClientInfo client, ClientState state) {
    StringBuilder flags = new StringBuilder(4);
    if (state.monitor()) {
      flags.append('O');
    }
    if (state.transactionLength() >= 0) {
      flags.append('x');
    }
    if (client.showsAsBlocked()) {
      flags.append('b');
    }
    if (state.closeAfterReply()) {
      flags.append('c');
    }
    if (state.noEvict()) {
      flags.append('e');
    }
    if (state.noTouch()) {
      flags.append('T');
    }
    return flags.isEmpty() ? "N" : flags.toString();
  }

  /** Lines as a reply. */
  static Reply reply(CharSequence lines) {
    return new Reply.Verbatim("txt", lines.toString().getBytes(StandardCharsets.ISO_8859_1));
  }
}
