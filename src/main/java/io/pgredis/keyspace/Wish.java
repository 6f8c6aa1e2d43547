package io.pgredis.keyspace;

import io.pgredis.sql.ElementTable;
import io.pgredis.sql.HashTable;
import io.pgredis.sql.PlannedRead;
import io.pgredis.sql.ScoredMember;
import io.pgredis.sql.SetTable;
import io.pgredis.sql.SortedSetTable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a collection that a command is known to look at before it runs. If the collection is
 * spread, that part is loaded in the round trip that loads the key. What is not wished for, and
 * what nobody yet knew to be spread, is loaded on demand: one more round trip, same result.
 */
public abstract class Wish {

  /** All wishes of one kind of a batch, and the one statement that brings what they ask for. */
  abstract static class Load {
    /** Adds a wish of this kind. */
    abstract void add(Entry entry, Wish wish);

    /** The statement. */
    abstract PlannedRead statement();

    /** Gives the collections, whose keys are loaded now, what was found of them. */
    abstract void deliver();
  }

  /**
   * What is worth wishing for where the batch is going to change the key: what it reads there may
   * not hold when the command runs.
   */
  Optional<Wish> ofChanging() {
    return Optional.of(this);
  }

  /**
   * The type of the collection if it is only of interest which of the elements are new, which are
   * put there whatever there is; else {@link ValueType#NONE}.
   */
  ValueType puts() {
    return ValueType.NONE;
  }

  /** How many elements it names. */
  int size() {
    return 0;
  }

  /** Wishes whose kinds are equal share a statement. */
  abstract Object kind();

  /** What collects the wishes of this kind; called with the first one. */
  abstract Load load();

  /** What planned keys wish for of collections that are spread as far as anybody knows. */
  static Collection<Load> loads(UnitOfWork unit, Collection<PlannedKey> keys) {
    Map<Object, Load> loads = Map.of();
    for (PlannedKey key : keys) {
      if (key.wishes().isEmpty() || !key.load() || key.database() >= unit.databases()) {
        continue;
      }
      Entry entry = unit.entry(key);
      if (unit.packing().maySpread(entry)) {
        loads = loads.isEmpty() ? new LinkedHashMap<>() : loads;
        for (Wish any : key.wishes()) {
          Wish wish = key.write() ? any.ofChanging().orElse(null) : any;
          if (wish != null) {
            loads.computeIfAbsent(wish.kind(), kind -> wish.load()).add(entry, wish);
          }
        }
      }
    }
    return loads.values();
  }

  /** Elements of a hash, a set or a sorted set by their names. */
  public static Wish elements(ValueType type, List<byte[]> names) {
    return new KeyedWish.Named(table(type), names, ValueType.NONE);
  }

  /**
   * As {@link #elements}, of a command that puts them there, whatever there is, and answers no more
   * than how many of them are new ({@link Unseen}).
   */
  public static Wish put(ValueType type, List<byte[]> names) {
    return new KeyedWish.Named(table(type), names, type);
  }

  /** Elements of a hash, a set or a sorted set, chosen by chance. */
  public static Wish random(ValueType type, long count) {
    return new KeyedWish.Drawn(table(type), (int) Math.min(count, KeyedWish.MOST_DRAWN));
  }

  /** All elements of a hash, a set or a sorted set, unless there are very many. */
  public static Wish all(ValueType type) {
    return new KeyedWish.All(table(type));
  }

  /** Elements that are taken off an end of a list. */
  public static Wish popped(ListEnd end, long count) {
    return new ListWish.End(end, count);
  }

  /** An end of a list, to add elements to. */
  public static Wish pushed(ListEnd end) {
    return new ListWish.End(end, 0);
  }

  /**
   * The elements of a list between two indexes, both included, negative ones counted from the tail;
   * unless there are very many.
   */
  public static Wish listPart(long start, long stop) {
    return new ListWish.Part(start, stop);
  }

  /**
   * A part of a sorted set, from one place in its order to before another; no more than {@link
   * OrderWish#MOST_ELEMENTS}.
   *
   * @param descending whether the last elements come first
   * @param count how many elements at most
   */
  public static Wish part(ScoredMember from, ScoredMember to, boolean descending, long count) {
    return new OrderWish(from, to, descending, count, false);
  }

  /** The first or the last elements of a sorted set, to be taken away. */
  public static Wish end(boolean last, long count) {
    return new OrderWish(ScoredMember.START, ScoredMember.END, last, count, true);
  }

  /** How many elements of a sorted set stand before a place in its order. */
  public static Wish rank(ScoredMember place) {
    return new RankWish.OfPlace(place);
  }

  /** A member of a sorted set, and how many elements stand before it. */
  public static Wish rank(byte[] member) {
    return new RankWish.OfMember(member);
  }

  /**
   * Elements of a sorted set by their ranks; no more than {@link OrderWish#MOST_ELEMENTS}.
   *
   * @param first the rank of the first one; a negative one counts from the end, -1 is the last
   * @param count how many
   */
  public static Wish slice(long first, long count) {
    return new RankWish.Slice(first, count);
  }

  private static ElementTable<?> table(ValueType type) {
    return switch (type) {
      case HASH -> HashTable.INSTANCE;
      case SET -> SetTable.INSTANCE;
      case ZSET -> SortedSetTable.INSTANCE;
      default -> throw new IllegalArgumentException(type + " has no elements with names");
    };
  }
}
