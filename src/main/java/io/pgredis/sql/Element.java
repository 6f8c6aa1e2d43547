package io.pgredis.sql;

/**
 * A row of a spread collection: something with a name that occurs once in it.
 *
 * @param <V> what belongs to the name
 */
public interface Element<V> {
  /** The id of the collection. */
  long id();

  /** The first 63 bits of the name's digest, also the cursor of HSCAN and its kin. */
  long high();

  /** The next 64 bits. */
  long low();

  /** The field or member. */
  byte[] name();

  /** What belongs to it. */
  V value();
}
