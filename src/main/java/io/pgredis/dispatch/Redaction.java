package io.pgredis.dispatch;

import io.pgredis.command.Args;
import io.pgredis.command.Invocation;
import io.pgredis.config.ServerConfig;
import io.pgredis.config.Trait;
import io.pgredis.resp.Reply;
import java.nio.charset.StandardCharsets;

/** Takes secrets out of a command's arguments before they are shown to others. */
final class Redaction {
  private static final byte[] REDACTED = "(redacted)".getBytes(StandardCharsets.US_ASCII);

  private Redaction() {}

  /** The arguments to show; the array itself if it holds no secret. */
  static byte[][] of(Invocation invocation, ServerConfig config) {
    byte[][] args = invocation.args();
    return switch (invocation.command().fullName()) {
      case "auth" -> hide(args, 1, args.length);
      case "hello" -> hello(args);
      case "config|set" -> settings(args, config);
      default -> args;
    };
  }

  private static byte[][] hello(byte[][] args) {
    for (int i = 2; i < args.length; i++) {
      if (Args.equalsIgnoreCase(args[i], "AUTH")) {
        return hide(args, i + 1, Math.min(i + 3, args.length));
      }
    }
    return args;
  }

  private static byte[][] settings(byte[][] args, ServerConfig config) {
    byte[][] shown = args;
    for (int i = 2; i + 1 < args.length; i += 2) {
      boolean secret =
          config.find(Reply.bytesAsText(args[i])).filter(p -> p.is(Trait.SENSITIVE)).isPresent();
      shown = secret ? hide(shown, i + 1, i + 2) : shown;
    }
    return shown;
  }

  private static byte[][] hide(byte[][] args, int from, int to) {
    byte[][] shown = args.clone();
    for (int i = from; i < to; i++) {
      shown[i] = REDACTED;
    }
    return shown;
  }
}
