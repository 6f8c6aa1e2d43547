package io.pgredis.fuzz;

import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;

/** One of the two servers, by one or more addresses that lead to the same data. */
@FunctionalInterface
interface Server {
  /**
   * A new connection.
   *
   * @param address which address to take, counted round
   */
  Link connect(int address);

  /** {@code host:port[,host:port]} */
  static Server at(String addresses) {
    List<String[]> all =
        Arrays.stream(addresses.split(",")).map(address -> address.split(":")).toList();
    return number -> {
      String[] address = all.get(number % all.size());
      return new Socket(RespClient.connect(address[0], Integer.parseInt(address[1])));
    };
  }

  /** A connection over TCP. */
  final class Socket implements Link {
    private final RespClient client;

    private Socket(RespClient client) {
      this.client = client;
    }

    @Override
    public void send(List<List<String>> commands) {
      try {
        client.sendAll(commands);
      } catch (UncheckedIOException e) {
        // The read that follows reports it.
      }
    }

    @Override
    public Reply read() {
      try {
        return client.read();
      } catch (UncheckedIOException e) {
        return e.getCause() instanceof SocketTimeoutException ? SILENT : CLOSED;
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
