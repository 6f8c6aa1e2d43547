package io.pgredis.command.connection;

import io.pgredis.command.CommandError;
import io.pgredis.resp.Reply;

/** What a client may call itself: nothing that would break a line of CLIENT LIST. */
final class ClientName {
  private ClientName() {}

  /** The name as text, else the error of CLIENT SETNAME. */
  static String checked(byte[] name) {
    return checked(name, "Client names");
  }

  /** The text, else an error that begins with what it is about. */
  static String checked(byte[] text, String what) {
    for (byte b : text) {
      if (b < '!' || b > '~') {
        throw new CommandError(
            "ERR " + what + " cannot contain spaces, newlines or special characters.");
      }
    }
    return Reply.bytesAsText(text);
  }
}
