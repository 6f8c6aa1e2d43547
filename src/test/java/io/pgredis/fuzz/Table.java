package io.pgredis.fuzz;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The entries that are drawn from, each as often as its weight says. */
final class Table {
  private static final Set<String> EMPTYING = Set.of("FLUSHALL", "FLUSHDB", "SWAPDB");

  private static final int MIDDLING_WEIGHT = 10;

  /** So that a weight can be divided among the entries of one command. */
  private static final int SCALE = 10;

  private final List<Entry> entries;
  private final int[] upTo;

  private Table(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    this.upTo = new int[entries.size()];
    int sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += entries.get(i).weight();
      upTo[i] = sum;
    }
  }

  /** All entries that these capabilities allow. */
  static Table of(Set<Capability> capabilities) {
    List<Entry> chosen = new ArrayList<>();
    Stream.of(
            StringEntries.all(),
            KeyEntries.all(),
            TransactionEntries.all(),
            ConnectionEntries.all(),
            ServerEntries.all(),
            CollectionEntries.all(),
            ListEntries.all(),
            SetEntries.all(),
            SortedSetEntries.all(),
            HashEntries.all())
        .flatMap(List::stream)
        .filter(entry -> capabilities.contains(entry.needs()))
        .forEach(chosen::add);
    return new Table(chosen);
  }

  /** This table without the entries and the heralds of these names. */
  Table without(Set<String> names) {
    return new Table(
        entries.stream()
            .filter(entry -> !names.contains(entry.name()))
            .map(entry -> entry.withoutHeralds(names))
            .toList());
  }

  /**
   * This table without rare commands: each is as often as any of middling weight, or oftener, but
   * for what takes all keys away, after which others find nothing.
   */
  Table evenly() {
    Map<String, IntSummaryStatistics> weights =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::name, Collectors.summarizingInt(Entry::weight)));
    return new Table(
        entries.stream()
            .map(
                entry -> {
                  var all = weights.get(entry.name());
                  double factor =
                      EMPTYING.contains(entry.name())
                          ? 1
                          : Math.max(1, MIDDLING_WEIGHT / (double) all.getSum());
                  return entry.weight((int) Math.ceil(SCALE * factor * entry.weight()));
                })
            .toList());
  }

  /** The names here that another table has not. */
  List<String> namesWithout(Table other) {
    List<String> theirs = other.entries.stream().map(Entry::name).toList();
    return entries.stream().map(Entry::name).distinct().filter(n -> !theirs.contains(n)).toList();
  }

  List<Entry> entries() {
    return entries;
  }

  Entry named(String name) {
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no entry " + name));
  }

  Entry draw(Draw draw) {
    int ticket = draw.below(upTo[upTo.length - 1]);
    int index = 0;
    while (upTo[index] <= ticket) {
      index++;
    }
    return entries.get(index);
  }
}
