package io.pgredis.sql;

/**
 * Which keyspace each database number means.
 *
 * @param generation another number after each change
 * @param keyspaces by database number; not to be changed
 * @param changes by database number, how often it has got another keyspace; not to be changed
 */
public record Mapping(long generation, long[] keyspaces, long[] changes) {
  /** The keyspace of a database. */
  public long keyspace(int database) {
    return keyspaces[database];
  }
}
