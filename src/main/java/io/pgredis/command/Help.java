package io.pgredis.command;

import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the HELP subcommand of a container answers. */
public final class Help {
  private Help() {}

  /**
   * The reply: a heading, the given lines, and HELP itself.
   *
   * @param container the container's name
   * @param lines each subcommand with its arguments, followed by lines on it, indented by four
   *     spaces
   */
  public static Reply of(String container, String... lines) {
    List<Reply> all = new ArrayList<>(lines.length + 3);
    all.add(
        Reply.simple(
            container.toUpperCase(Locale.ROOT)
                + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
    for (String line : lines) {
      all.add(Reply.simple(line));
    }
    all.add(Reply.simple("HELP"));
    all.add(Reply.simple("    Prints this help."));
    return Reply.array(all);
  }
}
