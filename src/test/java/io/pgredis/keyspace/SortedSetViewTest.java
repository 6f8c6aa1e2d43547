package io.pgredis.keyspace;

import static io.pgredis.keyspace.Store.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgredis.sql.ScoredMember;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sorted sets over several batches against a model: packed, spread with tiny blocks, and on the way
 * from one to the other; with ties of scores, and of members beyond what the index holds of them.
 */
class SortedSetViewTest {
  private static final double[] SCORES = {
    0, 1, 1, 1, 2, 2.5, -1, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-300
  };
  private static final int MEMBERS = 90;

  /** A check that the blocks of all sorted sets say what is there. */
  private static final String WRONG_BLOCKS =
      """
      select count(*) from (
        select b.id, b.score, b.prefix, b.count,
               lead(b.score, 1, 'NaN') over w as next_score, lead(b.prefix, 1, '') over w as next_prefix
        from zset_block b where b.id not in (select id from graveyard)
        window w as (partition by b.id order by b.score, b.prefix)) b
      where b.count <> (
        select count(*) from zset z
        where z.id = b.id and (z.score, substring(z.member from 1 for 256)) >= (b.score, b.prefix)
          and (z.score, substring(z.member from 1 for 256)) < (b.next_score, b.next_prefix))""";

  /** A check of what the rows of blocks say beside that. */
  private static final String WRONG_ROWS =
      """
      select count(*) from zset_blocks b
      where (b.score, b.prefix) <> (b.scores[1], b.prefixes[1])
         or b.count <> (select sum(c) from unnest(b.counts) c)
         or cardinality(b.counts) <> cardinality(b.scores) or cardinality(b.counts) <> cardinality(b.prefixes)
         or cardinality(b.counts) > zset_row_blocks()
         or 0 = any (case when b.score = '-infinity' and b.prefix = '' then b.counts[2:] else b.counts end)
         or not exists (select from zset_blocks f where (f.id, f.score, f.prefix) = (b.id, '-infinity', ''))""";

  private final Random random = new Random(7);
  private final SortedSetModel model = new SortedSetModel();

  @ParameterizedTest
  @CsvSource({
    "1400, 4, 512, 60",
    "200, 3, 4, 60",
    "0, 2, 2, 60",
    "0, 2, 6, 60",
    "0, 5, 512, 60",
    "0, 512, 512, 40"
  })
  void agreesWithAModel(int packedBytes, int blockElements, int rowBlocks, int batches) {
    try (Store store = new Store(packedBytes, blockElements)) {
      store.query(
          "create or replace function zset_row_blocks() returns integer language sql immutable"
              + " as 'select %d'".formatted(rowBlocks));
      for (int batch = 0; batch < batches; batch++) {
        if (random.nextInt(4) == 0) {
          store.readWishing(unit -> look(unit.entry(0, bytes("z")).sortedSet()), "z", wishes());
        } else {
          store.writeWishing(unit -> change(unit, 1 + random.nextInt(12)), "z", wishes());
        }
        assertThat(store.query(WRONG_BLOCKS)).as("wrong blocks").isEqualTo("0");
        assertThat(store.query(WRONG_ROWS)).as("wrong rows of blocks").isEqualTo("0");
        store.read(
            unit -> {
              SortedSetView set = unit.entry(0, bytes("z")).sortedSet();
              assertThat(set.size()).isEqualTo(model.size());
              assertThat(set.range(ScoredMember.START, ScoredMember.END, false, 0, Long.MAX_VALUE))
                  .isEqualTo(model.all());
              return null;
            },
            "z");
      }
    }
  }

  private Wish[] wishes() {
    return switch (random.nextInt(6)) {
      case 0 -> new Wish[] {Wish.end(false, 3), Wish.end(false, 1), Wish.end(true, 2)};
      case 1 ->
          new Wish[] {
            Wish.part(place(), place(), random.nextBoolean(), 1 + random.nextInt(5)),
            Wish.part(place(), place(), random.nextBoolean(), 1 + random.nextInt(100)),
            Wish.elements(ValueType.ZSET, List.of(member(), member()))
          };
      case 2 -> new Wish[] {Wish.all(ValueType.ZSET), Wish.end(false, 1)};
      case 3 ->
          new Wish[] {
            Wish.rank(member()), Wish.rank(place()), Wish.rank(member()), Wish.rank(place())
          };
      case 4 ->
          new Wish[] {
            Wish.slice(random.nextInt(model.size() + 2), 1 + random.nextInt(20)),
            Wish.slice(-1 - random.nextInt(model.size() + 2), 1 + random.nextInt(20)),
            Wish.rank(member())
          };
      default -> new Wish[0];
    };
  }

  @Test
  void wishesComeWithTheLoad() {
    try (Store store = new Store(0, 4)) {
      fill(store);
      List<ScoredMember> few =
          store.readOnce(
              unit ->
                  unit.entry(0, bytes("z"))
                      .sortedSet()
                      .range(ScoredMember.before(50), ScoredMember.END, false, 1, 2),
              "z",
              Wish.part(ScoredMember.before(50), ScoredMember.END, false, 3));
      assertThat(few).extracting(ScoredMember::score).containsExactly(51.0, 52.0);
      List<ScoredMember> last =
          store.readOnce(
              unit -> unit.entry(0, bytes("z")).sortedSet().slice(97, 2, true),
              "z",
              Wish.part(ScoredMember.START, ScoredMember.END, true, 3));
      assertThat(last).extracting(ScoredMember::score).containsExactly(98.0, 97.0);
      assertThatThrownBy(
              () ->
                  store.readOnce(
                      unit -> unit.entry(0, bytes("z")).sortedSet().slice(90, 2, true),
                      "z",
                      Wish.part(ScoredMember.START, ScoredMember.END, true, 3)))
          .isInstanceOf(Restart.class);
    }
  }

  @Test
  void ranksComeWithTheLoad() {
    try (Store store = new Store(0, 4)) {
      fill(store);
      store.readOnce(
          unit -> {
            SortedSetView set = unit.entry(0, bytes("z")).sortedSet();
            assertThat(set.rank(bytes("m70"))).hasValue(70);
            assertThat(set.score(bytes("m70"))).hasValue(70);
            assertThat(set.rank(bytes("m3"))).hasValue(3);
            assertThat(set.rank(bytes("none"))).isEmpty();
            assertThat(set.count(ScoredMember.before(20.5), ScoredMember.behind(60))).isEqualTo(40);
            assertThat(set.count(ScoredMember.before(20.5), ScoredMember.END)).isEqualTo(79);
            assertThat(set.count(ScoredMember.START, ScoredMember.behind(60))).isEqualTo(61);
            assertThat(set.slice(40, 3, false))
                .extracting(ScoredMember::score)
                .containsExactly(40.0, 41.0, 42.0);
            assertThat(set.slice(41, 2, true))
                .extracting(ScoredMember::score)
                .containsExactly(42.0, 41.0);
            assertThat(set.slice(50, 1, true))
                .extracting(ScoredMember::score)
                .containsExactly(50.0);
            assertThat(set.slice(96, 4, false)).hasSize(4);
            return null;
          },
          "z",
          Wish.rank(bytes("m70")),
          Wish.rank(bytes("none")),
          Wish.rank(bytes("m3")),
          Wish.rank(ScoredMember.before(20.5)),
          Wish.rank(ScoredMember.behind(60)),
          Wish.slice(40, 3),
          Wish.slice(-50, 1),
          Wish.slice(-4, 10),
          Wish.slice(-200, 50),
          Wish.slice(100, 7));
      Wish[] many =
          Stream.iterate(0, i -> i <= RankWish.MOST_RANKS, i -> i + 1)
              .map(i -> Wish.rank(ScoredMember.before(20 + i / 1000.0)))
              .toArray(Wish[]::new);
      int last = RankWish.MOST_RANKS - 1;
      assertThat(store.<Long>readOnce(unit -> below(unit, last), "z", many)).isEqualTo(21);
      assertThatThrownBy(() -> store.readOnce(unit -> below(unit, last + 1), "z", many))
          .isInstanceOf(Restart.class);
      assertThatThrownBy(
              () ->
                  store.readOnce(
                      unit -> unit.entry(0, bytes("z")).sortedSet().slice(41, 3, false),
                      "z",
                      Wish.slice(40, 3)))
          .isInstanceOf(Restart.class);
    }
  }

  /** The scores from 0 to 99. */
  private static void fill(Store store) {
    store.write(
        unit -> {
          for (int i = 0; i < 100; i++) {
            unit.entry(0, bytes("z")).sortedSet().put(bytes("m" + i), i);
          }
        },
        "z");
  }

  private static long below(UnitOfWork unit, int i) {
    return unit.entry(0, bytes("z"))
        .sortedSet()
        .count(ScoredMember.START, ScoredMember.before(20 + i / 1000.0));
  }

  /**
   * Nothing of them fits into an index, nor can be compressed; and they tie in what the index has.
   */
  @Test
  void membersOfAMegabyte() {
    byte[][] members = new byte[3][1 << 20];
    random.nextBytes(members[0]);
    for (int i = 1; i < members.length; i++) {
      random.nextBytes(members[i]);
      System.arraycopy(members[0], 0, members[i], 0, 3_000);
    }
    List<ScoredMember> expected =
        Stream.of(members).map(member -> new ScoredMember(member, 1)).sorted().toList();
    try (Store store = new Store(1_400, 1)) {
      store.write(
          unit -> {
            SortedSetView set = unit.entry(0, bytes("z")).sortedSet();
            for (byte[] member : members) {
              set.put(member, 1);
            }
          },
          "z");
      store.read(
          unit -> {
            SortedSetView set = unit.entry(0, bytes("z")).sortedSet();
            for (int i = 0; i < expected.size(); i++) {
              assertThat(set.rank(expected.get(i).member())).hasValue(i);
            }
            assertThat(set.slice(0, 3, false)).isEqualTo(expected);
            assertThat(set.range(expected.get(1), ScoredMember.END, false, 0, 1))
                .containsExactly(expected.get(1));
            return null;
          },
          "z");
      store.write(
          unit -> {
            SortedSetView set = unit.entry(0, bytes("z")).sortedSet();
            assertThat(set.pop(true, 1)).containsExactly(expected.get(2));
            assertThat(set.remove(expected.get(0).member())).isTrue();
            assertThat(set.size()).isEqualTo(1);
          },
          "z");
      assertThat(store.query(WRONG_BLOCKS)).as("wrong blocks").isEqualTo("0");
    }
  }

  private byte[] member() {
    int n = random.nextInt(MEMBERS);
    return switch (n % 5) {
      case 0 -> bytes("x".repeat(255 + n % 4) + n / 10);
      case 1 -> new byte[] {(byte) n, 0, (byte) -n};
      case 2 -> bytes("x".repeat(n % 3));
      default -> bytes("m" + n);
    };
  }

  private double score() {
    return SCORES[random.nextInt(SCORES.length)];
  }

  private ScoredMember place() {
    return switch (random.nextInt(6)) {
      case 0 -> ScoredMember.START;
      case 1 -> ScoredMember.END;
      case 2 -> ScoredMember.before(score());
      case 3 -> ScoredMember.behind(score());
      case 4 -> new ScoredMember(member(), score());
      default -> new ScoredMember(member(), score()).next();
    };
  }

  private void change(UnitOfWork unit, int steps) {
    for (int i = 0; i < steps; i++) {
      SortedSetView set = unit.entry(0, bytes("z")).sortedSet();
      long size = set.size();
      switch (random.nextInt(24)) {
        case 0 -> {
          boolean last = random.nextBoolean();
          int count = random.nextInt(8);
          List<ScoredMember> expected =
              last
                  ? model.slice(Math.max(0, size - count), count).reversed()
                  : model.slice(0, count);
          assertThat(set.pop(last, count)).isEqualTo(expected);
          model.removeAll(expected);
        }
        case 1 -> {
          ScoredMember from = place();
          ScoredMember to = place();
          List<ScoredMember> expected = model.range(from, to);
          if (expected.size() < 20 || random.nextInt(4) == 0) {
            assertThat(set.removeRange(from, to)).isEqualTo(expected.size());
            model.removeAll(expected);
          }
        }
        case 2 -> {
          long first = random.nextLong(size + 1);
          long count = random.nextInt(6);
          List<ScoredMember> expected = model.slice(first, count);
          assertThat(set.removeSlice(first, count)).isEqualTo(expected.size());
          model.removeAll(expected);
        }
        case 3, 4, 5 -> {
          byte[] member = member();
          assertThat(set.remove(member)).isEqualTo(model.remove(member));
        }
        case 6 -> {
          if (random.nextInt(12) == 0) {
            unit.entry(0, bytes("z")).delete();
            model.clear();
          }
        }
        case 7, 8, 9 -> look(set);
        case 10 -> {
          unit.entry(0, bytes("copy")).delete();
          if (!set.isEmpty()) {
            unit.entry(0, bytes("z")).copyTo(unit.entry(0, bytes("copy")));
            look(unit.entry(0, bytes("copy")).sortedSet());
          }
        }
        default -> {
          byte[] member = member();
          double score = score();
          assertThat(set.put(member, score)).isEqualTo(model.put(member, score));
        }
      }
    }
  }

  private void look(SortedSetView set) {
    long size = set.size();
    assertThat(size).isEqualTo(model.size());
    switch (random.nextInt(6)) {
      case 0 -> {
        byte[] member = member();
        Double score = model.score(member);
        assertThat(set.score(member))
            .isEqualTo(score == null ? OptionalDouble.empty() : OptionalDouble.of(score));
      }
      case 1 -> {
        byte[] member = member();
        Double score = model.score(member);
        OptionalLong expected =
            score == null
                ? OptionalLong.empty()
                : OptionalLong.of(
                    model.range(ScoredMember.START, new ScoredMember(member, score)).size());
        assertThat(set.rank(member)).isEqualTo(expected);
      }
      case 2 -> {
        ScoredMember from = place();
        ScoredMember to = place();
        assertThat(set.count(from, to)).isEqualTo(model.range(from, to).size());
      }
      case 3 -> {
        ScoredMember from = place();
        ScoredMember to = place();
        boolean descending = random.nextBoolean();
        int offset = random.nextInt(4);
        int limit = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(10);
        List<ScoredMember> all = model.range(from, to);
        assertThat(set.range(from, to, descending, offset, limit))
            .isEqualTo(
                (descending ? all.reversed() : all).stream().skip(offset).limit(limit).toList());
      }
      case 4 -> {
        long first = random.nextLong(size + 1);
        long count = random.nextInt(8);
        boolean descending = random.nextBoolean();
        List<ScoredMember> expected = model.slice(first, count);
        assertThat(set.slice(first, count, descending))
            .isEqualTo(descending ? expected.reversed() : expected);
      }
      default -> {
        int count = random.nextInt(10);
        List<ScoredMember> drawn = set.randomDistinct(count);
        assertThat(drawn).hasSize((int) Math.min(count, size)).doesNotHaveDuplicates();
        assertThat(model.all()).containsAll(drawn);
        Set<ScoredMember> found = new HashSet<>();
        long cursor = 0;
        do {
          SortedSetView.MemberPage page = set.scan(cursor, 1 + random.nextInt(40));
          found.addAll(page.members());
          cursor = page.next();
        } while (cursor != 0);
        assertThat(found).isEqualTo(Set.copyOf(model.all()));
      }
    }
  }
}
