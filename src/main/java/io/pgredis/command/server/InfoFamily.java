package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Scope;
import io.pgredis.resp.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * INFO: what is to be known of this instance, in the sections and fields of Redis 7.0 as far as
 * there is a true value, and in a section of its own what only pgredis has. Counters are this
 * instance's; keys are those of the store.
 */
public final class InfoFamily implements Family {

  /** The sections in their order. */
  private enum Section {
    SERVER(InfoProcess::server),
    CLIENTS(InfoProcess::clients),
    MEMORY(InfoProcess::memory),
    PERSISTENCE(InfoCounters::persistence),
    STATS(InfoCounters::stats),
    REPLICATION(InfoCounters::replication),
    CPU(InfoProcess::cpu),
    MODULES(InfoCounters::modules),
    COMMANDSTATS(InfoCounters::commandStats),
    ERRORSTATS(InfoCounters::errorStats),
    LATENCYSTATS(InfoCounters::latencyStats),
    CLUSTER(InfoCounters::cluster),
    KEYSPACE(InfoCounters::keyspace),
    PGREDIS(InfoCounters::pgredis);

    private final BiConsumer<Context, InfoText> writer;

    Section(BiConsumer<Context, InfoText> writer) {
      this.writer = writer;
    }
  }

  private static final Set<Section> ALL = EnumSet.allOf(Section.class);
  private static final Set<Section> DEFAULT =
      EnumSet.complementOf(EnumSet.of(Section.COMMANDSTATS, Section.LATENCYSTATS));

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.server("info", -1)
            .since("1.0.0")
            .flags(Flag.LOADING, Flag.STALE)
            .categories("dangerous")
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .history("7.0.0", "Several sections in one call.")
            .summary("Answers facts and counters of the server.")
            .syntax("[section...]")
            .scopeBy(InfoFamily::scope)
            .run(InfoFamily::info));
  }

  /** Only the section of keys asks the database. */
  private static Scope scope(byte[][] args) {
    return sections(args).contains(Section.KEYSPACE) ? Scope.KEYSPACE : Scope.CONNECTION;
  }

  private static Set<Section> sections(byte[][] args) {
    if (args.length == 1) {
      return DEFAULT;
    }
    Set<Section> wanted = EnumSet.noneOf(Section.class);
    for (int i = 1; i < args.length; i++) {
      String name = Reply.bytesAsText(args[i]).toUpperCase(Locale.ROOT);
      switch (name) {
        case "DEFAULT" -> wanted.addAll(DEFAULT);
        case "ALL", "EVERYTHING" -> wanted.addAll(ALL);
        default -> {
          for (Section section : Section.values()) {
            if (section.name().equals(name)) {
              wanted.add(section);
            }
          }
        }
      }
    }
    return wanted;
  }

  private static Reply info(Context context, Args args) {
    InfoText text = new InfoText();
    for (Section section : sections(args.raw())) {
      section.writer.accept(context, text);
    }
    return text.reply();
  }
}
