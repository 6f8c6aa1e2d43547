package io.pgredis.command.zset;

import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.SetView;
import io.pgredis.keyspace.SortedSetView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.sql.ScoredMember;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What is combined: a sorted set, or a set, whose members have the score 1. */
sealed interface Source {
  /** The score of a member of a set. */
  double OF_SETS = 1;

  /** What a key holds; a key that does not exist is an empty sorted set. */
  static Source of(Entry entry) {
    return entry.type() == ValueType.SET
        ? new OfSet(entry.set())
        : new OfSortedSet(entry.sortedSet());
  }

  /** How many members there are. */
  long size();

  /** All members, in no order. */
  List<ScoredMember> all();

  /** Loads these members together. */
  void expect(List<byte[]> members);

  /** The score of a member. */
  OptionalDouble score(byte[] member);

  /** Whether this is the same key's. */
  boolean isSame(Source other);

  /** A sorted set. */
  record OfSortedSet(SortedSetView view) implements Source {
    @Override
    public long size() {
      return view.size();
    }

    @Override
    public List<ScoredMember> all() {
      return view.all();
    }

    @Override
    public void expect(List<byte[]> members) {
      view.expect(members);
    }

    @Override
    public OptionalDouble score(byte[] member) {
      return view.score(member);
    }

    @Override
    public boolean isSame(Source other) {
      return other instanceof OfSortedSet(SortedSetView that) && that == view;
    }
  }

  /** A set. */
  record OfSet(SetView view) implements Source {
    @Override
    public long size() {
      return view.size();
    }

    @Override
    public List<ScoredMember> all() {
      List<ScoredMember> all = new ArrayList<>();
      for (byte[] member : view.members()) {
        all.add(new ScoredMember(member, OF_SETS));
      }
      return all;
    }

    @Override
    public void expect(List<byte[]> members) {
      view.expect(members);
    }

    @Override
    public OptionalDouble score(byte[] member) {
      return view.contains(member) ? OptionalDouble.of(OF_SETS) : OptionalDouble.empty();
    }

    @Override
    public boolean isSame(Source other) {
      return other instanceof OfSet(SetView that) && that == view;
    }
  }
}
