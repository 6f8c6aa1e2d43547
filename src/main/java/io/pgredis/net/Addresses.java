package io.pgredis.net;

import io.pgredis.config.ServerConfig;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the configuration wants the server to listen.
 *
 * @param shown the addresses that could be had, as {@code host:port}
 * @param port their port, which the system chose if the configuration says 0
 */
record Addresses(List<String> shown, int port) {

  /** What is done with each address. */
  @FunctionalInterface
  interface Taker {
    /**
     * Takes an address, or fails.
     *
     * @return the port, which the system chose if it was 0
     */
    int take(String host, int port);
  }

  /**
   * Takes all addresses. One that begins with a minus sign may be missing on this machine.
   *
   * @throws IOException if one cannot be had, or none
   */
  static Addresses take(ServerConfig config, Taker taker) throws IOException {
    List<String> addresses = new ArrayList<>();
    int port = config.port.asInt();
    for (String word : config.bind.get()) {
      boolean optional = word.startsWith("-");
      String host = any(optional ? word.substring(1) : word);
      try {
        port = taker.take(host, port);
        addresses.add(shown(host) + ":" + port);
      } catch (Exception e) { // Netty throws checked exceptions undeclared
        if (!optional) {
          throw new IOException(
              "cannot listen at " + shown(host) + ":" + port + ": " + reason(e), e);
        }
      }
    }
    if (addresses.isEmpty()) {
      throw new IOException("cannot listen anywhere: no address in bind can be used");
    }
    return new Addresses(addresses, port);
  }

  /**
   * The system's words, without the number and the name of the call that Netty puts before them.
   */
  private static String reason(Exception e) {
    if (e instanceof UnresolvedAddressException || e instanceof UnknownHostException) {
      return "there is no such address";
    }
    return String.valueOf(e.getMessage()).replaceFirst("^\\w+\\(\\.\\.\\).*?: ", "");
  }

  private static String any(String host) {
    return switch (host) {
      case "*" -> "0.0.0.0";
      case "::*" -> "::";
      default -> host;
    };
  }

  private static String shown(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
