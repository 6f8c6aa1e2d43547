package io.pgredis.command;

import java.util.List;

/**
 * What is said of a command to people, as {@code COMMAND DOCS} shows it.
 *
 * @param summary what it does, one sentence of our own
 * @param since the version of Redis that brought it
 * @param complexity its cost in Redis's notation
 * @param systemCommand whether it is for the server's own use, hidden from hints
 * @param deprecatedSince the version of Redis that deprecated it, empty if none
 * @param replacedBy what to use instead of a deprecated command
 * @param history changes over the versions, version and sentence in turn
 * @param arguments its arguments
 */
public record Documentation(
    String summary,
    String since,
    String complexity,
    boolean systemCommand,
    String deprecatedSince,
    String replacedBy,
    List<String> history,
    List<Syntax.Argument> arguments) {

  /** The part of a declaration that is for people. */
  abstract static class Builder<B extends Builder<B>> {
    private String since = "";
    private boolean systemCommand;
    private String deprecatedSince = "";
    private String replacedBy = "";
    private String summary = "";
    private String complexity = "";
    private List<String> history = List.of();
    private String syntax = "";

    abstract B self();

    Documentation documentation(int keySpecs) {
      return new Documentation(
          summary,
          since,
          complexity,
          systemCommand,
          deprecatedSince,
          replacedBy,
          history,
          Syntax.parse(syntax, keySpecs));
    }

    /** The version that brought it. */
    public B since(String version) {
      since = version;
      return self();
    }

    /** It is for the server's own use. */
    public B systemCommand() {
      systemCommand = true;
      return self();
    }

    /** The version that deprecated it, and its successor in words. */
    public B deprecated(String version, String successor) {
      deprecatedSince = version;
      replacedBy = successor;
      return self();
    }

    /** One sentence of our own on what it does. */
    public B summary(String text) {
      summary = text;
      return self();
    }

    /** Its cost. */
    public B complexity(String text) {
      complexity = text;
      return self();
    }

    /** Version and change in turn. */
    public B history(String... versionsAndChanges) {
      history = List.of(versionsAndChanges);
      return self();
    }

    /** Its arguments in the notation of {@link Syntax}. */
    public B syntax(String text) {
      syntax = text;
      return self();
    }
  }
}
