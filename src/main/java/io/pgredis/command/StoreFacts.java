package io.pgredis.command;

/** Facts about the database behind this instance that INFO and its like show; no secrets. */
public interface StoreFacts {

  /**
   * The pool of connections.
   *
   * @param limit how many there may be
   * @param active how many are in use
   * @param idle how many are free
   * @param waiting how many threads wait for one
   */
  record Pool(int limit, int active, int idle, int waiting) {}

  /** PostgreSQL's version, such as {@code 18.1}. */
  String version();

  /** The schema that holds the store. */
  String schema();

  /** The pool's present use. */
  Pool pool();
}
