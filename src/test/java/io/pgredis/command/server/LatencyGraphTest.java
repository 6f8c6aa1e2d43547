package io.pgredis.command.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.metrics.LatencyMonitor.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyGraphTest {
  private static final String RULE = "-".repeat(80) + "\n";

  @Test
  void aSingleSampleAsRedisDrawsIt() {
    assertThat(new LatencyGraph(List.of(new Sample(100, 200)), 100).draw("command", 200))
        .isEqualTo(
            "command - high 200 ms, low 200 ms (all time high 200 ms)\n"
                + RULE
                + " \n \n \n_\n \n0\ns\n");
  }

  @Test
  void severalSamplesRiseFromTheLowestToTheHighest() {
    List<Sample> samples =
        List.of(new Sample(0, 100), new Sample(3540, 150), new Sample(3590, 200));
    assertThat(new LatencyGraph(samples, 3600).draw("command", 500))
        .isEqualTo(
            "command - high 200 ms, low 100 ms (all time high 500 ms)\n"
                + RULE
                + "  #\n _|\n ||\n_||\n   \n111\nhm0\n  s\n");
  }
}
