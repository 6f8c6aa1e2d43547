package io.pgredis.keyspace;

import static io.pgredis.keyspace.Store.bytes;
import static io.pgredis.keyspace.Store.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgredis.sql.Housekeeping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is peculiar to collections that are spread over rows, with hashes as the example. */
class SpreadTest {
  private static Store store;

  @BeforeAll
  static void open() {
    store = new Store(0);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void wishesComeWithTheLoad() {
    fill("wished", 100);
    assertThat(
            store.<String>readOnce(
                unit -> {
                  HashView hash = hash(unit, "wished");
                  assertThat(hash.get(bytes("none"))).isEmpty();
                  return text(hash.get(bytes("f7")).orElseThrow());
                },
                "wished",
                Wish.elements(ValueType.HASH, List.of(bytes("f7"), bytes("none"), bytes("f7")))))
        .isEqualTo("v7");
    assertThat(
            store.<Integer>readOnce(
                unit -> hash(unit, "wished").all().size(), "wished", Wish.all(ValueType.HASH)))
        .isEqualTo(100);
    assertThat(
            store.<Integer>readOnce(
                unit -> hash(unit, "wished").random(5).size(),
                "wished",
                Wish.random(ValueType.HASH, 20)))
        .isEqualTo(5);
    assertThatThrownBy(
            () ->
                store.readOnce(
                    unit -> hash(unit, "wished").get(bytes("f8")),
                    "wished",
                    Wish.elements(ValueType.HASH, List.of(bytes("f7")))))
        .isInstanceOf(Restart.class);
  }

  @Test
  void chanceIsFair() {
    int fields = 1_000;
    int rounds = 400;
    fill("fair", fields);
    Map<String, Integer> drawn = new HashMap<>();
    store.write(
        unit -> {
          // What is removed must not come, and what is new has to come like all else.
          HashView hash = hash(unit, "fair");
          for (int i = 0; i < 250; i++) {
            hash.remove(bytes("f" + i));
            hash.put(bytes("new" + i), bytes("v"));
          }
          for (int i = 0; i < rounds; i++) {
            count(drawn, hash.random(100));
          }
        },
        "fair");
    // 999 degrees of freedom. Independent draws had a standard deviation of 45; several of a range
    // come together here, which makes it about 80.
    assertThat(chiSquare(drawn, fields)).isLessThan(1_500);
  }

  @Test
  void aSingleOneByChanceIsFair() {
    int fields = 64;
    fill("single", fields);
    Map<String, Integer> drawn = new HashMap<>();
    for (int i = 0; i < 8_000; i++) {
      store.readWishing(
          unit -> count(drawn, hash(unit, "single").random(1)),
          "single",
          Wish.random(ValueType.HASH, 1));
    }
    // 63 degrees of freedom: beyond 132 lies one chance in a million.
    assertThat(chiSquare(drawn, fields)).isLessThan(132);
  }

  private static void count(Map<String, Integer> drawn, List<HashView.Named> fields) {
    fields.forEach(field -> drawn.merge(text(field.name()), 1, Integer::sum));
  }

  /** How far apart from evenly the fields were drawn. */
  private static double chiSquare(Map<String, Integer> drawn, int fields) {
    assertThat(drawn).hasSize(fields);
    double expected = drawn.values().stream().mapToInt(Integer::intValue).sum() / (double) fields;
    return drawn.values().stream()
        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
        .sum();
  }

  @Test
  void severalByChanceAreDifferent() {
    fill("different", 300);
    List<HashView.Named> some =
        store.read(unit -> hash(unit, "different").randomDistinct(50), "different");
    assertThat(some.stream().map(field -> text(field.name())).distinct()).hasSize(50);
    assertThat(
            store.<Integer>read(
                unit -> hash(unit, "different").randomDistinct(1_000).size(), "different"))
        .isEqualTo(300);
  }

  @Test
  void scansFindEverything() {
    fill("scanned", 600);
    Set<String> found = new HashSet<>();
    long cursor = 0;
    int pages = 0;
    do {
      long from = cursor;
      HashView.FieldPage page = store.read(unit -> hash(unit, "scanned").scan(from, 50), "scanned");
      page.fields().forEach(field -> found.add(text(field.name())));
      cursor = page.next();
      pages++;
    } while (cursor != 0);
    assertThat(found).hasSize(600);
    assertThat(pages).isBetween(12, 13);
  }

  @Test
  void aLargeOneIsWalkedThrough() {
    int fields = Overlay.KEPT_ELEMENTS + 5;
    fill("large", fields);
    store.write(
        unit -> {
          HashView hash = hash(unit, "large");
          hash.remove(bytes("f1"));
          hash.put(bytes("f2"), bytes("changed"));
          hash.put(bytes("new"), bytes("v"));
          Map<String, String> all = new HashMap<>();
          hash.all().forEach(field -> all.put(text(field.name()), text(field.value())));
          assertThat(all)
              .hasSize(fields)
              .doesNotContainKey("f1")
              .containsEntry("f2", "changed")
              .containsKey("new");
        },
        "large");
    assertThatThrownBy(() -> store.read(unit -> hash(unit, "large").all(), "large"))
        .isInstanceOfSatisfying(
            Restart.class, restart -> assertThat(restart.need()).isEqualTo(Restart.Need.ALONE));
    assertThat(store.<Integer>readAlone(unit -> hash(unit, "large").all().size(), "large"))
        .isEqualTo(fields);
  }

  @Test
  void whatIsGoneIsReaped() {
    List<String> keys = List.of("deleted", "overwritten", "blind", "expired", "over", "emptied");
    for (String key : keys) {
      fill(key, 10);
    }
    fill("renamed", 10);
    store.write(unit -> entry(unit, "deleted").delete(), "deleted");
    store.write(unit -> entry(unit, "overwritten").setString(bytes("s"), StringEncoding.RAW));
    store.blind(unit -> entry(unit, "blind").replaceString(bytes("s"), 0), "blind");
    store.write(unit -> entry(unit, "expired").expireAt(unit.now() - 1), "expired");
    store.write(unit -> entry(unit, "renamed").moveTo(entry(unit, "over")), "renamed", "over");
    store.write(
        unit -> {
          for (int i = 0; i < 10; i++) {
            hash(unit, "emptied").remove(bytes("f" + i));
          }
        },
        "emptied");
    String left =
        """
        select count(*) from hash h
        where not exists (select from key k where k.id = h.id)""";
    assertThat(store.query(left)).isEqualTo("60");
    Housekeeping housekeeping = new Housekeeping(store.database);
    List<String> counts = new ArrayList<>();
    while (housekeeping.reapCollection(7)) {
      counts.add(store.query(left));
    }
    assertThat(counts).contains("53", "50");
    assertThat(store.query(left)).isEqualTo("0");
    assertThat(store.query("select count(*) from graveyard")).isEqualTo("0");
    assertThat(store.<Integer>read(unit -> hash(unit, "over").all().size(), "over")).isEqualTo(10);
  }

  @Test
  void aKeyThatIsMadeAndGoneInOneBatchLeavesNothing() {
    String rows = "select count(*) from hash";
    String before = store.query(rows);
    store.write(
        unit -> {
          hash(unit, "brief").put(bytes("f"), bytes("v"));
          entry(unit, "brief").delete();
          hash(unit, "brief").put(bytes("f"), bytes("v"));
          // Written here, so that the rest has to be undone by the reaper.
          hash(unit, "brief").scan(0, 10);
          entry(unit, "brief").delete();
        },
        "brief");
    Housekeeping housekeeping = new Housekeeping(store.database);
    while (housekeeping.reapCollection(1_000)) {
      continue;
    }
    assertThat(store.query(rows)).isEqualTo(before);
    assertThat(store.query("select count(*) from key where name = 'brief'")).isEqualTo("0");
  }

  private static void fill(String key, int fields) {
    store.write(
        unit -> {
          for (int i = 0; i < fields; i++) {
            hash(unit, key).put(bytes("f" + i), bytes("v" + i));
          }
        },
        key);
  }

  private static Entry entry(UnitOfWork unit, String key) {
    return unit.entry(0, bytes(key));
  }

  private static HashView hash(UnitOfWork unit, String key) {
    return entry(unit, key).hash();
  }
}
