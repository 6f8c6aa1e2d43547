package io.pgredis.command.zset;

import io.pgredis.sql.ScoredMember;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Union, intersection and difference of sorted sets, as Redis computes them: the smallest first,
 * which matters to sums of rounded numbers; what is no number is 0. Results are in order.
 */
final class Combination {
  /** Of how many members at once a set is asked for their scores. */
  private static final int CHUNK = 10_000;

  /** What becomes of two scores of one member. */
  enum Aggregate {
    SUM {
      @Override
      double of(double one, double other) {
        return orZero(one + other);
      }
    },
    MIN {
      @Override
      double of(double one, double other) {
        return other < one ? other : one;
      }
    },
    MAX {
      @Override
      double of(double one, double other) {
        return other > one ? other : one;
      }
    };

    abstract double of(double one, double other);
  }

  private record Weighted(Source source, double weight) {
    double of(double score) {
      return orZero(weight * score);
    }
  }

  private Combination() {}

  private static double orZero(double score) {
    return Double.isNaN(score) ? 0 : score;
  }

  private static List<Weighted> bySize(List<Source> sources, double[] weights) {
    List<Weighted> weighted = new ArrayList<>(sources.size());
    for (int i = 0; i < weights.length; i++) {
      weighted.add(new Weighted(sources.get(i), weights[i]));
    }
    weighted.sort(Comparator.comparingLong(w -> w.source.size()));
    return weighted;
  }

  static List<ScoredMember> union(List<Source> sources, double[] weights, Aggregate aggregate) {
    Map<byte[], Double> scores = new TreeMap<>(Arrays::compareUnsigned);
    for (Weighted weighted : bySize(sources, weights)) {
      for (ScoredMember element : weighted.source.all()) {
        scores.merge(element.member(), weighted.of(element.score()), aggregate::of);
      }
    }
    List<ScoredMember> found = new ArrayList<>(scores.size());
    scores.forEach((member, score) -> found.add(new ScoredMember(member, score)));
    return inOrder(found);
  }

  static List<ScoredMember> intersection(
      List<Source> sources, double[] weights, Aggregate aggregate) {
    List<Weighted> weighted = bySize(sources, weights);
    Weighted smallest = weighted.removeFirst();
    List<ScoredMember> found = new ArrayList<>();
    for (List<ScoredMember> chunk : chunks(smallest.source)) {
      expect(weighted.stream().map(Weighted::source).toList(), chunk);
      for (ScoredMember element : chunk) {
        OptionalDouble score = OptionalDouble.of(smallest.of(element.score()));
        for (Weighted other : weighted) {
          OptionalDouble theirs = score.isEmpty() ? score : other.source.score(element.member());
          score =
              theirs.isEmpty()
                  ? theirs
                  : OptionalDouble.of(
                      // Only of the first one, and of a sum, Redis makes 0 what is no number.
                      aggregate.of(score.getAsDouble(), other.weight * theirs.getAsDouble()));
        }
        score.ifPresent(value -> found.add(new ScoredMember(element.member(), value)));
      }
    }
    return inOrder(found);
  }

  /** How many members the intersection has, counted up to a limit. */
  static long countIntersection(List<Source> sources, long limit) {
    List<Source> others = new ArrayList<>(sources);
    others.sort(Comparator.comparingLong(Source::size));
    Source smallest = others.removeFirst();
    long count = 0;
    for (List<ScoredMember> chunk : chunks(smallest)) {
      expect(others, chunk);
      for (ScoredMember element : chunk) {
        boolean everywhere = true;
        for (Source other : others) {
          everywhere = everywhere && other.score(element.member()).isPresent();
        }
        count += everywhere ? 1 : 0;
        if (count >= limit) {
          return count;
        }
      }
    }
    return count;
  }

  static List<ScoredMember> difference(List<Source> sources) {
    Source first = sources.getFirst();
    List<Source> others = sources.subList(1, sources.size());
    if (others.stream().anyMatch(first::isSame)) {
      return List.of();
    }
    List<ScoredMember> left = new ArrayList<>();
    for (List<ScoredMember> chunk : chunks(first)) {
      expect(others, chunk);
      for (ScoredMember element : chunk) {
        boolean alone = true;
        for (Source other : others) {
          alone = alone && other.score(element.member()).isEmpty();
        }
        if (alone) {
          left.add(element);
        }
      }
    }
    return inOrder(left);
  }

  private static List<List<ScoredMember>> chunks(Source source) {
    List<ScoredMember> all = source.size() == 0 ? List.of() : source.all();
    List<List<ScoredMember>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      chunks.add(all.subList(from, Math.min(from + CHUNK, all.size())));
    }
    return chunks;
  }

  private static void expect(List<Source> others, List<ScoredMember> chunk) {
    List<byte[]> members = chunk.stream().map(ScoredMember::member).toList();
    others.forEach(other -> other.expect(members));
  }

  private static List<ScoredMember> inOrder(List<ScoredMember> found) {
    Collections.sort(found);
    return found;
  }
}
