package io.pgredis.keyspace;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A key that a batch is going to touch, known before it runs. What is not planned is found out on
 * demand: one more round trip, same result.
 */
public final class PlannedKey {
  private final int database;
  private final byte[] name;
  private final int hash;
  private boolean write;
  private boolean load;
  private boolean refused;
  private ValueType unseen = ValueType.NONE;
  private Set<Wish> wishes = Set.of();
  private long keyspace = -1;

  /**
   * A key.
   *
   * @param database its database's number
   * @param name its name
   * @param write whether it may be changed
   * @param load whether it is looked at, or only overwritten
   */
  public PlannedKey(int database, byte[] name, boolean write, boolean load) {
    this.database = database;
    this.name = name;
    this.write = write;
    this.load = load;
    this.hash = 31 * Arrays.hashCode(name) + database;
  }

  /** A key of a keyspace rather than of a database, to be written: for sweeping. */
  static PlannedKey ofKeyspace(long keyspace, byte[] name) {
    PlannedKey key = new PlannedKey(-1, name, true, true);
    key.keyspace = keyspace;
    return key;
  }

  /** Its database's number. */
  public int database() {
    return database;
  }

  /** Its name. */
  public byte[] name() {
    return name;
  }

  /** Whether it may be changed. */
  public boolean write() {
    return write;
  }

  /** Whether it is looked at. */
  public boolean load() {
    return load;
  }

  /** Makes this plan also do what another one for the same key does. */
  public void merge(PlannedKey other) {
    write |= other.write;
    load |= other.load;
    ValueType both = unseen == other.unseen ? unseen : ValueType.NONE;
    other.wishes.forEach(this::wish);
    unseen = both;
  }

  /** Adds a part of its collection that is looked at. */
  public void wish(Wish wish) {
    if (wishes.isEmpty()) {
      wishes = new LinkedHashSet<>();
      unseen = wish.puts();
    } else if (unseen != wish.puts()) {
      unseen = ValueType.NONE;
    }
    wishes.add(wish);
  }

  /**
   * The type of the collection that elements are put into, if nothing else is done with the key;
   * else {@link ValueType#NONE}.
   */
  public ValueType unseen() {
    return unseen;
  }

  /** How many elements are put in that way. */
  public int unseenElements() {
    return wishes.stream().mapToInt(Wish::size).sum();
  }

  /** The parts of its collection that are looked at. */
  Set<Wish> wishes() {
    return wishes;
  }

  /** Whether its lock was held by another instance. */
  public boolean refused() {
    return refused;
  }

  void refuse() {
    refused = true;
  }

  long keyspace(long[] keyspaces) {
    return keyspace >= 0 ? keyspace : keyspaces[database];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlannedKey key
        && key.hash == hash
        && key.database == database
        && key.keyspace == keyspace
        && Arrays.equals(key.name, name);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
