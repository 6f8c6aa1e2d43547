package io.pgredis.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Spikes of latency by event: LATENCY. An event keeps the worst sample of each second, for its last
 * {@link #SAMPLES} seconds with a spike, and the worst ever.
 */
public final class LatencyMonitor {
  /** Samples kept for an event. */
  public static final int SAMPLES = 160;

  /**
   * A spike.
   *
   * @param timeSeconds when, in seconds since the epoch
   * @param millis how long
   */
  public record Sample(long timeSeconds, long millis) {}

  /**
   * What is known of an event.
   *
   * @param samples its samples, oldest first
   * @param maxMillis the worst ever
   */
  public record Series(List<Sample> samples, long maxMillis) {
    /** The newest sample. */
    public Sample latest() {
      return samples.getLast();
    }
  }

  private static final class Recording {
    final List<Sample> samples = new ArrayList<>();
    long maxMillis;
  }

  private final Map<String, Recording> events = new TreeMap<>();

  /** Adds a spike. */
  public synchronized void add(String event, long timeSeconds, long millis) {
    Recording recording = events.computeIfAbsent(event, e -> new Recording());
    recording.maxMillis = Math.max(recording.maxMillis, millis);
    List<Sample> samples = recording.samples;
    if (!samples.isEmpty() && samples.getLast().timeSeconds() == timeSeconds) {
      if (millis > samples.getLast().millis()) {
        samples.set(samples.size() - 1, new Sample(timeSeconds, millis));
      }
      return;
    }
    if (samples.size() == SAMPLES) {
      samples.removeFirst();
    }
    samples.add(new Sample(timeSeconds, millis));
  }

  /** The samples of an event; no samples if it is not known. */
  public synchronized Series series(String event) {
    Recording recording = events.get(event);
    return recording == null
        ? new Series(List.of(), 0)
        : new Series(List.copyOf(recording.samples), recording.maxMillis);
  }

  /** All events, in alphabetical order. */
  public synchronized Map<String, Series> all() {
    Map<String, Series> all = new TreeMap<>();
    events.forEach((event, r) -> all.put(event, new Series(List.copyOf(r.samples), r.maxMillis)));
    return Collections.unmodifiableMap(all);
  }

  /**
   * Forgets an event.
   *
   * @return whether it was known
   */
  public synchronized boolean reset(String event) {
    return events.remove(event) != null;
  }

  /**
   * Forgets all events.
   *
   * @return how many there were
   */
  public synchronized int resetAll() {
    int count = events.size();
    events.clear();
    return count;
  }
}
