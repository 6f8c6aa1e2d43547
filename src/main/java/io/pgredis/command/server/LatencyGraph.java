package io.pgredis.command.server;

import io.pgredis.metrics.LatencyMonitor.Sample;
import java.util.List;

/**
 * A small chart of latency spikes in letters: a column for each sample, and how long ago it was
 * below, top to bottom. The algorithm is that of sparkline.c of Redis.
 */
final class LatencyGraph {
  private static final int ROWS = 4;
  private static final String TOPS = "_o#";
  private static final char BODY = '|';
  private static final int MAX_COLUMNS = 80;
  private static final int LABEL_MARGIN = 1;

  private final List<Sample> samples;
  private final long min;
  private final long max;
  private final long nowSeconds;

  LatencyGraph(List<Sample> all, long nowSeconds) {
    this.samples = all.subList(Math.max(0, all.size() - MAX_COLUMNS), all.size());
    this.min = samples.stream().mapToLong(Sample::millis).min().orElse(0);
    this.max = samples.stream().mapToLong(Sample::millis).max().orElse(0);
    this.nowSeconds = nowSeconds;
  }

  /** The chart with its heading. */
  String draw(String event, long worstMillis) {
    StringBuilder chart = new StringBuilder();
    chart.append(
        "%s - high %d ms, low %d ms (all time high %d ms)\n"
            .formatted(event, max, min, worstMillis));
    chart.repeat('-', MAX_COLUMNS).append('\n');
    for (int row = 0; row < ROWS; row++) {
      for (Sample sample : samples) {
        chart.append(bar(sample.millis(), ROWS - row - 1));
      }
      chart.append('\n');
    }
    List<String> labels = samples.stream().map(this::age).toList();
    int longest = labels.stream().mapToInt(String::length).max().orElse(0);
    for (int i = -LABEL_MARGIN; i < longest; i++) {
      for (String label : labels) {
        chart.append(i >= 0 && i < label.length() ? label.charAt(i) : ' ');
      }
      chart.append('\n');
    }
    return chart.toString();
  }

  /** What of a column stands in a row, counted from the bottom. */
  private char bar(long millis, int row) {
    int steps = TOPS.length() * ROWS;
    long range = Math.max(1, max - min);
    int step = (int) Math.min((millis - min) * steps / range, steps - 1);
    int above = step - row * TOPS.length();
    if (above < 0) {
      return ' ';
    }
    return above < TOPS.length() ? TOPS.charAt(above) : BODY;
  }

  private String age(Sample sample) {
    long seconds = nowSeconds - sample.timeSeconds();
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86400 ? seconds / 3600 + "h" : seconds / 86400 + "d";
  }
}
