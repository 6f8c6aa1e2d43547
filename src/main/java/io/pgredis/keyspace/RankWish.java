package io.pgredis.keyspace;

import io.pgredis.sql.PlannedMemberRanks;
import io.pgredis.sql.PlannedRanks;
import io.pgredis.sql.PlannedRead;
import io.pgredis.sql.PlannedSlices;
import io.pgredis.sql.ScoredMember;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Wishes that concern ranks in a sorted set: which one something has, and what has which one. */
abstract class RankWish extends Wish {
  /** More ranks are read on demand: each adds up the counts of blocks. */
  static final int MOST_RANKS = 256;

  /** More elements of slices are read on demand. */
  static final int MOST_SLICED = 16_384;

  private RankWish() {}

  @Override
  final Object kind() {
    return getClass();
  }

  @Override
  Optional<Wish> ofChanging() {
    return Optional.empty();
  }

  /** Gives what was found to the sorted set that a key holds, if it is spread. */
  private static void deliver(Entry entry, Consumer<SortedSetView> found) {
    if (entry.content() instanceof SortedSetView view && view.isSpread()) {
      found.accept(view);
    }
  }

  /** How many elements stand before a place. */
  static final class OfPlace extends RankWish {
    private final ScoredMember place;

    OfPlace(ScoredMember place) {
      this.place = place;
    }

    @Override
    Load load() {
      return new PlacesLoad();
    }
  }

  private static final class PlacesLoad extends Load {
    private record Asked(Entry entry, ScoredMember place) {}

    private final PlannedRanks statement = new PlannedRanks();
    private final Set<Asked> asked = new LinkedHashSet<>();

    @Override
    void add(Entry entry, Wish wish) {
      ScoredMember place = ((OfPlace) wish).place;
      if (asked.size() < MOST_RANKS && asked.add(new Asked(entry, place))) {
        statement.add(entry, place);
      }
    }

    @Override
    PlannedRead statement() {
      return statement;
    }

    @Override
    void deliver() {
      int i = 0;
      for (Asked one : asked) {
        long rank = statement.found()[i++];
        if (rank != PlannedRanks.UNKNOWN) {
          RankWish.deliver(one.entry, view -> view.rankLoaded(one.place, rank));
        }
      }
    }
  }

  /** A member, and how many elements stand before it. */
  static final class OfMember extends RankWish {
    private final byte[] member;

    OfMember(byte[] member) {
      this.member = member;
    }

    @Override
    Optional<Wish> ofChanging() {
      return Optional.of(Wish.elements(ValueType.ZSET, List.of(member)));
    }

    @Override
    Load load() {
      return new MembersLoad();
    }
  }

  private static final class MembersLoad extends Load {
    private record Asked(Entry entry, Bytes member) {}

    private record Digests(long high, long low) {}

    private final PlannedMemberRanks statement = new PlannedMemberRanks();
    private final Set<Asked> asked = new LinkedHashSet<>();
    private final List<Digests> digests = new ArrayList<>();

    @Override
    void add(Entry entry, Wish wish) {
      byte[] member = ((OfMember) wish).member;
      if (asked.size() < MOST_RANKS && asked.add(new Asked(entry, Bytes.of(member)))) {
        byte[] digest = Digest.of(member);
        Digests both = new Digests(Digest.high(digest), Digest.low(digest));
        digests.add(both);
        statement.add(entry, both.high, both.low);
      }
    }

    @Override
    PlannedRead statement() {
      return statement;
    }

    @Override
    void deliver() {
      int i = 0;
      for (Asked one : asked) {
        Digests digest = digests.get(i);
        PlannedMemberRanks.Ranked found = statement.found().get(i++);
        RankWish.deliver(
            one.entry,
            view -> {
              view.loaded(one.member, digest.high, digest.low, found == null ? null : found.row());
              if (found != null) {
                double score = found.row().value();
                view.rankLoaded(new ScoredMember(one.member.array(), score), found.rank());
              }
            });
      }
    }
  }

  /** Elements from a rank on. */
  static final class Slice extends RankWish {
    private final long first;
    private final long count;

    Slice(long first, long count) {
      this.first = first;
      this.count = Math.min(count, OrderWish.MOST_ELEMENTS);
    }

    @Override
    Load load() {
      return new SlicesLoad();
    }
  }

  private static final class SlicesLoad extends Load {
    private record Asked(Entry entry, long first, long count) {}

    private final PlannedSlices statement = new PlannedSlices();
    private final Set<Asked> asked = new LinkedHashSet<>();
    private long elements;

    @Override
    void add(Entry entry, Wish wish) {
      Slice slice = (Slice) wish;
      if (elements + slice.count <= MOST_SLICED
          && asked.add(new Asked(entry, slice.first, slice.count))) {
        elements += slice.count;
        statement.add(entry, slice.first, slice.count);
      }
    }

    @Override
    PlannedRead statement() {
      return statement;
    }

    @Override
    void deliver() {
      int i = 0;
      for (Asked one : asked) {
        PlannedSlices.Slice found = statement.found(i++);
        if (found != null) {
          RankWish.deliver(one.entry, view -> view.sliceLoaded(found));
        }
      }
    }
  }
}
