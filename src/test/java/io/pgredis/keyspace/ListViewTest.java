package io.pgredis.keyspace;

import static io.pgredis.keyspace.Store.bytes;
import static io.pgredis.keyspace.Store.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lists against java.util's, over many batches of random commands: packed, spread with tiny and
 * with real chunks, and on the way from one to the other. The stored rows hold the list and do not
 * overlap.
 */
class ListViewTest {
  private static final String KEY = "l";
  private static final int BATCHES = 40;
  private static final int SMALL_ALPHABET = 5;

  /** One run: the model and the list in step. */
  private static final class Run {
    private final SplittableRandom random;
    private final List<String> model = new ArrayList<>();
    private final int longest;
    private ListView list;

    Run(long seed, int longest) {
      this.random = new SplittableRandom(seed);
      this.longest = longest;
    }

    String element() {
      String letter = Character.toString('a' + random.nextInt(SMALL_ALPHABET));
      return random.nextInt(20) == 0 ? letter.repeat(random.nextInt(200)) : letter;
    }

    int index() {
      return random.nextInt(model.size());
    }

    ListEnd end() {
      return random.nextBoolean() ? ListEnd.HEAD : ListEnd.TAIL;
    }

    void step(UnitOfWork unit) {
      list = unit.entry(0, bytes(KEY)).list();
      assertThat(list.size()).isEqualTo(model.size());
      if (model.isEmpty()) {
        pushes();
        return;
      }
      boolean full = model.size() > longest;
      switch (random.nextInt(full ? 6 : 0, 16)) {
        case 0, 1, 2 -> pushes();
        case 3 -> insert();
        case 4, 5 -> set();
        case 6, 7 -> pop();
        case 8 -> popSeveral();
        case 9 -> trim(full);
        case 10, 11 -> remove();
        case 12 -> rotate();
        case 13 -> find();
        default -> range();
      }
    }

    private void pushes() {
      ListEnd end = end();
      for (int n = random.nextInt(1, 12); n > 0; n--) {
        String element = element();
        list.push(end, bytes(element));
        model.add(end == ListEnd.HEAD ? 0 : model.size(), element);
      }
    }

    private void insert() {
      int index = random.nextInt(model.size() + 1);
      String element = element();
      list.insert(index, bytes(element));
      model.add(index, element);
    }

    private void set() {
      int index = index();
      String element = element();
      list.set(index, bytes(element));
      model.set(index, element);
      assertThat(text(list.get(index))).isEqualTo(element);
    }

    private void pop() {
      ListEnd end = end();
      String expected = end == ListEnd.HEAD ? model.removeFirst() : model.removeLast();
      assertThat(text(list.pop(end))).isEqualTo(expected);
    }

    private void popSeveral() {
      ListEnd end = end();
      List<String> expected = new ArrayList<>();
      int count = random.nextInt(0, 15);
      for (int i = 0; i < count && !model.isEmpty(); i++) {
        expected.add(end == ListEnd.HEAD ? model.removeFirst() : model.removeLast());
      }
      assertThat(texts(list.pop(end, count))).isEqualTo(expected);
    }

    private void trim(boolean much) {
      int from = random.nextInt(Math.min(much ? 50 : 6, model.size()));
      int to = Math.max(from, model.size() - random.nextInt(much ? 50 : 6));
      list.trim(from, to);
      model.subList(to, model.size()).clear();
      model.subList(0, from).clear();
    }

    private void remove() {
      String element = element();
      ListEnd from = end();
      int limit = random.nextInt(0, 4);
      int removed = 0;
      boolean head = from == ListEnd.HEAD;
      for (int i = head ? 0 : model.size() - 1; i >= 0 && i < model.size(); ) {
        if ((limit == 0 || removed < limit) && model.get(i).equals(element)) {
          model.remove(i);
          removed++;
          i -= head ? 0 : 1;
        } else {
          i += head ? 1 : -1;
        }
      }
      assertThat(list.remove(bytes(element), from, limit)).isEqualTo(removed);
    }

    private void rotate() {
      ListEnd from = end();
      ListEnd to = end();
      String element = from == ListEnd.HEAD ? model.removeFirst() : model.removeLast();
      model.add(to == ListEnd.HEAD ? 0 : model.size(), element);
      assertThat(text(list.rotate(from, to))).isEqualTo(element);
    }

    private void find() {
      String element = element();
      ListEnd from = end();
      int skip = random.nextInt(3);
      int limit = random.nextInt(4);
      int most = random.nextInt(2) * random.nextInt(40);
      List<Long> expected = new ArrayList<>();
      int looks = most == 0 ? model.size() : Math.min(most, model.size());
      for (int i = 0; i < looks; i++) {
        int index = from == ListEnd.HEAD ? i : model.size() - 1 - i;
        if (model.get(index).equals(element)) {
          expected.add((long) index);
        }
      }
      expected = expected.subList(Math.min(skip, expected.size()), expected.size());
      if (limit > 0 && expected.size() > limit) {
        expected = expected.subList(0, limit);
      }
      assertThat(list.find(bytes(element), from, skip, limit, most))
          .containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
    }

    private void range() {
      int from = index();
      int to = random.nextInt(from, model.size() + 1);
      assertThat(texts(list.range(from, to))).isEqualTo(model.subList(from, to));
      int index = index();
      assertThat(text(list.get(index))).isEqualTo(model.get(index));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1400, 128, 1900, 60",
    "2, 100, 4, 60, 60",
    "3, 0, 3, 40, 60",
    "4, 0, 8, 1000, 150",
    "5, 0, 1, 10, 30",
    "6, 1400, 128, 1900, 400",
  })
  void doesWhatAnArrayListDoes(
      long seed, int packedBytes, int chunkElements, int chunkBytes, int longest) {
    try (Store store = new Store(packedBytes, chunkElements, chunkBytes)) {
      Run run = new Run(seed, longest);
      for (int batch = 0; batch < BATCHES; batch++) {
        store.write(
            unit -> {
              for (int steps = run.random.nextInt(1, 12); steps > 0; steps--) {
                run.step(unit);
              }
            },
            KEY);
        assertThat(store.read(ListViewTest::elements, KEY)).isEqualTo(run.model);
        if (batch % 8 == 7) {
          assertRows(store);
        }
      }
    }
  }

  @Test
  void findsWhatIsWishedForWithoutAnotherTrip() {
    try (Store store = new Store(0, 4, 1000)) {
      store.write(
          unit -> {
            for (int i = 0; i < 100; i++) {
              unit.entry(0, bytes(KEY)).list().push(ListEnd.TAIL, bytes("e" + i));
            }
          },
          KEY);
      store.write(unit -> unit.entry(0, bytes(KEY)).list().pop(ListEnd.HEAD, 10), KEY);
      assertThat(
              store.<List<String>>readOnce(
                  unit -> texts(list(unit).range(30, 35)), KEY, Wish.listPart(30, 34)))
          .containsExactly("e40", "e41", "e42", "e43", "e44");
      assertThat(
              store.<String>readOnce(unit -> text(list(unit).get(89)), KEY, Wish.listPart(-1, -1)))
          .isEqualTo("e99");
      assertThat(
              store.<List<String>>readOnce(
                  unit -> texts(list(unit).range(0, 9)), KEY, Wish.listPart(-1000, 8)))
          .startsWith("e10")
          .hasSize(9);
      assertThat(
              store.<String>readOnce(
                  unit -> text(list(unit).get(5)) + text(list(unit).get(84)),
                  KEY,
                  Wish.popped(ListEnd.HEAD, 3),
                  Wish.popped(ListEnd.HEAD, 3),
                  Wish.pushed(ListEnd.HEAD),
                  Wish.popped(ListEnd.TAIL, 6)))
          .isEqualTo("e15e94");
      assertThat(store.<Long>readOnce(unit -> list(unit).size(), KEY, Wish.listPart(500, 600)))
          .isEqualTo(90);
    }
  }

  /** Longer than a page of what is read at once. */
  @Test
  void aLongListIsReadInPages() {
    int length = 3 * SpreadList.PAGE_ELEMENTS;
    try (Store store = new Store(1_400)) {
      List<String> model = new ArrayList<>();
      store.write(
          unit -> {
            for (int i = 0; i < length; i++) {
              model.add("e" + i);
              list(unit).push(ListEnd.TAIL, bytes("e" + i));
            }
            assertThat(elements(unit)).isEqualTo(model);
          },
          KEY);
      assertThat(store.readAlone(ListViewTest::elements, KEY)).isEqualTo(model);
      store.write(
          unit -> {
            // Known parts amid unknown ones.
            for (int index : new int[] {0, 5_000, 8_191, 8_192, 20_000, length - 1}) {
              list(unit).set(index, bytes("changed"));
              model.set(index, "changed");
            }
            list(unit).push(ListEnd.HEAD, bytes("new"));
            model.addFirst("new");
            assertThat(elements(unit)).isEqualTo(model);
            list(unit).trim(100, length - 100);
            model.subList(length - 100, model.size()).clear();
            model.subList(0, 100).clear();
            assertThat(elements(unit)).isEqualTo(model);
          },
          KEY);
      assertThat(store.readAlone(ListViewTest::elements, KEY)).isEqualTo(model);
      store.write(
          unit -> {
            assertThat(list(unit).remove(bytes("changed"), ListEnd.TAIL, 3)).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
              model.remove(model.lastIndexOf("changed"));
            }
            list(unit).insert(12_000, bytes("between"));
            model.add(12_000, "between");
            assertThat(list(unit).pop(ListEnd.TAIL, 9_000)).hasSize(9_000);
            model.subList(model.size() - 9_000, model.size()).clear();
          },
          KEY);
      assertThat(store.readAlone(ListViewTest::elements, KEY)).isEqualTo(model);
      assertRows(store);
    }
  }

  private static ListView list(UnitOfWork unit) {
    return unit.entry(0, bytes(KEY)).list();
  }

  private static List<String> elements(UnitOfWork unit) {
    ListView list = unit.entry(0, bytes(KEY)).list();
    return texts(list.range(0, list.size()));
  }

  private static void assertRows(Store store) {
    assertThat(
            store.query(
                """
                select count(*) from list_chunk a join list_chunk b on a.id = b.id
                where a.first < b.first and a.first + a.count > b.first"""))
        .as("rows overlap")
        .isEqualTo("0");
    assertThat(store.query("select count(*) from list_chunk where count <> cardinality(items)"))
        .as("counts are wrong")
        .isEqualTo("0");
    assertThat(
            store.query(
                """
                select count(*) from list_chunk c left join key k on k.id = c.id
                where c.id not in (select id from graveyard)
                  and (k.id is null or c.first >= k.head + k.length or c.first + c.count <= k.head)"""))
        .as("rows outside of their list")
        .isEqualTo("0");
  }

  private static List<String> texts(List<byte[]> elements) {
    List<String> texts = new ArrayList<>();
    elements.forEach(element -> texts.add(text(element)));
    return Collections.unmodifiableList(texts);
  }
}
