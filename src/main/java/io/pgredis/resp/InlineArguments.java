package io.pgredis.resp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a line into arguments by the quoting rules of Redis's inline commands and configuration
 * files: blanks separate; {@code "…"} knows {@code \n \r \t \b \a \xHH} and backslash before any
 * other byte; {@code '…'} knows only {@code \'}; a closing quote ends its argument and must be
 * followed by a blank or the end.
 */
public final class InlineArguments {
  private static final byte[][] NONE = new byte[0][];

  private final byte[] line;
  private final int end;
  private int position;

  private InlineArguments(byte[] line, int length) {
    this.line = line;
    this.end = length;
  }

  /**
   * Splits the first {@code length} bytes of a line without its line break.
   *
   * @return the arguments, none for a blank line; empty if quotes are unbalanced
   */
  public static Optional<byte[][]> split(byte[] line, int length) {
    return new InlineArguments(line, length).split();
  }

  private Optional<byte[][]> split() {
    List<byte[]> arguments = new ArrayList<>();
    while (skipBlanks()) {
      ByteArrayOutputStream argument = new ByteArrayOutputStream();
      if (!readArgument(argument)) {
        return Optional.empty();
      }
      arguments.add(argument.toByteArray());
    }
    return Optional.of(arguments.toArray(NONE));
  }

  private boolean skipBlanks() {
    while (position < end && isBlank(line[position])) {
      position++;
    }
    return position < end;
  }

  private boolean readArgument(ByteArrayOutputStream argument) {
    while (position < end) {
      byte b = line[position++];
      switch (b) {
        // Redis ends a bare word at these only; vertical tab and form feed stay inside it.
        case ' ', '\n', '\r', '\t' -> {
          return true;
        }
        case '"' -> {
          return readDoubleQuoted(argument);
        }
        case '\'' -> {
          return readSingleQuoted(argument);
        }
        default -> argument.write(b);
      }
    }
    return true;
  }

  private boolean readDoubleQuoted(ByteArrayOutputStream argument) {
    while (position < end) {
      byte b = line[position++];
      if (b == '"') {
        return atEndOrBlank();
      }
      if (b == '\\' && position < end) {
        argument.write(readEscape());
      } else {
        argument.write(b);
      }
    }
    return false;
  }

  private int readEscape() {
    byte b = line[position++];
    if (b == 'x' && position + 1 < end) {
      int high = Character.digit(line[position], 16);
      int low = Character.digit(line[position + 1], 16);
      if (high >= 0 && low >= 0) {
        position += 2;
        return high << 4 | low;
      }
    }
    return switch (b) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> b;
    };
  }

  private boolean readSingleQuoted(ByteArrayOutputStream argument) {
    while (position < end) {
      byte b = line[position++];
      if (b == '\'') {
        return atEndOrBlank();
      }
      if (b == '\\' && position < end && line[position] == '\'') {
        position++;
        argument.write('\'');
      } else {
        argument.write(b);
      }
    }
    return false;
  }

  private boolean atEndOrBlank() {
    return position == end || isBlank(line[position]);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
