package io.pgredis.command.set;

import io.pgredis.keyspace.SetView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Union, intersection and difference. What is asked of a set that is not at hand is asked for many
 * members at once.
 */
final class SetAlgebra {
  /** Of how many members at once a set is asked whether it has them. */
  private static final int CHUNK = 10_000;

  /**
   * Members, each once.
   *
   * @param hashed whether Redis has held other members in the result on the way to it, so that it
   *     is a hashtable even if integers alone are left
   */
  record Result(List<byte[]> members, boolean hashed) {
    static final Result NOTHING = new Result(List.of(), false);
  }

  private SetAlgebra() {}

  static Result union(List<SetView> sets) {
    if (sets.size() == 1) {
      return inOrder(sets.getFirst().members(), false, sets.getFirst());
    }
    TreeSet<byte[]> all = new TreeSet<>(Arrays::compareUnsigned);
    for (SetView set : sets) {
      all.addAll(set.members());
    }
    return inOrder(List.copyOf(all), false, sets.getFirst());
  }

  /** At most {@code limit} of what is in all sets. */
  static Result intersection(List<SetView> sets, long limit) {
    List<SetView> bySize = new ArrayList<>(sets.stream().distinct().toList());
    bySize.sort(Comparator.comparingLong(SetView::size));
    SetView smallest = bySize.removeFirst();
    if (smallest.isEmpty()) {
      return Result.NOTHING;
    }
    List<byte[]> found = new ArrayList<>();
    List<byte[]> candidates = smallest.members();
    for (int from = 0; from < candidates.size() && found.size() < limit; from += CHUNK) {
      List<byte[]> chunk = candidates.subList(from, Math.min(from + CHUNK, candidates.size()));
      for (SetView other : bySize) {
        chunk = keep(chunk, other, true);
      }
      found.addAll(chunk);
    }
    return new Result(found.size() > limit ? found.subList(0, (int) limit) : found, false);
  }

  /** What is in the first set and in none of the others. */
  static Result difference(List<SetView> sets) {
    SetView first = sets.getFirst();
    List<SetView> others = sets.subList(1, sets.size());
    if (first.isEmpty() || others.contains(first)) {
      return Result.NOTHING;
    }
    List<byte[]> left = new ArrayList<>();
    List<byte[]> candidates = first.members();
    for (int from = 0; from < candidates.size(); from += CHUNK) {
      List<byte[]> chunk = candidates.subList(from, Math.min(from + CHUNK, candidates.size()));
      for (SetView other : others) {
        chunk = keep(chunk, other, false);
      }
      left.addAll(chunk);
    }
    return inOrder(left, copiesFirst(sets) && first.hashes(candidates), first);
  }

  /** Redis puts these results together in a set, which is in order as long as it is an intset. */
  private static Result inOrder(List<byte[]> members, boolean hashed, SetView any) {
    return new Result(
        hashed || any.hashes(members) ? members : SetView.inNumericalOrder(members), hashed);
  }

  /**
   * Whether Redis would begin with a copy of the first set and take the others out of it, rather
   * than look each of its members up in all the others. The copy is a hashtable if the first set
   * has other members than integers.
   */
  private static boolean copiesFirst(List<SetView> sets) {
    long lookUps = 0;
    long removals = 0;
    for (SetView set : sets) {
      if (!set.isEmpty()) {
        lookUps += sets.getFirst().size();
        removals += set.size();
      }
    }
    return lookUps / 2 > removals;
  }

  private static List<byte[]> keep(List<byte[]> members, SetView set, boolean present) {
    if (members.isEmpty()) {
      return members;
    }
    boolean[] known = set.contain(members);
    List<byte[]> kept = new ArrayList<>(members.size());
    for (int i = 0; i < known.length; i++) {
      if (known[i] == present) {
        kept.add(members.get(i));
      }
    }
    return kept;
  }
}
