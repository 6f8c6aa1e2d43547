package io.pgredis.keyspace;

import static io.pgredis.keyspace.Store.bytes;
import static io.pgredis.keyspace.Store.text;
import static io.pgredis.testing.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.sql.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hashes with fields that expire over many batches against a model, wherever the border between
 * packed and spread is. A field of the model lives by the clock of the batch, too.
 */
class HashModelTest {
  private static final int BATCHES = 60;
  private static final int STEPS = 12;
  private static final List<String> KEYS = List.of("a", "b", "c");

  private record Field(String value, long expiresAt) {}

  private final Map<String, Map<String, Field>> model = new HashMap<>();

  @ParameterizedTest
  @ValueSource(ints = {1_400, 120, 40, 0})
  void aModelHoldsTheSame(int packedBytes) {
    var random = new Random(packedBytes);
    KEYS.forEach(key -> model.put(key, new HashMap<>()));
    String[] keys = KEYS.toArray(String[]::new);
    try (Store store = new Store(packedBytes)) {
      for (int batch = 0; batch < BATCHES; batch++) {
        store.write(
            unit -> {
              for (int step = 0; step < STEPS; step++) {
                step(unit, random);
              }
            },
            keys);
        store.read(
            unit -> {
              KEYS.forEach(key -> assertThat(all(unit, key)).isEqualTo(living(unit, key)));
              return null;
            },
            keys);
      }
      assertThat(
              store.query(
                  """
                  select count(*) from hash h
                  where not exists (select from key k where k.id = h.id)
                    and not exists (select from graveyard g where g.id = h.id)"""))
          .as("rows that nobody knows of")
          .isEqualTo("0");
      assertThat(
              store.query(
                  """
                  select count(*) from key k
                  where k.id is not null
                    and k.length <> (select count(*) from hash h where h.id = k.id)"""))
          .as("wrong lengths")
          .isEqualTo("0");
    }
  }

  @Test
  void expiredFieldsOfALargeHashGoInParts() {
    int fields = Limits.EXPIRED_FIELDS + 200;
    try (Store store = new Store(0)) {
      store.write(
          unit -> {
            HashView hash = unit.entry(0, bytes("h")).hash();
            for (int i = 0; i < fields; i++) {
              hash.put(bytes("f" + i), bytes("v"), unit.now() + 1);
            }
            hash.put(bytes("last"), bytes("v"), unit.now() + 1_000_000);
          },
          "h");
      patiently()
          .until(() -> store.read(unit -> unit.entry(0, bytes("h")).hash().length(), "h") == 1L);
      store.write(unit -> unit.entry(0, bytes("h")).hash().removeExpired(), "h");
      assertThat(store.query("select count(*) from hash")).isEqualTo("201");
      store.write(unit -> unit.entry(0, bytes("h")).hash().removeExpired(), "h");
      assertThat(store.query("select convert_from(field, 'UTF8') from hash")).isEqualTo("last");
      assertThat(store.query("select length from key where name = 'h'")).isEqualTo("1");
    }
  }

  private void step(UnitOfWork unit, Random random) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    HashView hash = unit.entry(0, bytes(key)).hash();
    Map<String, Field> expected = model.get(key);
    Map<String, Field> living = living(unit, key);
    String field = "f" + random.nextInt(random.nextInt(4) == 0 ? 60 : 6);
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4 -> {
        long expiresAt = random.nextInt(4) == 0 ? later(unit, random) : HashView.NO_EXPIRY;
        String value = "v" + random.nextInt(1_000);
        assertThat(hash.put(bytes(field), bytes(value), expiresAt))
            .isEqualTo(!living.containsKey(field));
        expected.put(field, new Field(value, expiresAt));
      }
      case 5 -> {
        for (int i = 0; i < 30; i++) {
          hash.put(bytes("f" + i), bytes("many"));
          expected.put("f" + i, new Field("many", HashView.NO_EXPIRY));
        }
      }
      case 6, 7, 8 -> {
        assertThat(hash.remove(bytes(field))).isEqualTo(living.containsKey(field));
        expected.remove(field);
      }
      case 9, 10 -> {
        long expiresAt = random.nextBoolean() ? later(unit, random) : HashView.NO_EXPIRY;
        hash.expireAt(bytes(field), expiresAt);
        if (living.containsKey(field)) {
          expected.put(field, new Field(living.get(field).value, expiresAt));
        }
      }
      case 11 -> hash.removeExpired();
      case 12 -> {
        assertThat(hash.get(bytes(field)).map(Store::text))
            .isEqualTo(Optional.ofNullable(living.get(field)).map(Field::value));
        assertThat(hash.expiresAt(bytes(field)))
            .isEqualTo(Optional.ofNullable(living.get(field)).map(Field::expiresAt));
      }
      case 13 -> {
        int count = random.nextInt(20);
        List<String> some = names(hash.randomDistinct(count));
        assertThat(some)
            .hasSize(Math.min(count, living.size()))
            .doesNotHaveDuplicates()
            .isSubsetOf(living.keySet());
        assertThat(names(hash.random(count)))
            .hasSize(living.isEmpty() ? 0 : count)
            .isSubsetOf(living.keySet());
      }
      case 14 -> assertThat(scanned(hash)).containsExactlyInAnyOrderElementsOf(living.keySet());
      default -> moveOrCopy(unit, random, key);
    }
    HashView after = unit.entry(0, bytes(key)).hash();
    assertThat(after.length()).isEqualTo(living(unit, key).size());
    if (!living(unit, key).isEmpty()) {
      assertThat(unit.entry(0, bytes(key)).exists()).isTrue();
    }
  }

  private void moveOrCopy(UnitOfWork unit, Random random, String key) {
    Entry from = unit.entry(0, bytes(key));
    String other = KEYS.get((KEYS.indexOf(key) + 1) % KEYS.size());
    if (!from.exists()) {
      return;
    }
    model.put(other, new HashMap<>(model.get(key)));
    if (random.nextBoolean()) {
      from.copyTo(unit.entry(0, bytes(other)));
    } else {
      from.moveTo(unit.entry(0, bytes(other)));
      model.get(key).clear();
    }
  }

  /** Some of these pass while the test goes on. */
  private static long later(UnitOfWork unit, Random random) {
    return unit.now() + 1 + (random.nextBoolean() ? random.nextInt(20) : 1_000_000);
  }

  private Map<String, Field> living(UnitOfWork unit, String key) {
    Map<String, Field> living = new TreeMap<>(model.get(key));
    living.values().removeIf(f -> f.expiresAt != HashView.NO_EXPIRY && f.expiresAt <= unit.now());
    return living;
  }

  private static Map<String, Field> all(UnitOfWork unit, String key) {
    HashView hash = unit.entry(0, bytes(key)).hash();
    Map<String, Field> all = new TreeMap<>();
    for (HashView.Named field : hash.all()) {
      long expiresAt = hash.expiresAt(field.name()).orElseThrow();
      all.put(text(field.name()), new Field(text(field.value()), expiresAt));
    }
    assertThat(hash.length()).isEqualTo(all.size());
    return all;
  }

  private static List<String> names(List<HashView.Named> fields) {
    return fields.stream().map(field -> text(field.name())).toList();
  }

  private static List<String> scanned(HashView hash) {
    List<String> found = new ArrayList<>();
    long cursor = 0;
    do {
      HashView.FieldPage page = hash.scan(cursor, 7);
      found.addAll(names(page.fields()));
      cursor = page.next();
    } while (cursor != 0);
    return found;
  }
}
