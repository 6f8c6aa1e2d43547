package io.pgredis.command.connection;

import io.pgredis.command.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** Who may use the server: the user {@code default} with the password of {@code requirepass}. */
final class Passwords {
  static final byte[] DEFAULT_USER = "default".getBytes(StandardCharsets.US_ASCII);

  private Passwords() {}

  static boolean isRequired(Context context) {
    return !required(context).isEmpty();
  }

  private static String required(Context context) {
    return context.services().config().requirePass.get();
  }

  /** Whether these let a client in; compared in constant time. Any password does if none is set. */
  static boolean match(Context context, byte[] user, byte[] password) {
    if (!Arrays.equals(user, DEFAULT_USER)) {
      return false;
    }
    byte[] required = required(context).getBytes(StandardCharsets.UTF_8);
    return required.length == 0 || MessageDigest.isEqual(required, password);
  }
}
