package io.pgredis.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The notation in which a command declares its arguments, for {@code COMMAND DOCS} and the hints of
 * redis-cli:
 *
 * <ul>
 *   <li>{@code name} or {@code name:type}: a value; the types are {@code string} (if none is
 *       given), {@code integer}, {@code double}, {@code key}, {@code pattern} and {@code
 *       unix-time}. {@code key} alone is a key of that name.
 *   <li>{@code name:WORD}: a token that stands for itself under another name.
 *   <li>{@code WORD}: a token. It belongs to the value or group in round brackets that follows it
 *       in the same alternative; else it stands for itself.
 *   <li>{@code [...]} optional, {@code (...)} a group, {@code a | b} alternatives. A group or an
 *       optional part may have a name before it: {@code condition:[NX | XX]}.
 *   <li>{@code ...} behind something: it may be repeated. Behind an optional part that begins with
 *       a token, the token is repeated too.
 * </ul>
 *
 * <p>A notation that does not parse stops the start-up.
 */
public final class Syntax {

  /** What an argument is. */
  public enum Type {
    STRING("string"),
    INTEGER("integer"),
    DOUBLE("double"),
    KEY("key"),
    PATTERN("pattern"),
    UNIX_TIME("unix-time"),
    PURE_TOKEN("pure-token"),
    ONEOF("oneof"),
    BLOCK("block");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** The name as Redis prints it. */
    public String label() {
      return label;
    }
  }

  /**
   * An argument.
   *
   * @param token the word before it, empty for none
   * @param keySpecIndex which of the command's key specs covers it; -1 if it is no key
   * @param multipleToken whether the token is repeated with each value
   * @param children the alternatives of a oneof, the parts of a block
   */
  public record Argument(
      String name,
      Type type,
      String token,
      int keySpecIndex,
      boolean optional,
      boolean multiple,
      boolean multipleToken,
      List<Argument> children) {

    private Argument asOptional() {
      return new Argument(name, type, token, keySpecIndex, true, multiple, multipleToken, children);
    }

    private Argument asMultiple(boolean repeatsToken) {
      boolean repeats = repeatsToken && !token.isEmpty();
      return new Argument(name, type, token, keySpecIndex, optional, true, repeats, children);
    }

    private Argument withToken(String word) {
      return new Argument(
          name, type, word, keySpecIndex, optional, multiple, multipleToken, children);
    }
  }

  private static final Pattern LEXEME =
      Pattern.compile("\\s+|\\.\\.\\.|[\\[\\]()|]|[^\\s\\[\\]()|.]+");
  private static final Pattern TOKEN = Pattern.compile("[A-Z0-9=~*$<>#+-][A-Z0-9_=-]*");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_/-]*");

  private final String notation;
  private final int keySpecs;
  private final List<String> lexemes = new ArrayList<>();
  private int next;
  private int keys;

  private Syntax(String notation, int keySpecs) {
    this.notation = notation;
    this.keySpecs = keySpecs;
    Matcher matcher = LEXEME.matcher(notation);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      end = matcher.end();
      if (!matcher.group().isBlank()) {
        lexemes.add(matcher.group());
      }
    }
    require(end == notation.length(), "cannot be read at " + end);
  }

  /**
   * Parses a notation.
   *
   * @param keySpecs how many key specs the command has; its keys belong to them in order
   * @throws IllegalStateException if it does not parse
   */
  public static List<Argument> parse(String notation, int keySpecs) {
    Syntax syntax = new Syntax(notation, keySpecs);
    List<Argument> arguments = syntax.sequence();
    syntax.require(syntax.next == syntax.lexemes.size(), "has a stray " + syntax.peek());
    return arguments;
  }

  private void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException("the syntax \"" + notation + "\" " + what);
    }
  }

  private String peek() {
    return next < lexemes.size() ? lexemes.get(next) : "";
  }

  private boolean accept(String lexeme) {
    if (peek().equals(lexeme)) {
      next++;
      return true;
    }
    return false;
  }

  private List<Argument> sequence() {
    List<Argument> items = new ArrayList<>();
    while (!peek().isEmpty() && !"|])".contains(peek())) {
      items.add(item());
    }
    return List.copyOf(items);
  }

  private Argument item() {
    boolean optional = isOptional();
    Argument item = element();
    return accept("...") ? item.asMultiple(optional) : item;
  }

  private boolean isOptional() {
    int at = peek().endsWith(":") ? next + 1 : next;
    return at < lexemes.size() && lexemes.get(at).equals("[");
  }

  private Argument element() {
    String word = lexemes.get(next++);
    if (word.equals("[") || word.equals("(")) {
      return group("", word);
    }
    if (word.endsWith(":")) {
      String open = peek();
      require(open.equals("[") || open.equals("("), "has a name without a group: " + word);
      next++;
      return group(word.substring(0, word.length() - 1), open);
    }
    if (TOKEN.matcher(word).matches()) {
      return token(word);
    }
    return value(word);
  }

  private Argument token(String word) {
    String following = peek();
    boolean group = following.equals("(") || (following.endsWith(":") && !isOptional());
    boolean value = !following.isEmpty() && NAME.matcher(following.split(":")[0]).matches();
    if (group || (value && !following.endsWith(":"))) {
      return element().withToken(word);
    }
    String name = word.toLowerCase(Locale.ROOT);
    return new Argument(name, Type.PURE_TOKEN, word, -1, false, false, false, List.of());
  }

  private Argument value(String word) {
    int colon = word.indexOf(':');
    String name = colon < 0 ? word : word.substring(0, colon);
    String typeName =
        colon < 0 ? (word.equals("key") ? "key" : "string") : word.substring(colon + 1);
    require(NAME.matcher(name).matches(), "has a malformed name: " + word);
    if (TOKEN.matcher(typeName).matches()) {
      return new Argument(name, Type.PURE_TOKEN, typeName, -1, false, false, false, List.of());
    }
    Type type = null;
    for (Type known : Type.values()) {
      if (known.label.equals(typeName) && known.compareTo(Type.PURE_TOKEN) < 0) {
        type = known;
      }
    }
    require(type != null, "has an unknown type: " + word);
    int keySpec = -1;
    if (type == Type.KEY) {
      require(keySpecs > 0, "has a key, but the command has no key spec");
      keySpec = Math.min(keys++, keySpecs - 1);
    }
    return new Argument(name, type, "", keySpec, false, false, false, List.of());
  }

  private Argument group(String name, String open) {
    List<List<Argument>> alternatives = new ArrayList<>();
    int keysBefore = keys;
    int keysAfter = keys;
    do {
      // Alternatives name the same keys.
      keys = keysBefore;
      List<Argument> alternative = sequence();
      require(!alternative.isEmpty(), "has an empty alternative");
      alternatives.add(alternative);
      keysAfter = Math.max(keysAfter, keys);
    } while (accept("|"));
    keys = keysAfter;
    require(accept(open.equals("[") ? "]" : ")"), "has an open " + open);
    Argument group;
    if (alternatives.size() == 1) {
      List<Argument> only = alternatives.getFirst();
      group =
          only.size() == 1 && name.isEmpty() && open.equals("[")
              ? only.getFirst()
              : compound(name, Type.BLOCK, only);
    } else {
      List<Argument> choices = new ArrayList<>();
      for (List<Argument> alternative : alternatives) {
        choices.add(
            alternative.size() == 1
                ? alternative.getFirst()
                : compound("", Type.BLOCK, alternative));
      }
      group = compound(name, Type.ONEOF, List.copyOf(choices));
    }
    return open.equals("[") ? group.asOptional() : group;
  }

  private static Argument compound(String name, Type type, List<Argument> children) {
    String joined = children.stream().map(Argument::name).collect(Collectors.joining("_"));
    return new Argument(
        name.isEmpty() ? joined : name, type, "", -1, false, false, false, children);
  }
}
