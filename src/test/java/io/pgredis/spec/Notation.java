package io.pgredis.spec;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the notation of {@code spec/README.md}: command lines as redis-cli takes them, and replies
 * as {@link Reply#toString()} prints them, with patterns.
 */
final class Notation {

  private static final Pattern CAPTURE = Pattern.compile("([a-z][a-z0-9]*)=");
  private static final Pattern RANGE = Pattern.compile("(-?\\d+)?\\.\\.(-?\\d+)?");
  private static final Pattern REPEAT = Pattern.compile("\\*(\\d+)");
  private static final Pattern SERIES =
      Pattern.compile("([\\w:,-]*)\\{(\\d+)\\.\\.(\\d+)}([^\\s\"\\[\\]]*)");
  private static final Pattern NUMBER = Pattern.compile("\\{\\d+\\.\\.\\d+}");
  private static final String WORD_END = " \t[]{}";

  private final String text;
  private int at;

  private Notation(String text) {
    this.text = text;
  }

  /** The arguments of a command line. */
  static List<String> command(String line) {
    var reader = new Notation(line);
    var arguments = new ArrayList<String>();
    reader.skipBlanks();
    while (!reader.atEnd()) {
      List<String> series = reader.series();
      if (series.isEmpty()) {
        arguments.add(reader.argument());
      } else {
        arguments.addAll(series);
      }
      reader.skipBlanks();
    }
    return arguments;
  }

  /** A reply or pattern that takes up the whole text. */
  static Expected reply(String text) {
    var reader = new Notation(text.strip());
    Expected expected = reader.topLevel();
    reader.skipBlanks();
    if (!reader.atEnd()) {
      throw reader.error("something follows the reply");
    }
    return expected;
  }

  /** Whether brackets are open at the end of this text. */
  static boolean isOpen(String text) {
    String bare = text.strip();
    if ((bare.startsWith("+") || bare.startsWith("-") || bare.startsWith("error "))
        && !bare.contains("\"")) {
      return false;
    }
    int depth = 0;
    var reader = new Notation(bare);
    while (!reader.atEnd()) {
      char c = reader.peek();
      switch (c) {
        case '"' -> reader.quoted();
        case '/' -> reader.regexText();
        case '[', '{' -> {
          depth++;
          reader.at++;
        }
        case ']', '}' -> {
          depth--;
          reader.at++;
        }
        case '$' -> reader.skipVariable();
        default -> reader.at++;
      }
    }
    return depth > 0;
  }

  /** What {@code k{1..3}} or {@code k{1..3},v{1..3}} stands for; empty if there is none here. */
  private List<String> series() {
    Matcher matcher = SERIES.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return List.of();
    }
    at = matcher.end();
    var words = new ArrayList<String>();
    for (int i = Integer.parseInt(matcher.group(2)); i <= Integer.parseInt(matcher.group(3)); i++) {
      String filled = NUMBER.matcher(matcher.group()).replaceAll(Integer.toString(i));
      words.addAll(List.of(filled.split(",")));
    }
    return words;
  }

  private String argument() {
    if (peek() == '"') {
      String value = quoted();
      requireBlank();
      return value;
    }
    if (peek() == '\'') {
      String value = singleQuoted();
      requireBlank();
      return value;
    }
    int start = at;
    while (!atEnd() && peek() != ' ') {
      at++;
    }
    return text.substring(start, at);
  }

  private void requireBlank() {
    if (!atEnd() && peek() != ' ') {
      throw error("a closing quote is followed by something");
    }
  }

  private Expected topLevel() {
    char first = peek();
    boolean isLine = (first == '+' || first == '-') && !next(1, '"') && !next(1, '/');
    if (!isLine) {
      return one();
    }
    String rest = text.substring(1);
    at = text.length();
    return new Expected.Exactly(first == '+' ? new Reply.Simple(rest) : new Reply.Error(rest));
  }

  private Expected one() {
    Matcher capture = CAPTURE.matcher(text).region(at, text.length());
    if (capture.lookingAt()) {
      at = capture.end();
      return new Expected.Capture(capture.group(1), one());
    }
    char first = peek();
    return switch (first) {
      case '"' -> new Expected.Exactly(new Reply.Bulk(quoted()));
      case '/' -> new Expected.Text(Expected.TextKind.BULK, regex());
      case '+', '-' -> status(first == '+');
      case ':' -> integer();
      case ',' -> floating();
      case '#' -> bool();
      case '(' -> new Expected.Exactly(new Reply.BigNumber(sigilWord()));
      case '[' -> aggregate(Kind.ARRAY);
      case '{' -> aggregate(Kind.MAP);
      default -> named();
    };
  }

  private Expected status(boolean simple) {
    if (next(1, '/')) {
      at++;
      return new Expected.Text(
          simple ? Expected.TextKind.SIMPLE : Expected.TextKind.ERROR, regex());
    }
    String value;
    if (next(1, '"')) {
      at++;
      value = quoted();
    } else {
      value = sigilWord();
    }
    return new Expected.Exactly(simple ? new Reply.Simple(value) : new Reply.Error(value));
  }

  private Expected integer() {
    String word = sigilWord();
    if (word.equals("any")) {
      return new Expected.IntRange(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    Matcher range = RANGE.matcher(word);
    if (range.matches()) {
      return new Expected.IntRange(
          range.group(1) == null ? Long.MIN_VALUE : Long.parseLong(range.group(1)),
          range.group(2) == null ? Long.MAX_VALUE : Long.parseLong(range.group(2)));
    }
    return new Expected.Exactly(new Reply.Int(Long.parseLong(word)));
  }

  private Expected floating() {
    String word = sigilWord();
    return word.equals("any")
        ? new Expected.AnyFloating()
        : new Expected.Exactly(new Reply.Floating(word));
  }

  private Expected bool() {
    return switch (sigilWord()) {
      case "t" -> new Expected.Exactly(new Reply.Bool(true));
      case "f" -> new Expected.Exactly(new Reply.Bool(false));
      default -> throw error("neither #t nor #f");
    };
  }

  private Expected named() {
    String word = word();
    if (!atEnd() && peek() == '[') {
      return switch (word) {
        case "set" -> aggregate(Kind.SET);
        case "push" -> aggregate(Kind.PUSH);
        default -> throw error("unknown aggregate " + word);
      };
    }
    return switch (word) {
      case "nil" -> new Expected.Exactly(Reply.Nil.BULK);
      case "nil-array" -> new Expected.Exactly(Reply.Nil.ARRAY);
      case "null" -> new Expected.Exactly(Reply.Nil.NULL);
      case "any" -> new Expected.Any();
      case "..." -> new Expected.Rest();
      default -> verbatim(word);
    };
  }

  private Expected verbatim(String word) {
    if (word.startsWith("txt\"") || word.startsWith("mkd\"")) {
      at -= word.length() - 3;
      return new Expected.Exactly(new Reply.Verbatim(word.substring(0, 3), quoted()));
    }
    if (word.startsWith("txt/")) {
      at -= word.length() - 3;
      return new Expected.Text(Expected.TextKind.VERBATIM, regex());
    }
    throw error("not a reply: " + word);
  }

  private Expected aggregate(Kind kind) {
    at++;
    char close = kind.close().charAt(0);
    var items = new ArrayList<Expected>();
    skipBlanks();
    while (peek() != close) {
      List<String> series = series();
      if (series.isEmpty()) {
        items.add(one());
      }
      series.forEach(word -> items.add(new Expected.Exactly(new Reply.Bulk(word))));
      skipBlanks();
    }
    at++;
    var replies = new ArrayList<Reply>();
    for (Expected item : items) {
      if (item instanceof Expected.Exactly exactly) {
        replies.add(exactly.reply());
      }
    }
    return replies.size() == items.size()
        ? new Expected.Exactly(new Reply.Aggregate(kind, replies))
        : new Expected.Aggregate(kind, List.copyOf(items));
  }

  private String sigilWord() {
    at++;
    return word();
  }

  private String word() {
    int start = at;
    while (!atEnd() && WORD_END.indexOf(peek()) < 0) {
      at++;
    }
    if (start == at) {
      throw error("a word is missing");
    }
    return text.substring(start, at);
  }

  /** Skips a dollar sign, or a whole {@code ${name}}, whose braces are not a map's. */
  private void skipVariable() {
    at = next(1, '{') ? text.indexOf('}', at) + 1 : at + 1;
  }

  private Pattern regex() {
    return Pattern.compile(regexText(), Pattern.DOTALL);
  }

  private String regexText() {
    int start = ++at;
    while (peek() != '/') {
      at += peek() == '\\' ? 2 : 1;
    }
    return text.substring(start, at++);
  }

  private String singleQuoted() {
    var value = new StringBuilder();
    at++;
    while (peek() != '\'') {
      if (peek() == '\\' && next(1, '\'')) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private String quoted() {
    var value = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = text.charAt(at++);
      value.append(c == '\\' ? escaped() : c);
    }
    at++;
    Matcher repeat = REPEAT.matcher(text).region(at, text.length());
    if (!repeat.lookingAt()) {
      return value.toString();
    }
    at = repeat.end();
    String repeated = value.toString().repeat(Integer.parseInt(repeat.group(1)));
    return next(0, '"') ? repeated + quoted() : repeated;
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      case 'x' -> {
        at += 2;
        yield (char) Integer.parseInt(text.substring(at - 2, at), 16);
      }
      default -> c;
    };
  }

  private boolean next(int offset, char wanted) {
    return at + offset < text.length() && text.charAt(at + offset) == wanted;
  }

  private void skipBlanks() {
    while (!atEnd() && (peek() == ' ' || peek() == '\t')) {
      at++;
    }
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private char peek() {
    if (atEnd()) {
      throw error("it ends too early");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException error(String problem) {
    return new IllegalArgumentException(problem + ": " + text);
  }
}
