package io.pgredis.keyspace;

import static io.pgredis.keyspace.Store.bytes;
import static io.pgredis.keyspace.Store.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes over several batches: packed, spread, and on the way from one to the other. */
class HashViewTest {
  private static Store packed;
  private static Store border;
  private static Store spread;

  @BeforeAll
  static void open() {
    packed = new Store(1_400);
    border = new Store(64);
    spread = new Store(0);
  }

  @AfterAll
  static void close() {
    packed.close();
    border.close();
    spread.close();
  }

  private static Store store(String name) {
    return switch (name) {
      case "packed" -> packed;
      case "border" -> border;
      default -> spread;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"packed", "border", "spread"})
  void fieldsComeChangeAndGo(String where) {
    Store store = store(where);
    for (int i = 0; i < 10; i++) {
      int n = i;
      store.write(unit -> assertThat(put(unit, "h", "f" + n, "v" + n)).isTrue(), "h");
    }
    assertThat(all(store, "h")).hasSize(10).containsEntry("f7", "v7");
    store.write(unit -> assertThat(put(unit, "h", "f3", "new")).isFalse(), "h");
    store.write(
        unit -> {
          HashView hash = unit.entry(0, bytes("h")).hash();
          assertThat(hash.remove(bytes("f4"))).isTrue();
          assertThat(hash.remove(bytes("f4"))).isFalse();
          assertThat(hash.remove(bytes("none"))).isFalse();
          assertThat(hash.size()).isEqualTo(9);
        },
        "h");
    assertThat(all(store, "h")).hasSize(9).containsEntry("f3", "new").doesNotContainKey("f4");
    store.write(
        unit -> {
          for (int i = 0; i < 10; i++) {
            unit.entry(0, bytes("h")).hash().remove(bytes("f" + i));
          }
          assertThat(unit.entry(0, bytes("h")).exists()).isFalse();
        },
        "h");
    assertThat(store.<Boolean>read(unit -> unit.entry(0, bytes("h")).exists(), "h")).isFalse();
    assertThat(store.query("select count(*) from key where name = 'h'")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"packed", "border", "spread"})
  void movesAndIsCopied(String where) {
    Store store = store(where);
    store.write(
        unit -> {
          for (int i = 0; i < 8; i++) {
            put(unit, "from", "f" + i, "v" + i);
          }
          unit.entry(0, bytes("from")).expireAt(unit.now() + 100_000);
        },
        "from");
    store.write(
        unit -> {
          put(unit, "from", "f8", "v8");
          unit.entry(0, bytes("from")).copyTo(unit.entry(0, bytes("copy")));
          unit.entry(0, bytes("from")).moveTo(unit.entry(0, bytes("to")));
          put(unit, "to", "f9", "v9");
          put(unit, "copy", "f0", "other");
        },
        "from",
        "copy",
        "to");
    assertThat(all(store, "from")).isEmpty();
    assertThat(all(store, "to")).hasSize(10).containsEntry("f0", "v0").containsEntry("f9", "v9");
    assertThat(all(store, "copy")).hasSize(9).containsEntry("f0", "other");
    assertThat(store.<Long>read(unit -> unit.entry(0, bytes("to")).expiresAt(), "to")).isPositive();
    store.write(
        unit -> {
          unit.entry(0, bytes("to")).delete();
          unit.entry(0, bytes("copy")).replaceString(bytes("s"), 0);
        },
        "to",
        "copy");
    assertThat(store.query("select count(*) from key where id is not null")).isEqualTo("0");
  }

  private static boolean put(UnitOfWork unit, String key, String field, String value) {
    return unit.entry(0, bytes(key)).hash().put(bytes(field), bytes(value));
  }

  private static Map<String, String> all(Store store, String key) {
    return store.read(
        unit -> {
          Map<String, String> all = new TreeMap<>();
          for (HashView.Named field : unit.entry(0, bytes(key)).hash().all()) {
            all.put(text(field.name()), text(field.value()));
          }
          assertThat(unit.entry(0, bytes(key)).hash().size()).isEqualTo(all.size());
          return all;
        },
        key);
  }
}
