package io.pgredis.command;

import java.util.List;

/**
 * A family of commands that share a body, such as INCR, DECR, INCRBY and DECRBY: one small file
 * that declares, parses and executes them. Listed in {@code META-INF/services} so that a new family
 * touches its own file and that list only.
 */
public interface Family {
  /** The declarations, called once at start-up. */
  List<Command.Builder> commands();
}
