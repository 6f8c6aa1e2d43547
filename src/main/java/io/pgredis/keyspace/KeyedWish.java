package io.pgredis.keyspace;

import io.pgredis.sql.ElementTable;
import io.pgredis.sql.PlannedDraws;
import io.pgredis.sql.PlannedElements;
import io.pgredis.sql.PlannedRead;
import io.pgredis.sql.PlannedWalks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Wishes for elements of hashes, sets and sorted sets. */
abstract class KeyedWish extends Wish {
  /** More elements by chance are drawn on demand. */
  static final int MOST_DRAWN = 1_000;

  private record Kind(Class<?> wish, ElementTable<?> table) {}

  final ElementTable<?> table;

  private KeyedWish(ElementTable<?> table) {
    this.table = table;
  }

  @Override
  final Object kind() {
    return new Kind(getClass(), table);
  }

  /** The view that takes what was found, if the key holds a spread collection of this table. */
  @SuppressWarnings("unchecked")
  private static <V> KeyedView<V> view(Entry entry, ElementTable<V> table) {
    return entry.content() instanceof KeyedView<?> view
            && view.isSpread()
            && view.table().equals(table)
        ? (KeyedView<V>) view
        : null;
  }

  /** Elements by name. */
  static final class Named extends KeyedWish {
    private final List<byte[]> names;
    private final ValueType puts;

    Named(ElementTable<?> table, List<byte[]> names, ValueType puts) {
      super(table);
      this.names = names;
      this.puts = puts;
    }

    @Override
    ValueType puts() {
      return puts;
    }

    @Override
    int size() {
      return names.size();
    }

    @Override
    Load load() {
      return new NamedLoad<>(table);
    }
  }

  private static final class NamedLoad<V> extends Wish.Load {
    private record Key(Entry entry, Bytes name) {}

    private record Digests(long high, long low) {}

    private final ElementTable<V> table;
    private final PlannedElements<V> statement;
    private final Map<Key, Digests> asked = new LinkedHashMap<>();

    NamedLoad(ElementTable<V> table) {
      this.table = table;
      this.statement = new PlannedElements<>(table);
    }

    @Override
    void add(Entry entry, Wish wish) {
      for (byte[] name : ((Named) wish).names) {
        asked.computeIfAbsent(
            new Key(entry, Bytes.of(name)),
            key -> {
              byte[] digest = Digest.of(name);
              Digests digests = new Digests(Digest.high(digest), Digest.low(digest));
              statement.add(entry, digests.high, digests.low);
              return digests;
            });
      }
    }

    @Override
    PlannedRead statement() {
      return statement;
    }

    @Override
    void deliver() {
      ElementTable.Row<V>[] found = statement.found();
      int i = 0;
      for (Map.Entry<Key, Digests> one : asked.entrySet()) {
        KeyedView<V> view = view(one.getKey().entry, table);
        if (view != null) {
          Digests digests = one.getValue();
          view.loaded(one.getKey().name, digests.high, digests.low, found[i]);
        }
        i++;
      }
    }
  }

  /** Elements by chance. */
  static final class Drawn extends KeyedWish {
    private final int count;

    Drawn(ElementTable<?> table, int count) {
      super(table);
      this.count = count;
    }

    @Override
    Load load() {
      return new DrawnLoad<>(table);
    }
  }

  private static final class DrawnLoad<V> extends Wish.Load {
    private final ElementTable<V> table;
    private final PlannedDraws<V> statement;
    private final Map<Entry, Integer> asked = new LinkedHashMap<>();

    DrawnLoad(ElementTable<V> table) {
      this.table = table;
      this.statement = new PlannedDraws<>(table, ThreadLocalRandom.current());
    }

    @Override
    void add(Entry entry, Wish wish) {
      asked.merge(entry, ((Drawn) wish).count, (a, b) -> Math.min(a + b, MOST_DRAWN));
    }

    @Override
    PlannedRead statement() {
      asked.forEach(statement::add);
      return statement;
    }

    @Override
    void deliver() {
      int i = 0;
      for (Entry entry : asked.keySet()) {
        KeyedView<V> view = view(entry, table);
        if (view != null) {
          view.drawn(statement.found().get(i));
        }
        i++;
      }
    }
  }

  /** All elements. */
  static final class All extends KeyedWish {
    All(ElementTable<?> table) {
      super(table);
    }

    @Override
    Load load() {
      return new AllLoad<>(table);
    }
  }

  private static final class AllLoad<V> extends Wish.Load {
    private final ElementTable<V> table;
    private final PlannedWalks<V> statement;
    private final List<Entry> asked = new ArrayList<>();

    AllLoad(ElementTable<V> table) {
      this.table = table;
      this.statement = new PlannedWalks<>(table, Overlay.KEPT_ELEMENTS);
    }

    @Override
    void add(Entry entry, Wish wish) {
      if (!asked.contains(entry)) {
        asked.add(entry);
        statement.add(entry);
      }
    }

    @Override
    PlannedRead statement() {
      return statement;
    }

    @Override
    void deliver() {
      for (int i = 0; i < asked.size(); i++) {
        KeyedView<V> view = view(asked.get(i), table);
        if (view != null && !statement.found().get(i).isEmpty()) {
          view.loadedAll(statement.found().get(i));
        }
      }
    }
  }
}
