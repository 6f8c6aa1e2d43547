package io.pgredis.sql;

/** What finds the row of a key: its keyspace and the digest of its name. */
public interface RowKey {
  /** The keyspace's number, not the database's. */
  long keyspace();

  /** The first 63 bits of the digest, also the cursor of SCAN. */
  long high();

  /** The next 64 bits. */
  long low();
}
