package io.pgredis.command.server;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Help;
import io.pgredis.config.ServerConfig;
import io.pgredis.config.ServerConfig.Setting;
import io.pgredis.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CONFIG: the parameters of this instance. What it sets holds here, not on other instances. */
public final class ConfigFamily implements Family {

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.container("config", "2.0.0")
            .summary("Looks at the configuration and changes it.")
            .sub(
                administrative("get", -3)
                    .since("2.0.0")
                    .complexity("O(N) when N is the number of configuration parameters provided")
                    .history("7.0.0", "Several patterns in one call.")
                    .summary("Answers the parameters whose names match patterns.")
                    .syntax("parameter...")
                    .run(ConfigFamily::get))
            .sub(
                administrative("set", -4)
                    .since("2.0.0")
                    .complexity("O(N) when N is the number of configuration parameters provided")
                    .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                    .history("7.0.0", "Several parameters in one call.")
                    .summary("Changes parameters, all of them or none.")
                    .syntax("(parameter value)...")
                    .run(ConfigFamily::set))
            .sub(
                administrative("resetstat", 2)
                    .since("2.0.0")
                    .summary("Sets the counters of INFO and LATENCY HISTOGRAM to zero.")
                    .run(ConfigFamily::resetStat))
            .sub(
                administrative("rewrite", 2)
                    .since("2.8.0")
                    .summary("Writes what CONFIG SET has changed into the configuration file.")
                    .run(ConfigFamily::rewrite))
            .sub(ServerCommands.help("5.0.0", context -> help())));
  }

  private static Command.Builder administrative(String name, int arity) {
    return ServerCommands.administrative(name, arity);
  }

  private static ServerConfig config(Context context) {
    return context.services().config();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Reply get(Context context, Args args) {
    List<String> patterns = new ArrayList<>();
    for (int i = 2; i < args.count(); i++) {
      patterns.add(text(args.bytes(i)));
    }
    List<Reply> flat = new ArrayList<>();
    config(context)
        .get(patterns)
        .forEach(
            (name, value) -> {
              flat.add(Reply.bulk(name));
              flat.add(Reply.bulk(value));
            });
    return Reply.map(flat);
  }

  private static Reply set(Context context, Args args) {
    if (args.count() % 2 != 0) {
      throw new CommandError(Errors.SYNTAX);
    }
    List<Setting> settings = new ArrayList<>();
    for (int i = 2; i < args.count(); i += 2) {
      settings.add(new Setting(text(args.bytes(i)), text(args.bytes(i + 1))));
    }
    return okOr(config(context).set(settings));
  }

  private static Reply resetStat(Context context, Args args) {
    context.services().statistics().reset();
    context.services().commands().flat().forEach(command -> command.stats().reset());
    return Reply.OK;
  }

  private static Reply rewrite(Context context, Args args) {
    return okOr(config(context).rewrite());
  }

  /** Error texts are UTF-8 in a file, and one char a byte in a reply. */
  private static Reply okOr(Optional<String> error) {
    if (error.isPresent()) {
      byte[] bytes = error.get().getBytes(StandardCharsets.UTF_8);
      throw new CommandError(Reply.bytesAsText(bytes));
    }
    return Reply.OK;
  }

  private static Reply help() {
    return Help.of(
        "config",
        "GET <pattern> [<pattern> ...]",
        "    Answers the parameters whose names match one of these patterns.",
        "RESETSTAT",
        "    Sets the counters of INFO and LATENCY HISTOGRAM to zero.",
        "REWRITE",
        "    Writes what CONFIG SET has changed into the configuration file.",
        "SET <parameter> <value> [<parameter> <value> ...]",
        "    Changes parameters, all of them or none.");
  }
}
