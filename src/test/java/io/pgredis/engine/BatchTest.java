package io.pgredis.engine;

import static io.pgredis.engine.Submissions.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {
  @Test
  void readsOfManyConnectionsAreSharedOutAmongBatches() {
    Batch batch = new Batch(false, false, BatchLimits.COMMANDS);
    int keys = 0;
    while (!batch.isFull()) {
      batch.take(submission(mget(keys, 50)), Set.of(), Set.of());
      keys += 50;
    }
    assertThat(keys).isEqualTo(200).isGreaterThanOrEqualTo(BatchLimits.ENOUGH_READ_KEYS);
    assertThat(batch.keys()).hasSize(keys);
  }

  @Test
  void readsOfOneConnectionStayTogether() {
    Batch batch = new Batch(false, false, BatchLimits.COMMANDS);
    batch.take(submission(mget(0, 150), mget(150, 150), mget(300, 150)), Set.of(), Set.of());
    assertThat(batch.keys()).hasSize(450);
    assertThat(batch.isFull()).isTrue();
  }

  private static String mget(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> " key:" + i)
        .collect(Collectors.joining("", "MGET", ""));
  }
}
