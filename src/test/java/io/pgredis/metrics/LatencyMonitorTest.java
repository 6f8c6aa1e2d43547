package io.pgredis.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.metrics.LatencyMonitor.Sample;
import org.junit.jupiter.api.Test;

class LatencyMonitorTest {
  private final LatencyMonitor monitor = new LatencyMonitor();

  @Test
  void keepsTheWorstOfEachSecond() {
    monitor.add("command", 10, 100);
    monitor.add("command", 10, 300);
    monitor.add("command", 10, 200);
    monitor.add("command", 11, 50);
    assertThat(monitor.series("command").samples())
        .containsExactly(new Sample(10, 300), new Sample(11, 50));
    assertThat(monitor.series("command").maxMillis()).isEqualTo(300);
    assertThat(monitor.all().get("command").latest()).isEqualTo(new Sample(11, 50));
    assertThat(monitor.series("fork").samples()).isEmpty();
  }

  @Test
  void keepsSoManySamplesAndTheWorstEver() {
    monitor.add("command", 0, 1000);
    for (int i = 1; i <= LatencyMonitor.SAMPLES; i++) {
      monitor.add("command", i, 10);
    }
    assertThat(monitor.series("command").samples())
        .hasSize(LatencyMonitor.SAMPLES)
        .first()
        .isEqualTo(new Sample(1, 10));
    assertThat(monitor.series("command").maxMillis()).isEqualTo(1000);
  }

  @Test
  void forgets() {
    monitor.add("a", 1, 1);
    monitor.add("b", 1, 1);
    assertThat(monitor.reset("c")).isFalse();
    assertThat(monitor.reset("a")).isTrue();
    assertThat(monitor.resetAll()).isEqualTo(1);
    assertThat(monitor.all()).isEmpty();
  }
}
