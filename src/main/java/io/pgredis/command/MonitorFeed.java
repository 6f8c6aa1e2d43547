package io.pgredis.command;

import io.pgredis.resp.Reply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The clients of MONITOR and what they are sent: one line for each command that this instance runs.
 * Costs one look at a list while nobody monitors.
 */
public final class MonitorFeed {
  private final List<ClientInfo> monitors = new CopyOnWriteArrayList<>();

  /** Feeds a client from now on. */
  public void add(ClientInfo client) {
    if (!monitors.contains(client)) {
      monitors.add(client);
    }
  }

  /** Feeds a client no more: RESET, or it is gone. */
  public void remove(ClientInfo client) {
    monitors.remove(client);
  }

  /** Whether anyone looks on. */
  public boolean isWatched() {
    return !monitors.isEmpty();
  }

  /**
   * Sends a command to all monitors.
   *
   * @param epochMicros when it ran, in microseconds since the epoch
   */
  public void feed(long epochMicros, int database, String clientAddress, byte[][] args) {
    StringBuilder line = new StringBuilder(64);
    line.append(epochMicros / 1_000_000).append('.');
    String micros = Long.toString(epochMicros % 1_000_000);
    line.repeat('0', 6 - micros.length()).append(micros);
    line.append(" [").append(database).append(' ').append(clientAddress).append(']');
    for (byte[] arg : args) {
      line.append(' ');
      quote(line, arg);
    }
    Reply message = Reply.simple(line.toString());
    for (ClientInfo monitor : monitors) {
      monitor.push(message);
    }
  }

  /** Quotes bytes as Redis does in logs, so that every line is printable. */
  static void quote(StringBuilder out, byte[] bytes) {
    out.append('"');
    for (byte b : bytes) {
      switch (b) {
        case '\\', '"' -> out.append('\\').append((char) b);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case 7 -> out.append("\\a");
        case '\b' -> out.append("\\b");
        default -> {
          if (b >= ' ' && b < 127) {
            out.append((char) b);
          } else {
            out.append("\\x");
            out.append(Character.forDigit((b >> 4) & 15, 16));
            out.append(Character.forDigit(b & 15, 16));
          }
        }
      }
    }
    out.append('"');
  }
}
