package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Help;
import io.pgredis.command.Hold;
import io.pgredis.command.Scope;
import io.pgredis.keyspace.Entry;
import io.pgredis.resp.Reply;
import io.pgredis.text.Glob;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * DEBUG: what tests and developers need. Off unless {@code enable-debug-command} allows it, to
 * everyone or to clients of this machine.
 */
public final class DebugFamily implements Family {
  private static final String NOT_ALLOWED =
      "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you"
          + " can run it from a local connection, otherwise you need to set this option in the"
          + " configuration file, and then restart the server.";

  private static final int LRU_CLOCK_MASK = 0xFFFFFF;
  private static final long MAX_SLEEP_MILLIS = 60 * 60 * 1000L;
  private static final int HISTOGRAM_LINES = 40;
  private static final int MAX_TEXT_BYTES = 1 << 20;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.administrative("debug", -2)
            .since("1.0.0")
            .complexity("Depends on subcommand.")
            .systemCommand()
            .flags(Flag.STANDS_ALONE)
            .scopeBy(DebugFamily::scope)
            .summary("Helps to test and to debug the server.")
            .guard(DebugFamily::requireAllowed)
            .run(DebugFamily::debug));
  }

  private static Scope scope(byte[][] args) {
    boolean object = args.length == 3 && Args.equalsIgnoreCase(args[1], "OBJECT");
    return object ? Scope.KEYS : Scope.CONNECTION;
  }

  private static Reply debug(Context context, Args args) {
    String form = args.text(1).toUpperCase(Locale.ROOT) + " " + (args.count() - 2);
    return switch (form) {
      case "HELP 0" -> help();
      case "OBJECT 1" -> object(context.key(args.bytes(2)));
      case "SLEEP 1" -> sleep(context, args.text(2));
      case "SET-ACTIVE-EXPIRE 1" -> {
        context.services().activeExpiry(atoi(args.text(2)) != 0);
        yield Reply.OK;
      }
      case "STRINGMATCH-LEN 2" -> matchLength(args);
      case "JMAP 0" -> heap();
      default -> throw new CommandError(Errors.subcommandSyntax(args));
    };
  }

  private static void requireAllowed(Context context) {
    if (!isAllowed(context)) {
      throw new CommandError(NOT_ALLOWED);
    }
  }

  private static boolean isAllowed(Context context) {
    return switch (context.services().config().enableDebugCommand.get()) {
      case "yes" -> true;
      case "local" -> isLocal(context.client().info().address());
      default -> false;
    };
  }

  private static boolean isLocal(String address) {
    return address.startsWith("127.") || address.startsWith("[::1]") || address.startsWith("::1");
  }

  private static Reply object(Entry entry) {
    if (!entry.exists()) {
      throw new CommandError(Errors.NO_SUCH_KEY);
    }
    long seconds = System.currentTimeMillis() / 1000;
    return Reply.simple(
        "Value at:0x%012x refcount:1 encoding:%s serializedlength:%d lru:%d lru_seconds_idle:0"
            .formatted(
                System.identityHashCode(entry),
                entry.encodingName(),
                entry.footprint() + 1,
                seconds & LRU_CLOCK_MASK));
  }

  /** Holds the connection for a while, and nobody else; inside MULTI it answers at once. */
  private static Reply sleep(Context context, String seconds) {
    double wanted;
    try {
      wanted = Double.parseDouble(seconds);
    } catch (NumberFormatException e) {
      wanted = 0;
    }
    long millis = (long) Math.clamp(wanted * 1000, 0, MAX_SLEEP_MILLIS);
    if (millis > 0 && !context.client().isExecuting()) {
      context.client().hold(new Hold(millis, false));
    }
    return Reply.OK;
  }

  private static long atoi(String text) {
    return Args.parseLong(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), 0);
  }

  /** Whether a pattern matches a text of so many letters a: for patterns that might take long. */
  private static Reply matchLength(Args args) {
    byte[] text = new byte[(int) Math.clamp(args.integer(2), 0, MAX_TEXT_BYTES)];
    Arrays.fill(text, (byte) 'a');
    return Glob.of(args.bytes(3)).matches(text) ? Reply.ONE : Reply.ZERO;
  }

  /** The classes that fill the heap. */
  private static Reply heap() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      Object histogram =
          server.invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "gcClassHistogram",
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
      List<String> lines = histogram.toString().lines().limit(HISTOGRAM_LINES).toList();
      return Reply.verbatim(String.join("\n", lines) + "\n");
    } catch (JMException e) {
      throw new CommandError("ERR the heap cannot be looked at: " + e.getMessage());
    }
  }

  private static Reply help() {
    return Help.of(
        "debug",
        "JMAP",
        "    Lists the classes that fill the heap.",
        "OBJECT <key>",
        "    Describes how a value is held.",
        "SET-ACTIVE-EXPIRE (0|1)",
        "    Switches the removal of expired keys that nobody asks for off and on.",
        "SLEEP <seconds>",
        "    Lets this connection wait for a while.",
        "STRINGMATCH-LEN <length> <pattern>",
        "    Answers whether a pattern matches so many letters a.");
  }
}
