package io.pgredis.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatisticsTest {
  private final Statistics statistics = new Statistics();

  @Test
  void errorsAreCountedByTheirCode() {
    statistics.error("ERR syntax error", 1);
    statistics.error("ERR no such key", 1);
    statistics.error("WRONGTYPE Operation against a key", 1);
    statistics.error("nocode", 1);
    assertThat(statistics.errorsByCode()).containsEntry("ERR", 3L).containsEntry("WRONGTYPE", 1L);
    assertThat(statistics.errorReplies.sum()).isEqualTo(4);
  }

  @Test
  void thereIsALimitToTheCodesOfScripts() {
    for (int i = 0; i < 2 * Statistics.ERROR_CODES; i++) {
      statistics.error("CODE" + i + " text", 1);
    }
    assertThat(statistics.errorsByCode()).hasSize(Statistics.ERROR_CODES);
    assertThat(statistics.errorReplies.sum()).isEqualTo(2 * Statistics.ERROR_CODES);
  }

  @Test
  void resetStartsAgain() {
    statistics.batch(5, true);
    statistics.batch(3, false);
    statistics.error("ERR x", 1);
    assertThat(statistics.writeBatchCommands.sum()).isEqualTo(5);
    assertThat(statistics.readBatchCommands.sum()).isEqualTo(3);
    statistics.reset();
    assertThat(statistics.writeBatches.sum() + statistics.readBatches.sum()).isZero();
    assertThat(statistics.errorsByCode()).isEmpty();
  }

  @Test
  void aRateIsTheMeanOfTheLastSamples() {
    Rate rate = new Rate(0);
    long now = 0;
    for (int i = 1; i <= Rate.SAMPLES; i++) {
      now += 100_000_000;
      rate.sample(i * 50L, now);
    }
    assertThat(rate.perSecond()).isCloseTo(500, within(0.01));
    rate.sample(10, now + 100_000_000);
    assertThat(rate.perSecond()).as("after a reset").isBetween(400.0, 500.0);
  }
}
