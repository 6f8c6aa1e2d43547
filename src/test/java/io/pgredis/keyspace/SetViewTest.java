package io.pgredis.keyspace;

import static io.pgredis.keyspace.Store.bytes;
import static io.pgredis.keyspace.Store.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sets over many batches against a model, wherever the border between packed and spread is, and
 * whether random members are chosen fairly.
 */
class SetViewTest {
  private static final int BATCHES = 40;
  private static final int STEPS = 12;
  private static final List<String> KEYS = List.of("a", "b", "c");

  /** For 59 degrees of freedom, chance exceeds this less than once in 10^9 runs. */
  private static final double CHI_SQUARE_59 = 150;

  private static final int MEMBERS = 60;
  private static final int PICKS = 3_000;

  @ParameterizedTest
  @ValueSource(ints = {1_400, 100, 40, 0})
  void aModelHoldsTheSame(int packedBytes) {
    var random = new Random(packedBytes);
    Map<String, Set<String>> model = new HashMap<>();
    KEYS.forEach(key -> model.put(key, new HashSet<>()));
    try (Store store = new Store(packedBytes)) {
      for (int batch = 0; batch < BATCHES; batch++) {
        store.write(
            unit -> {
              for (int step = 0; step < STEPS; step++) {
                step(unit, random, model);
              }
            },
            KEYS.toArray(String[]::new));
        for (String key : KEYS) {
          check(store, key, model.get(key), batch % 10 == 9);
        }
      }
      assertThat(
              store.query(
                  """
                  select count(*) from set_member s
                  where not exists (select from key k where k.id = s.id)
                    and not exists (select from graveyard g where g.id = s.id)"""))
          .as("rows that nobody knows of")
          .isEqualTo("0");
    }
  }

  private static void step(UnitOfWork unit, Random random, Map<String, Set<String>> model) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    Set<String> expected = model.get(key);
    SetView set = unit.entry(0, bytes(key)).set();
    int several = random.nextInt(8) == 0 ? 40 : 4;
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> {
        List<String> members = names(random, several);
        var fresh = new HashSet<>(members);
        fresh.removeAll(expected);
        assertThat(set.add(arrays(members))).isEqualTo(fresh.size());
        expected.addAll(members);
      }
      case 4, 5, 6 -> {
        List<String> members = names(random, several);
        var there = new HashSet<>(members);
        there.retainAll(expected);
        assertThat(set.remove(arrays(members))).isEqualTo(there.size());
        members.forEach(expected::remove);
      }
      case 7 -> {
        int count = random.nextInt(several);
        List<String> popped = texts(set.pop(count));
        assertThat(popped)
            .hasSize(Math.min(count, expected.size()))
            .doesNotHaveDuplicates()
            .isSubsetOf(expected);
        popped.forEach(expected::remove);
      }
      case 8 -> {
        int count = random.nextInt(several);
        assertThat(texts(set.random(count)))
            .hasSize(Math.min(count, expected.size()))
            .doesNotHaveDuplicates()
            .isSubsetOf(expected);
        assertThat(texts(set.randomAgain(count)))
            .hasSize(expected.isEmpty() ? 0 : count)
            .isSubsetOf(expected);
      }
      case 9 -> {
        assertThat(texts(set.members())).containsExactlyInAnyOrderElementsOf(expected);
        List<String> members = names(random, several);
        boolean[] found = set.contain(arrays(members));
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).isEqualTo(expected.contains(members.get(i)));
        }
      }
      case 10 -> assertThat(scanned(set)).containsExactlyInAnyOrderElementsOf(expected);
      default -> moveOrCopy(unit, random, model, key);
    }
    SetView after = unit.entry(0, bytes(key)).set();
    assertThat(after.size()).isEqualTo(expected.size());
    assertThat(unit.entry(0, bytes(key)).exists()).isEqualTo(!expected.isEmpty());
  }

  private static void moveOrCopy(
      UnitOfWork unit, Random random, Map<String, Set<String>> model, String key) {
    String other = KEYS.get((KEYS.indexOf(key) + 1) % KEYS.size());
    Entry from = unit.entry(0, bytes(key));
    Entry to = unit.entry(0, bytes(other));
    if (!from.exists()) {
      return;
    }
    model.put(other, new HashSet<>(model.get(key)));
    if (random.nextBoolean()) {
      from.copyTo(to);
    } else {
      from.moveTo(to);
      model.get(key).clear();
    }
  }

  private static List<String> names(Random random, int most) {
    int kind = random.nextInt(3);
    return IntStream.rangeClosed(0, random.nextInt(most))
        .map(i -> random.nextInt(60))
        .mapToObj(n -> kind == 0 ? "member" + n : "" + n)
        .toList();
  }

  private static List<String> scanned(SetView set) {
    List<String> found = new ArrayList<>();
    long cursor = 0;
    do {
      SetView.MemberPage page = set.scan(cursor, 3);
      found.addAll(texts(page.members()));
      cursor = page.next();
    } while (cursor != 0);
    return found;
  }

  private static void check(Store store, String key, Set<String> expected, boolean rows) {
    Set<String> found =
        store.read(unit -> new TreeSet<>(texts(unit.entry(0, bytes(key)).set().members())), key);
    assertThat(found).isEqualTo(new TreeSet<>(expected));
    if (rows) {
      assertThat(
              store.query(
                  """
                  select coalesce(k.length, cardinality(k.items)) || ' ' || count(s.id)
                  from key k left join set_member s on s.id = k.id
                  where k.name = '%s' group by k.length, k.items"""
                      .formatted(key)))
          .isIn(expected.isEmpty() ? List.of("") : List.of(n(expected, 0), n(expected, 1)));
    }
  }

  /** The length and the number of rows, packed or spread. */
  private static String n(Set<String> expected, int spread) {
    return expected.size() + " " + spread * expected.size();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_400, 0})
  void everyMemberIsAsLikelyAsAnyOther(int packedBytes) {
    try (Store store = new Store(packedBytes)) {
      store.write(unit -> set(unit).add(arrays(members(0, MEMBERS))), "s");
      List<Function<SetView, List<byte[]>>> ways =
          List.of(set -> set.random(5), set -> set.random(50), set -> set.randomAgain(200));
      for (Function<SetView, List<byte[]>> way : ways) {
        assertFair(store.read(unit -> count(unit, way), "s"));
      }
    }
  }

  /** Half of them are not written yet, and some that are stored have been removed. */
  @ParameterizedTest
  @ValueSource(ints = {1_400, 0})
  void whatIsNotWrittenYetTakesPart(int packedBytes) {
    try (Store store = new Store(packedBytes)) {
      store.write(unit -> set(unit).add(arrays(members(MEMBERS / 2, MEMBERS + 20))), "s");
      store.write(
          unit -> {
            set(unit).remove(arrays(members(MEMBERS, MEMBERS + 20)));
            set(unit).add(arrays(members(0, MEMBERS / 2)));
            assertFair(count(unit, set -> set.random(15)));
            assertFair(count(unit, set -> set.randomAgain(50)));
            assertFair(
                count(
                    unit,
                    set -> {
                      List<byte[]> popped = set.pop(15);
                      set.add(popped);
                      return popped;
                    }));
          },
          "s");
    }
  }

  private static Map<String, Integer> count(UnitOfWork unit, Function<SetView, List<byte[]>> pick) {
    Map<String, Integer> counts = new HashMap<>();
    for (int picks = 0; picks < PICKS; ) {
      for (byte[] picked : pick.apply(set(unit))) {
        counts.merge(text(picked), 1, Integer::sum);
        picks++;
      }
    }
    return counts;
  }

  private static void assertFair(Map<String, Integer> counts) {
    double expected = counts.values().stream().mapToInt(n -> n).sum() / (double) MEMBERS;
    double sum = 0;
    for (String member : members(0, MEMBERS)) {
      double difference = counts.getOrDefault(member, 0) - expected;
      sum += difference * difference / expected;
    }
    assertThat(counts).hasSize(MEMBERS);
    assertThat(sum).as("chi-square").isLessThan(CHI_SQUARE_59);
  }

  private static SetView set(UnitOfWork unit) {
    return unit.entry(0, bytes("s")).set();
  }

  private static List<String> members(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> "m" + n).toList();
  }

  private static List<byte[]> arrays(Collection<String> members) {
    return members.stream().map(Store::bytes).toList();
  }

  private static List<String> texts(List<byte[]> members) {
    return members.stream().map(Store::text).toList();
  }
}
