package io.pgredis.sql;

/** What a batch changes in one of the tables of elements. */
public interface FlushPart {
  /** Whether there is nothing to write. */
  boolean isEmpty();

  /** About how many rows are to be written. */
  int rows();

  /** Adds the statements that write it; each must check how many rows it wrote. */
  void addTo(Flush flush);
}
