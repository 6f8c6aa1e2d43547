package io.pgredis.keyspace;

import io.pgredis.sql.PlannedSlices;
import io.pgredis.sql.ScoredMember;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ranks in a spread sorted set that have been read with the load of its key. They hold until
 * anything changes.
 */
final class KnownRanks {
  private final Map<ScoredMember, Long> places = new HashMap<>();
  private final List<PlannedSlices.Slice> slices = new ArrayList<>();

  void add(ScoredMember place, long rank) {
    places.put(place, rank);
  }

  void add(PlannedSlices.Slice slice) {
    slices.add(slice);
  }

  /** How many elements stand before a place, if that is known. */
  OptionalLong rank(ScoredMember place) {
    Long rank = places.get(place);
    return rank == null ? OptionalLong.empty() : OptionalLong.of(rank);
  }

  /** So many elements from a rank on, if they are known. */
  Optional<List<ScoredMember>> slice(long first, long count) {
    for (PlannedSlices.Slice slice : slices) {
      long skip = first - slice.first();
      if (skip >= 0 && skip + count <= slice.elements().size()) {
        return Optional.of(slice.elements().subList((int) skip, (int) (skip + count)));
      }
    }
    return Optional.empty();
  }

  void clear() {
    places.clear();
    slices.clear();
  }
}
