package io.pgredis.spec;

import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server that examples run against. */
final class SpecServer implements AutoCloseable {

  private final String name;
  private final String host;
  private final int port;
  private final AutoCloseable stop;
  private final Map<String, Boolean> commands = new HashMap<>();
  private RespClient control;
  private String version = "";

  /**
   * @param name what failures call it
   * @param stop ends the server
   */
  SpecServer(String name, String host, int port, AutoCloseable stop) {
    this.name = name;
    this.host = host;
    this.port = port;
    this.stop = stop;
    this.control = connect();
  }

  String name() {
    return name;
  }

  RespClient connect() {
    return RespClient.connect(host, port);
  }

  /** Empties every database. */
  void empty() {
    Reply reply;
    try {
      reply = control.call("FLUSHALL");
    } catch (UncheckedIOException e) {
      // An example may have killed this connection.
      control = connect();
      reply = control.call("FLUSHALL");
    }
    if (!reply.equals(new Reply.Simple("OK"))) {
      throw new IllegalStateException("FLUSHALL of " + name + " answers " + reply);
    }
  }

  /** Whether all of these commands exist. */
  boolean has(List<String> names) {
    return names.stream().allMatch(command -> commands.computeIfAbsent(command, this::has));
  }

  /** Asks without COMMAND INFO, so that it works with a server that lacks it. */
  private boolean has(String command) {
    return !(control.call(command) instanceof Reply.Error(String text)
        && text.startsWith("ERR unknown command"));
  }

  /** Whether it is at least this version of Redis, such as 7.2. */
  boolean isAtLeast(String wanted) {
    if (version.isEmpty() && control.call("INFO", "server") instanceof Reply.Bulk(String info)) {
      version =
          info.lines()
              .filter(line -> line.startsWith("redis_version:"))
              .findFirst()
              .map(line -> line.substring("redis_version:".length()).strip())
              .orElseThrow();
    }
    String[] have = version.split("\\.");
    String[] want = wanted.split("\\.");
    for (int i = 0; i < want.length; i++) {
      int order = Integer.compare(Integer.parseInt(have[i]), Integer.parseInt(want[i]));
      if (order != 0) {
        return order > 0;
      }
    }
    return true;
  }

  /** Names of all commands it lists. */
  List<String> commandNames() {
    return control.call("COMMAND", "LIST") instanceof Reply.Aggregate(var kind, var items)
        ? items.stream().map(item -> ((Reply.Bulk) item).text()).toList()
        : List.of();
  }

  @Override
  public void close() throws Exception {
    control.close();
    stop.close();
  }
}
