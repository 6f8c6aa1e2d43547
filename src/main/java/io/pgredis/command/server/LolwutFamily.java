package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.ServerFacts;
import io.pgredis.metrics.Statistics;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * LOLWUT: a picture, and the version. The picture is a herd of elephants, one of them carrying a
 * little redis; without a picture if a version is asked for without its number.
 */
public final class LolwutFamily implements Family {
  private static final String[] ELEPHANT = {
    "    __       ", "  .'  '.----.", "  |o  /      \\", " (_)  |_|--|_|"
  };
  private static final String[] CARRIER = {
    "    __  _/#\\_", "  .'  '.----.", "  |o  /      \\", " (_)  |_|--|_|"
  };
  private static final int HERD = 4;

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.server("lolwut", -1)
            .since("5.0.0")
            .flags(Flag.READONLY, Flag.FAST)
            .complexity("")
            .summary("Shows a picture and the version.")
            .syntax("[VERSION version:integer]")
            .run(LolwutFamily::lolwut));
  }

  private static Reply lolwut(Context context, Args args) {
    boolean picture = args.count() != 2 || !args.is(1, "VERSION");
    if (args.count() > 2 && args.is(1, "VERSION")) {
      // Versions 5 and 6 take sizes of their picture; they have to be numbers.
      int sizes = args.integer(2) == 5 ? 3 : args.integer(2) == 6 ? 2 : 0;
      for (int i = 3; i < Math.min(3 + sizes, args.count()); i++) {
        args.integer(i);
      }
    }
    String version = "Redis ver. " + ServerFacts.REDIS_VERSION + "\n";
    return Reply.verbatim(picture ? herd(context.services().statistics()) + version : version);
  }

  /** Which of them carries changes from call to call. */
  private static String herd(Statistics statistics) {
    int carrier = (int) (statistics.commandsProcessed.sum() % HERD);
    StringBuilder picture = new StringBuilder();
    for (int row = 0; row < ELEPHANT.length; row++) {
      for (int i = 0; i < HERD; i++) {
        String line = (i == carrier ? CARRIER : ELEPHANT)[row];
        picture.append(line).repeat(' ', 16 - line.length());
      }
      picture.append('\n');
    }
    return picture.append('\n').toString();
  }
}
