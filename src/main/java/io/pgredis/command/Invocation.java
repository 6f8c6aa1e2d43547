package io.pgredis.command;

import io.pgredis.resp.Reply;

/**
 * A request whose command has been looked up and whose number of arguments has been checked.
 *
 * @param command the command, or subcommand of a container; null if there is none, also if only the
 *     container is known
 * @param args the arguments, the name first
 * @param payloadBytes the size of the request on the wire
 * @param refusal the error if the request cannot run at all (unknown command, wrong arity), else
 *     null
 */
public record Invocation(Command command, byte[][] args, long payloadBytes, Reply.Err refusal) {

  /** What runs for a request without arguments: nothing, and it has no reply. */
  public static final Invocation NOTHING =
      new Invocation(null, new byte[0][], 0, new Reply.Err("ERR no command"));
}
