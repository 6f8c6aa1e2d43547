package io.pgredis.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line, as in redis.conf: separated by white space; {@code "..."} with the escapes
 * of C, {@code '...'} with none but the one of the quote itself.
 */
final class ConfigLine {
  static final String UNBALANCED = "Unbalanced quotes in configuration line";

  private final byte[] line;
  private int position;

  private ConfigLine(String line) {
    this.line = line.getBytes(StandardCharsets.UTF_8);
  }

  static List<String> words(String line) throws ConfigException {
    ConfigLine reader = new ConfigLine(line);
    List<String> words = new ArrayList<>();
    reader.skipSpace();
    while (reader.position < reader.line.length) {
      words.add(reader.word());
      reader.skipSpace();
    }
    return words;
  }

  /** A word that reads back as {@code text}; with quotes only where they are needed. */
  static String quoted(String text) {
    if (!text.isEmpty() && text.chars().allMatch(ConfigLine::isPlain)) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      switch (b) {
        case '"', '\\' -> quoted.append('\\').append((char) b);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (b >= ' ' && b < 127) {
            quoted.append((char) b);
          } else {
            quoted.append("\\x%02x".formatted(b & 0xff));
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c < 127 && c != '"' && c != '\'' && c != '\\' && c != '#';
  }

  private void skipSpace() {
    while (position < line.length && isSpace(line[position])) {
      position++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }

  private String word() throws ConfigException {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    while (position < line.length && !isSpace(line[position])) {
      byte b = line[position++];
      switch (b) {
        case '"' -> doubleQuoted(word);
        case '\'' -> singleQuoted(word);
        default -> word.write(b);
      }
    }
    return word.toString(StandardCharsets.UTF_8);
  }

  private void doubleQuoted(ByteArrayOutputStream word) throws ConfigException {
    while (position < line.length) {
      byte b = line[position++];
      if (b == '"') {
        requireEnd();
        return;
      }
      if (b != '\\' || position == line.length) {
        word.write(b);
      } else if (isHex(1) && isHex(2) && line[position] == 'x') {
        String digits = new String(line, position + 1, 2, StandardCharsets.US_ASCII);
        word.write(Integer.parseInt(digits, 16));
        position += 3;
      } else {
        word.write(escaped(line[position++]));
      }
    }
    throw new ConfigException(UNBALANCED);
  }

  private boolean isHex(int ahead) {
    return position + ahead < line.length && Character.digit(line[position + ahead], 16) >= 0;
  }

  private static int escaped(byte b) {
    return switch (b) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> b;
    };
  }

  private void singleQuoted(ByteArrayOutputStream word) throws ConfigException {
    while (position < line.length) {
      byte b = line[position++];
      if (b == '\'') {
        requireEnd();
        return;
      }
      if (b == '\\' && position < line.length && line[position] == '\'') {
        b = line[position++];
      }
      word.write(b);
    }
    throw new ConfigException(UNBALANCED);
  }

  /** A closing quote must end the word. */
  private void requireEnd() throws ConfigException {
    if (position < line.length && !isSpace(line[position])) {
      throw new ConfigException(UNBALANCED);
    }
  }
}
