package io.pgredis.metrics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The slowest commands of late, newest first: SLOWLOG. What counts is a command's own time; the
 * round trips of its batch are shared by many commands and are not in it.
 */
public final class SlowLog {
  /** Arguments kept of a command; the last one says how many more there were. */
  public static final int ARGUMENTS = 32;

  /** Bytes kept of an argument; what was cut is counted behind them. */
  public static final int ARGUMENT_BYTES = 128;

  /**
   * A slow command.
   *
   * @param id a number that is never used again while this server runs
   * @param timeSeconds when it ran, in seconds since the epoch
   * @param micros how long it took
   * @param arguments its arguments, shortened
   * @param clientAddress who sent it
   * @param clientName the client's name, empty if none
   */
  public record Entry(
      long id,
      long timeSeconds,
      long micros,
      List<byte[]> arguments,
      String clientAddress,
      String clientName) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long nextId;

  /**
   * Adds a command.
   *
   * @param maxLength how many entries to keep
   */
  public synchronized void add(
      long timeSeconds,
      long micros,
      byte[][] arguments,
      String clientAddress,
      String clientName,
      long maxLength) {
    entries.addFirst(
        new Entry(nextId++, timeSeconds, micros, shorten(arguments), clientAddress, clientName));
    trim(maxLength);
  }

  private void trim(long maxLength) {
    while (entries.size() > maxLength) {
      entries.removeLast();
    }
  }

  private static List<byte[]> shorten(byte[][] arguments) {
    int kept = Math.min(arguments.length, ARGUMENTS);
    List<byte[]> result = new ArrayList<>(kept);
    for (int i = 0; i < kept; i++) {
      if (i == kept - 1 && arguments.length > kept) {
        result.add(ascii("... (" + (arguments.length - kept + 1) + " more arguments)"));
      } else {
        result.add(shorten(arguments[i]));
      }
    }
    return List.copyOf(result);
  }

  private static byte[] shorten(byte[] argument) {
    if (argument.length <= ARGUMENT_BYTES) {
      return argument;
    }
    byte[] note = ascii("... (" + (argument.length - ARGUMENT_BYTES) + " more bytes)");
    byte[] shortened = Arrays.copyOf(argument, ARGUMENT_BYTES + note.length);
    System.arraycopy(note, 0, shortened, ARGUMENT_BYTES, note.length);
    return shortened;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The newest entries, newest first, at most so many. */
  public synchronized List<Entry> newest(long count) {
    List<Entry> newest = new ArrayList<>();
    Iterator<Entry> all = entries.iterator();
    while (all.hasNext() && newest.size() < count) {
      newest.add(all.next());
    }
    return newest;
  }

  /** How many entries there are. */
  public synchronized int length() {
    return entries.size();
  }

  /** Forgets all entries; their numbers are not used again. */
  public synchronized void reset() {
    entries.clear();
  }
}
