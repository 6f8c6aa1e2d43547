package io.pgredis.command.generic;

import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Group;
import io.pgredis.command.Help;
import io.pgredis.command.KeySpec;
import io.pgredis.keyspace.Entry;
import io.pgredis.keyspace.ValueType;
import io.pgredis.resp.Reply;
import java.util.List;

/**
 * OBJECT: how Redis would hold a value. Reads never write, so there is no time of the last access:
 * every key was used just now. Null for a key that does not exist.
 */
public final class ObjectFamily implements Family {
  private static final String NO_LFU =
      "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that"
          + " when switching between policies at runtime LRU and LFU data will take some time to"
          + " adjust.";

  /** Redis shares the objects of the integers below this one. */
  private static final int SHARED_INTEGERS = 10_000;

  private static final Reply SHARED = Reply.integer(Integer.MAX_VALUE);

  @FunctionalInterface
  private interface Question {
    Reply answer(Entry entry);
  }

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        Command.named("object", -2)
            .group(Group.GENERIC)
            .since("2.2.3")
            .complexity("Depends on subcommand.")
            .summary("Looks at how values are held.")
            .sub(
                Command.named("help", 2)
                    .flags(Flag.LOADING, Flag.STALE)
                    .categories("keyspace")
                    .since("6.2.0")
                    .complexity("O(1)")
                    .summary("Lists the subcommands.")
                    .run((context, args) -> help()))
            .sub(
                question("freq", ObjectFamily::freq)
                    .since("4.0.0")
                    .summary("Answers how often a key was used lately, on a logarithmic scale."))
            .sub(
                question("idletime", entry -> Reply.ZERO)
                    .since("2.2.3")
                    .summary("Answers for how many seconds a key has not been used."))
            .sub(
                question("encoding", entry -> Reply.bulk(entry.encodingName()))
                    .since("2.2.3")
                    .summary("Answers the name of a value's internal form."))
            .sub(
                question("refcount", ObjectFamily::refcount)
                    .since("2.2.3")
                    .summary("Answers how many references to a value there are.")));
  }

  private static Command.Builder question(String name, Question question) {
    return Command.named(name, 3)
        .flags(Flag.READONLY)
        .categories("keyspace")
        .key(KeySpec.at(2, RO))
        .tips("nondeterministic_output")
        .complexity("O(1)")
        .syntax("key")
        .run((context, args) -> ask(context, args, question));
  }

  private static Reply ask(Context context, Args args, Question question) {
    Entry entry = context.key(args.bytes(2));
    context.lookedUp();
    return entry.exists() ? question.answer(entry) : Reply.NULL;
  }

  private static Reply freq(Entry entry) {
    throw new CommandError(NO_LFU);
  }

  private static Reply refcount(Entry entry) {
    if (entry.type() == ValueType.STRING && entry.encodingName().equals("int")) {
      long value = Args.integer(entry.string());
      if (value >= 0 && value < SHARED_INTEGERS) {
        return SHARED;
      }
    }
    return Reply.ONE;
  }

  private static Reply help() {
    return Help.of(
        "object",
        "ENCODING <key>",
        "    Answers the name of the form in which the value is held.",
        "FREQ <key>",
        "    Answers how often the key was used; only where an LFU policy counts that.",
        "IDLETIME <key>",
        "    Answers the seconds since the key was last used.",
        "REFCOUNT <key>",
        "    Answers how many references to the value there are.");
  }
}
