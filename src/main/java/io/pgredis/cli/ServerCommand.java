package io.pgredis.cli;

import io.pgredis.config.ConfigException;
import io.pgredis.config.Parameter;
import io.pgredis.config.ServerConfig;
import io.pgredis.config.Trait;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code pgredis server}. Every parameter of {@link ServerConfig} is an option of its name; the
 * command line wins over the environment, and that over the configuration file.
 */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Start the server, in the foreground.",
      "",
      "Without --database it runs a PostgreSQL of its own, which keeps its data in --data-dir:"
          + " durable, private, and for one machine.",
      ""
    },
    footer = {
      "",
      "Any other parameter of redis.conf is an option too, such as --timeout 300.",
      "",
      "Environment: DATABASE_URL, MAX_CONNECTIONS, REQUIREPASS or REQUIREPASS_FILE; PGUSER and"
          + " PGPASSWORD or PGPASSWORD_FILE complete a URL without them. Prefer these or a file to"
          + " the command line for secrets: anybody on the machine can read a command line.",
    })
final class ServerCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger("io.pgredis");

  /** The options that help shows, and what it says of them. */
  private static final Map<String, String> SHOWN = shown();

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "a file in redis.conf's syntax; a line that it does not know stops the start")
  private Path configFile;

  @Option(
      names = "--requirepass-file",
      paramLabel = "FILE",
      description = "a file with the password that clients must give")
  private Path passwordFile;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "a file with the database's password")
  private Path databasePasswordFile;

  private static Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(
        "database",
        "URL|a PostgreSQL: postgres://, postgresql:// or jdbc:postgresql:// (several"
            + " hosts allowed)");
    shown.put("bind", "ADDRESS...|where to listen");
    shown.put("port", "PORT|the port to listen on, 0 for any free one");
    shown.put("max-connections", "N|connections to the database");
    shown.put("maxclients", "N|connections of clients");
    shown.put("schema", "NAME|the schema of pgredis's tables");
    shown.put(
        "data-dir",
        "DIR|where the embedded PostgreSQL keeps its data; default: ~/.local/share/pgredis, as"
            + " root /var/lib/pgredis");
    shown.put("postgres-bin", "DIR|the programs of an installed PostgreSQL to use instead");
    shown.put("requirepass", "PASSWORD|the password that clients must give");
    shown.put("protected-mode", "yes|no|without a password, refuse clients of other machines");
    shown.put("databases", "N|how many numbered databases there are");
    return shown;
  }

  /** Makes an option of every parameter. */
  static void addParameters(CommandSpec spec) {
    ServerConfig defaults = new ServerConfig();
    for (String name : SHOWN.keySet()) {
      spec.addOption(option(defaults.find(name).orElseThrow(), name, false));
    }
    for (Parameter parameter : defaults.all()) {
      for (String name : parameter.names()) {
        if (!SHOWN.containsKey(name)) {
          spec.addOption(option(parameter, name, true));
        }
      }
    }
  }

  private static OptionSpec option(Parameter parameter, String name, boolean hidden) {
    String text = SHOWN.getOrDefault(name, "VALUE|");
    int bar = text.lastIndexOf('|');
    boolean several = parameter.is(Trait.SEVERAL_WORDS);
    String initial = parameter.defaultText();
    return OptionSpec.builder("--" + name)
        .hidden(hidden)
        .paramLabel(text.substring(0, bar))
        .hideParamSyntax(true)
        .description(text.substring(bar + 1) + (initial.isEmpty() ? "" : "; default: " + initial))
        .arity(several ? "1..*" : "1")
        .type(several ? List.class : String.class)
        .auxiliaryTypes(String.class)
        .build();
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    ServerConfig config = new ServerConfig();
    try {
      configure(config);
    } catch (ConfigException e) {
      throw new Failure(e.getMessage(), e);
    }
    new ServerLife(config, databasePasswordFile).run();
    return 0;
  }

  private void configure(ServerConfig config) throws ConfigException, Failure {
    if (configFile != null) {
      config.load(configFile).forEach(log::warn);
    }
    setFromEnvironment(config, "DATABASE_URL", "database");
    setFromEnvironment(config, "MAX_CONNECTIONS", "max-connections");
    String password = Secrets.find(Optional.ofNullable(passwordFile), "REQUIREPASS");
    if (!password.isEmpty()) {
      set(config, "requirepass", List.of(password), "the password");
    }
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName().substring(2);
      if (config.find(name).isPresent()) {
        set(config, name, words(option), option.longestName());
      }
    }
  }

  private static void setFromEnvironment(ServerConfig config, String variable, String name)
      throws ConfigException {
    String value = System.getenv().getOrDefault(variable, "");
    if (!value.isEmpty()) {
      set(config, name, List.of(value), variable);
    }
  }

  private static List<String> words(OptionSpec option) {
    List<String> words = new ArrayList<>();
    if (option.getValue() instanceof List<?> list) {
      list.forEach(word -> words.add(word.toString()));
    } else {
      words.add(option.getValue());
    }
    return words;
  }

  private static void set(ServerConfig config, String name, List<String> words, String where)
      throws ConfigException {
    try {
      config.configure(name, words).ifPresent(log::warn);
    } catch (ConfigException e) {
      throw new ConfigException(where + ": " + e.getMessage());
    }
  }

  static CommandLine commandLine() {
    return Main.commandLine().getSubcommands().get("server");
  }
}
