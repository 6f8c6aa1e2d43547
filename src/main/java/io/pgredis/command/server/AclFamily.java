package io.pgredis.command.server;

import io.pgredis.command.AclCategories;
import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.CommandError;
import io.pgredis.command.Context;
import io.pgredis.command.Errors;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.Help;
import io.pgredis.command.Invocation;
import io.pgredis.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** ACL, as far as there is one user, {@code default}, who may do everything. */
public final class AclFamily implements Family {
  private static final int MAX_PASSWORD_BITS = 4096;
  private static final int DEFAULT_PASSWORD_BITS = 256;
  private static final String USERS = "O(N). Where N is the number of configured users.";
  private static final String NO_FILE =
      "ERR This Redis instance is not configured to use an ACL file. You may want to specify users"
          + " via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a"
          + " Redis configuration file set) in order to store users in the Redis configuration.";
  private static final Reply DEFAULT = Reply.bulk("default");
  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        ServerCommands.container("acl", "6.0.0")
            .summary("Looks at users and what they may do.")
            .sub(
                open("cat", -2)
                    .complexity("O(1) since the categories and commands are a fixed set.")
                    .summary("Answers the categories of commands, or the commands of one.")
                    .syntax("[categoryname]")
                    .run(AclFamily::cat))
            .sub(
                administrative("deluser", -3)
                    .complexity("O(1) amortized time considering the typical user.")
                    .summary("Deletes users; there is none but the one that cannot be deleted.")
                    .syntax("username...")
                    .run(AclFamily::delUser))
            .sub(
                administrative("dryrun", -4)
                    .since("7.0.0")
                    .complexity("O(1).")
                    .summary("Answers whether a user may run a command, without running it.")
                    .syntax("username command [arg...]")
                    .run(AclFamily::dryRun))
            .sub(
                open("genpass", -2)
                    .summary("Answers a new random password.")
                    .syntax("[bits:integer]")
                    .run(AclFamily::genPass))
            .sub(
                administrative("getuser", 3)
                    .complexity(
                        "O(N). Where N is the number of password, command and pattern rules that"
                            + " the user has.")
                    .history(
                        "6.2.0", "Patterns of channels.",
                        "7.0.0", "Selectors; keys and channels are written as rules.")
                    .summary("Answers what a user may do.")
                    .syntax("username")
                    .run(AclFamily::getUser))
            .sub(
                administrative("list", 2)
                    .complexity(USERS)
                    .summary("Answers the users and their rules.")
                    .run((context, args) -> Reply.array(Reply.bulk(rules(context)))))
            .sub(
                administrative("load", 2)
                    .complexity(USERS)
                    .summary("Reads users from a file, of which there is none.")
                    .run(AclFamily::withoutFile))
            .sub(
                administrative("log", -2)
                    .complexity("O(N) with N being the number of entries shown.")
                    .summary("Answers what users were not allowed to do: nothing.")
                    .syntax("operation:[count:integer | RESET]")
                    .run(AclFamily::log))
            .sub(
                administrative("save", 2)
                    .complexity(USERS)
                    .summary("Writes the users to a file, of which there is none.")
                    .run(AclFamily::withoutFile))
            .sub(
                administrative("users", 2)
                    .complexity(USERS)
                    .summary("Answers the names of the users.")
                    .run((context, args) -> Reply.array(DEFAULT)))
            .sub(
                open("whoami", 2)
                    .summary("Answers the connection's user.")
                    .run((context, args) -> DEFAULT))
            .sub(ServerCommands.help("6.0.0", context -> help())));
  }

  private static Command.Builder open(String name, int arity) {
    return ServerCommands.server(name, arity)
        .since("6.0.0")
        .flags(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE);
  }

  private static Command.Builder administrative(String name, int arity) {
    return open(name, arity).flags(Flag.ADMIN);
  }

  private static Reply cat(Context context, Args args) {
    if (args.count() > 3) {
      throw new CommandError(Errors.subcommandSyntax(args));
    }
    if (args.count() == 2) {
      return Reply.array(AclCategories.ALL.stream().map(Reply::bulk).toList());
    }
    String category = args.text(2).toLowerCase(Locale.ROOT);
    if (!AclCategories.ALL.contains(category)) {
      throw new CommandError("ERR Unknown category '" + args.textToZero(2) + "'");
    }
    return Reply.array(
        context.services().commands().flat().stream()
            .filter(command -> command.categories().contains(category))
            .map(command -> Reply.bulk(command.fullName()))
            .toList());
  }

  private static Reply delUser(Context context, Args args) {
    for (int i = 2; i < args.count(); i++) {
      if (args.text(i).equals("default")) {
        throw new CommandError("ERR The 'default' user cannot be removed");
      }
    }
    return Reply.ZERO;
  }

  private static Reply dryRun(Context context, Args args) {
    if (!args.text(2).equals("default")) {
      throw new CommandError("ERR User '" + args.textToZero(2) + "' not found");
    }
    byte[][] line = Arrays.copyOfRange(args.raw(), 3, args.count());
    Invocation invocation = context.services().commands().resolve(line, 0);
    if (invocation.command() == null) {
      throw new CommandError("ERR Command '" + args.textToZero(3) + "' not found");
    }
    return invocation.refusal() == null ? Reply.OK : invocation.refusal();
  }

  private static Reply log(Context context, Args args) {
    if (args.count() > 3) {
      throw new CommandError(Errors.subcommandSyntax(args));
    }
    if (args.count() == 3 && args.is(2, "RESET")) {
      return Reply.OK;
    }
    if (args.count() == 3) {
      args.integer(2);
    }
    return Reply.EMPTY_ARRAY;
  }

  private static Reply withoutFile(Context context, Args args) {
    throw new CommandError(NO_FILE);
  }

  private static Reply genPass(Context context, Args args) {
    if (args.count() > 3) {
      throw new CommandError(Errors.subcommandSyntax(args));
    }
    args.from(2);
    long bits = args.hasNext() ? args.nextInteger() : DEFAULT_PASSWORD_BITS;
    if (bits <= 0 || bits > MAX_PASSWORD_BITS) {
      throw new CommandError(
          "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to 4096");
    }
    byte[] bytes = new byte[MAX_PASSWORD_BITS / 8];
    RANDOM.nextBytes(bytes);
    return Reply.bulk(HexFormat.of().formatHex(bytes).substring(0, (int) (bits + 3) / 4));
  }

  private static Reply getUser(Context context, Args args) {
    if (!args.text(2).equals("default")) {
      return Reply.NULL;
    }
    String hash = passwordHash(context);
    List<Reply> flags =
        hash.isEmpty()
            ? List.of(Reply.bulk("on"), Reply.bulk("nopass"))
            : List.of(Reply.bulk("on"));
    return Reply.map(
        Reply.bulk("flags"),
        Reply.set(flags),
        Reply.bulk("passwords"),
        hash.isEmpty() ? Reply.EMPTY_ARRAY : Reply.array(Reply.bulk(hash)),
        Reply.bulk("commands"),
        Reply.bulk("+@all"),
        Reply.bulk("keys"),
        Reply.bulk("~*"),
        Reply.bulk("channels"),
        Reply.bulk("&*"),
        Reply.bulk("selectors"),
        Reply.EMPTY_ARRAY);
  }

  private static String rules(Context context) {
    String hash = passwordHash(context);
    return "user default on " + (hash.isEmpty() ? "nopass" : "#" + hash) + " ~* &* +@all";
  }

  /** The password's SHA-256 in hexadecimal, as Redis shows it; empty if there is no password. */
  private static String passwordHash(Context context) {
    String password = context.services().config().requirePass.get();
    if (password.isEmpty()) {
      return "";
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Reply help() {
    return Help.of(
        "acl",
        "CAT [<category>]",
        "    Answers the categories of commands, or the commands of one.",
        "DELUSER <username> [<username> ...]",
        "    Deletes users, but not the user default.",
        "DRYRUN <username> <command> [<arg> ...]",
        "    Answers whether a user may run a command, without running it.",
        "GENPASS [<bits>]",
        "    Answers a new random password.",
        "GETUSER <username>",
        "    Answers what a user may do.",
        "LIST",
        "    Answers the users and their rules.",
        "LOAD",
        "    Reads users from a file, of which there is none.",
        "LOG [<count> | RESET]",
        "    Answers what users were not allowed to do: nothing.",
        "SAVE",
        "    Writes the users to a file, of which there is none.",
        "USERS",
        "    Answers the names of the users.",
        "WHOAMI",
        "    Answers the connection's user.");
  }
}
