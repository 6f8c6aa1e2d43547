package io.pgredis.command.server;

import io.pgredis.command.Command;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.command.KeySpec.Begin;
import io.pgredis.command.KeySpec.Find;
import io.pgredis.command.KeySpec.KeyFlag;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A command as COMMAND INFO describes it, in the ten fields of Redis 7.0. */
final class CommandInfo {
  private static final Set<Flag> HIDDEN =
      EnumSet.of(Flag.MAY_REPLICATE, Flag.RUNS_IN_MULTI, Flag.STANDS_ALONE);

  private CommandInfo() {}

  static Reply describe(Command command) {
    KeyRange range = KeyRange.of(command.keySpecs());
    return Reply.array(
        Reply.bulk(command.fullName()),
        Reply.integer(command.arity()),
        flags(command),
        Reply.integer(range.first),
        Reply.integer(range.last),
        Reply.integer(range.step),
        Reply.set(command.categories().stream().map(name -> Reply.simple("@" + name)).toList()),
        Reply.set(command.tips().stream().map(Reply::bulk).toList()),
        Reply.set(command.keySpecs().stream().map(CommandInfo::keySpec).toList()),
        subcommands(command));
  }

  /** Redis calls it a set where there are none and an array where there are some. */
  private static Reply subcommands(Command command) {
    List<Reply> described =
        command.subcommands().values().stream().map(CommandInfo::describe).toList();
    return described.isEmpty() ? Reply.set(described) : Reply.array(described);
  }

  private static Reply flags(Command command) {
    return Reply.set(
        command.flags().stream()
            .filter(flag -> !HIDDEN.contains(flag))
            .map(flag -> Reply.simple(flag.name().toLowerCase(Locale.ROOT)))
            .toList());
  }

  private static Reply keySpec(KeySpec spec) {
    List<Reply> fields = new ArrayList<>(8);
    if (!spec.notes().isEmpty()) {
      fields.add(Reply.bulk("notes"));
      fields.add(Reply.bulk(spec.notes()));
    }
    fields.add(Reply.bulk("flags"));
    fields.add(keyFlags(spec.flags()));
    fields.add(Reply.bulk("begin_search"));
    fields.add(
        switch (spec.begin()) {
          case Begin.Index(int position) -> typed("index", "index", Reply.integer(position));
          case Begin.Keyword(String keyword, int startFrom) ->
              typed(
                  "keyword", "keyword", Reply.bulk(keyword), "startfrom", Reply.integer(startFrom));
          case Begin.Unknown() -> typed("unknown");
        });
    fields.add(Reply.bulk("find_keys"));
    fields.add(
        switch (spec.find()) {
          case Find.Range(int lastKey, int step, int limit) ->
              typed(
                  "range",
                  "lastkey",
                  Reply.integer(lastKey),
                  "keystep",
                  Reply.integer(step),
                  "limit",
                  Reply.integer(limit));
          case Find.KeyNum(int keyNumIndex, int firstKey, int step) ->
              typed(
                  "keynum",
                  "keynumidx",
                  Reply.integer(keyNumIndex),
                  "firstkey",
                  Reply.integer(firstKey),
                  "keystep",
                  Reply.integer(step));
          case Find.Unknown() -> typed("unknown");
        });
    return Reply.map(fields);
  }

  /** What a command does with a key, in Redis's notation: {@code RO access}. */
  static Reply keyFlags(Set<KeyFlag> flags) {
    List<Reply> names = new ArrayList<>(flags.size());
    for (KeyFlag flag : KeyFlag.values()) {
      if (flags.contains(flag)) {
        boolean upper = flag.compareTo(KeyFlag.RM) <= 0;
        names.add(Reply.simple(upper ? flag.name() : flag.name().toLowerCase(Locale.ROOT)));
      }
    }
    return Reply.set(names);
  }

  /** A type and its details, names and values in turn. */
  private static Reply typed(String type, Object... details) {
    List<Reply> spec = new ArrayList<>(details.length);
    for (Object detail : details) {
      spec.add(detail instanceof Reply value ? value : Reply.bulk((String) detail));
    }
    return Reply.map(Reply.bulk("type"), Reply.bulk(type), Reply.bulk("spec"), Reply.map(spec));
  }

  /**
   * The keys as Redis described them before there were key specs, by populateCommandLegacyRangeSpec
   * of Redis 7.0: one range from the first key to the last, as far as the specs are such ranges.
   *
   * @param last the last key's position; negative: from the end
   */
  private record KeyRange(int first, int last, int step) {
    private static final KeyRange NONE = new KeyRange(0, 0, 0);

    static KeyRange of(List<KeySpec> specs) {
      if (specs.size() == 1
          && specs.getFirst().begin() instanceof Begin.Index(int position)
          && specs.getFirst().find() instanceof Find.Range(int lastKey, int step, int limit)) {
        return new KeyRange(position, absolute(position, lastKey), step);
      }
      int first = Integer.MAX_VALUE;
      int last = 0;
      int previousLast = 0;
      for (KeySpec spec : specs) {
        if (!(spec.begin() instanceof Begin.Index(int position))
            || !(spec.find() instanceof Find.Range(int lastKey, int step, int limit))) {
          continue;
        }
        if (step != 1 || (previousLast != 0 && previousLast != position - 1)) {
          return NONE;
        }
        first = Math.min(first, position);
        previousLast = absolute(position, lastKey);
        // Compared as unsigned numbers, so that one from the end is the last of all.
        last = Integer.compareUnsigned(last, previousLast) > 0 ? last : previousLast;
      }
      return first == Integer.MAX_VALUE ? NONE : new KeyRange(first, last, 1);
    }

    private static int absolute(int position, int lastKey) {
      return lastKey >= 0 ? position + lastKey : lastKey;
    }
  }
}
