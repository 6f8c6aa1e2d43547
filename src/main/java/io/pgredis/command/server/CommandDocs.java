package io.pgredis.command.server;

import io.pgredis.command.Command;
import io.pgredis.command.Documentation;
import io.pgredis.command.Syntax;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/** A command as COMMAND DOCS describes it. */
final class CommandDocs {
  private CommandDocs() {}

  static Reply describe(Command command) {
    Documentation documentation = command.documentation();
    Fields fields = new Fields();
    fields.text("summary", documentation.summary());
    fields.text("since", documentation.since());
    fields.text("group", command.group().label());
    fields.text("complexity", documentation.complexity());
    List<Reply> flags = new ArrayList<>(2);
    if (documentation.systemCommand()) {
      flags.add(Reply.simple("syscmd"));
    }
    if (!documentation.deprecatedSince().isEmpty()) {
      flags.add(Reply.simple("deprecated"));
    }
    if (!flags.isEmpty()) {
      fields.add("doc_flags", Reply.set(flags));
    }
    fields.text("deprecated_since", documentation.deprecatedSince());
    fields.text("replaced_by", documentation.replacedBy());
    if (!documentation.history().isEmpty()) {
      fields.add("history", history(documentation.history()));
    }
    if (!documentation.arguments().isEmpty()) {
      fields.add("arguments", arguments(documentation.arguments()));
    }
    if (!command.subcommands().isEmpty()) {
      List<Reply> docs = new ArrayList<>();
      for (Command subcommand : command.subcommands().values()) {
        docs.add(Reply.bulk(subcommand.fullName()));
        docs.add(describe(subcommand));
      }
      fields.add("subcommands", Reply.map(docs));
    }
    return fields.reply();
  }

  private static Reply history(List<String> versionsAndChanges) {
    List<Reply> changes = new ArrayList<>();
    for (int i = 0; i + 1 < versionsAndChanges.size(); i += 2) {
      changes.add(
          Reply.array(
              Reply.bulk(versionsAndChanges.get(i)), Reply.bulk(versionsAndChanges.get(i + 1))));
    }
    return Reply.set(changes);
  }

  private static Reply arguments(List<Syntax.Argument> arguments) {
    return Reply.array(arguments.stream().map(CommandDocs::argument).toList());
  }

  private static Reply argument(Syntax.Argument argument) {
    Fields fields = new Fields();
    fields.text("name", argument.name());
    fields.text("type", argument.type().label());
    if (argument.keySpecIndex() >= 0) {
      fields.add("key_spec_index", Reply.integer(argument.keySpecIndex()));
    }
    fields.text("token", argument.token());
    List<Reply> flags = new ArrayList<>(3);
    if (argument.optional()) {
      flags.add(Reply.simple("optional"));
    }
    if (argument.multiple()) {
      flags.add(Reply.simple("multiple"));
    }
    if (argument.multipleToken()) {
      flags.add(Reply.simple("multiple_token"));
    }
    if (!flags.isEmpty()) {
      fields.add("flags", Reply.set(flags));
    }
    if (!argument.children().isEmpty()) {
      fields.add("arguments", arguments(argument.children()));
    }
    return fields.reply();
  }

  /** Fields of a map in the making. */
  private static final class Fields {
    private final List<Reply> flat = new ArrayList<>();

    void add(String name, Reply value) {
      flat.add(Reply.bulk(name));
      flat.add(value);
    }

    /** Adds a text unless it is empty. */
    void text(String name, String value) {
      if (!value.isEmpty()) {
        add(name, Reply.bulk(value));
      }
    }

    Reply reply() {
      return Reply.map(flat);
    }
  }
}
