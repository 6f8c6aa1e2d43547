package io.pgredis.command;

import io.pgredis.resp.Reply;

/**
 * The exact error texts that several commands share. Clients match on them: they are Redis's, to
 * the byte. A text that only one family uses stands in that family.
 */
public final class Errors {
  public static final Reply.Err SYNTAX = new Reply.Err("ERR syntax error");
  public static final Reply.Err NOT_AN_INTEGER =
      new Reply.Err("ERR value is not an integer or out of range");
  public static final Reply.Err NOT_AN_INT =
      new Reply.Err("ERR value is out of range, value must between -2147483648 and 2147483647");
  public static final Reply.Err NOT_A_FLOAT = new Reply.Err("ERR value is not a valid float");
  public static final Reply.Err OVERFLOW =
      new Reply.Err("ERR increment or decrement would overflow");
  public static final Reply.Err WRONG_TYPE =
      new Reply.Err("WRONGTYPE Operation against a key holding the wrong kind of value");
  public static final Reply.Err NO_SUCH_KEY = new Reply.Err("ERR no such key");
  public static final Reply.Err OUT_OF_RANGE = new Reply.Err("ERR index out of range");
  public static final Reply.Err DB_INDEX = new Reply.Err("ERR DB index is out of range");
  public static final Reply.Err STRING_TOO_LONG =
      new Reply.Err("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
  public static final Reply.Err NOAUTH = new Reply.Err("NOAUTH Authentication required.");
  public static final Reply.Err EXEC_ABORT =
      new Reply.Err("EXECABORT Transaction discarded because of previous errors.");

  /** Our own. */
  public static final Reply.Err OUT_OF_MEMORY =
      new Reply.Err("ERR out of memory: the server's heap has no room for this command");

  private static final int QUOTED_BYTES = 128;

  private Errors() {}

  /** EXEC itself was refused, which gives the transaction up. */
  public static Reply.Err execAbort(Reply.Err cause) {
    String text = cause.text();
    String why = text.startsWith("ERR ") ? text.substring("ERR ".length()) : text;
    return new Reply.Err("EXECABORT Transaction discarded because of: " + why);
  }

  /** The wrong number of arguments for a command, by its full name ({@code client|id}). */
  public static Reply.Err arity(String fullName) {
    return new Reply.Err("ERR wrong number of arguments for '" + fullName + "' command");
  }

  /** An expire time that the command cannot take. */
  public static Reply.Err invalidExpire(String commandName) {
    return new Reply.Err("ERR invalid expire time in '" + commandName + "' command");
  }

  /** The wrong number of arguments for a form of a subcommand; position 1 names it. */
  public static Reply.Err subcommandSyntax(Args args) {
    String subcommand = args.textToZero(1);
    int length = Math.min(subcommand.length(), QUOTED_BYTES);
    return new Reply.Err(
        "ERR unknown subcommand or wrong number of arguments for '"
            + subcommand.substring(0, length)
            + "'. Try "
            + args.text(0).toUpperCase(java.util.Locale.ROOT)
            + " HELP.");
  }
}
