package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.RespClient;
import java.util.ArrayList;
import java.util.List;

/** One collection of each type, large enough to be spread over rows. */
final class LargeCollections {
  private static final int PER_COMMAND = 10_000;

  private LargeCollections() {}

  /** Fills the keys {@code hash}, {@code set}, {@code list} and {@code zset} behind a prefix. */
  static void fill(RespClient client, String prefix, int elements) {
    for (int from = 0; from < elements; from += PER_COMMAND) {
      List<String> hash = new ArrayList<>(List.of("HSET", prefix + "hash"));
      List<String> set = new ArrayList<>(List.of("SADD", prefix + "set"));
      List<String> list = new ArrayList<>(List.of("RPUSH", prefix + "list"));
      List<String> zset = new ArrayList<>(List.of("ZADD", prefix + "zset"));
      for (int i = from; i < Math.min(elements, from + PER_COMMAND); i++) {
        hash.addAll(List.of("f" + i, "v"));
        set.add("m" + i);
        list.add("e" + i);
        zset.addAll(List.of("" + i, "m" + i));
      }
      for (List<String> command : List.of(hash, set, list, zset)) {
        assertThat(client.call(command).isError()).isFalse();
      }
    }
  }
}
