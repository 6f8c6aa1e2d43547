package io.pgredis.resp;

import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a whole stream at once, as slowly and plainly as it can be said, with C's conventions
 * (NUL ends a string). What {@link RespDecoder} must agree with, however the stream is cut.
 */
final class ReferenceDecoder {
  private final String stream;
  private final long maxBulkBytes;
  private final boolean authenticationRequired;
  private final List<List<String>> requests = new ArrayList<>();
  private int position;

  /** Ends decoding with what {@link Decoded#end()} says. */
  private static final class End extends RuntimeException {
    private static final long serialVersionUID = 1L;

    End(String message) {
      super(message, null, false, false);
    }

    static End error(String text) {
      return new End("ERR Protocol error: " + text);
    }
  }

  private ReferenceDecoder(byte[] stream, long maxBulkBytes, boolean authenticationRequired) {
    this.stream = Reply.bytesAsText(stream);
    this.maxBulkBytes = maxBulkBytes;
    this.authenticationRequired = authenticationRequired;
  }

  static Decoded decode(byte[] stream, long maxBulkBytes, boolean authenticationRequired) {
    var decoder = new ReferenceDecoder(stream, maxBulkBytes, authenticationRequired);
    try {
      while (true) {
        decoder.request();
      }
    } catch (End end) {
      return new Decoded(decoder.requests, end.getMessage());
    }
  }

  private void request() {
    List<String> request =
        at(position) == '*' && position < stream.length() ? multibulk() : inline();
    if (!request.isEmpty()) {
      requests.add(request);
    }
  }

  private List<String> inline() {
    String line = line('\n', "too big inline request");
    position += line.length() + 1;
    return split(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
  }

  private List<String> multibulk() {
    String line = line('\r', "too big mbulk count string");
    need(line.length() + 2);
    String count = line.substring(1);
    if (!isLong(count) || Long.parseLong(count) > Integer.MAX_VALUE) {
      throw End.error("invalid multibulk length");
    }
    if (Long.parseLong(count) > 10 && authenticationRequired) {
      throw End.error("unauthenticated multibulk length");
    }
    position += line.length() + 2;
    List<String> request = new ArrayList<>();
    for (long i = 0; i < Long.parseLong(count); i++) {
      request.add(bulk());
    }
    return request;
  }

  private String bulk() {
    String line = line('\r', "too big bulk count string");
    need(line.length() + 2);
    if (at(position) != '$') {
      String found = at(position) == '\r' || at(position) == '\n' ? " " : "" + at(position);
      throw End.error("expected '$', got '" + found + "'");
    }
    String length = line.substring(1);
    if (!isLong(length) || Long.parseLong(length) < 0 || Long.parseLong(length) > maxBulkBytes) {
      throw End.error("invalid bulk length");
    }
    if (Long.parseLong(length) > 16384 && authenticationRequired) {
      throw End.error("unauthenticated bulk length");
    }
    position += line.length() + 2;
    int bytes = Integer.parseInt(length);
    need(bytes + 2L);
    String bulk = stream.substring(position, position + bytes);
    position += bytes + 2;
    return bulk;
  }

  /** The text up to an end that no NUL hides and that comes after 64 KB at most. */
  private String line(char endChar, String tooLong) {
    int end = stream.indexOf(endChar, position);
    int nul = stream.indexOf('\0', position);
    boolean hidden = end < 0 || (nul >= 0 && nul < end);
    int length = (hidden ? stream.length() : end) - position;
    if (length > 65536) {
      throw End.error(tooLong);
    }
    if (hidden) {
      throw new End(Decoded.WAITING);
    }
    return stream.substring(position, end);
  }

  private void need(long bytes) {
    if (stream.length() - position < bytes) {
      throw new End(Decoded.WAITING);
    }
  }

  private static boolean isLong(String text) {
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private char at(int index) {
    return charAt(stream, index);
  }

  private static char charAt(String text, int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private static boolean isSpace(char c) {
    return " \t\n\013\f\r".indexOf(c) >= 0;
  }

  private static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    int p = 0;
    while (true) {
      while (isSpace(charAt(line, p))) {
        p++;
      }
      if (charAt(line, p) == 0) {
        return words;
      }
      var word = new StringBuilder();
      p = word(line, p, word);
      words.add(word.toString());
    }
  }

  private static int word(String line, int start, StringBuilder word) {
    char quote = 0;
    int p = start;
    while (true) {
      char c = charAt(line, p);
      char next = charAt(line, p + 1);
      if (quote == 0) {
        if (c == 0) {
          return p;
        } else if (" \t\n\r".indexOf(c) >= 0) {
          return p + 1;
        } else if (c == '"' || c == '\'') {
          quote = c;
        } else {
          word.append(c);
        }
      } else if (c == 0) {
        throw End.error("unbalanced quotes in request");
      } else if (c == quote) {
        if (next != 0 && !isSpace(next)) {
          throw End.error("unbalanced quotes in request");
        }
        return p + 1;
      } else if (quote == '"' && line.substring(p).matches("(?s)\\\\x[0-9a-fA-F]{2}.*")) {
        word.append((char) Integer.parseInt(line.substring(p + 2, p + 4), 16));
        p += 3;
      } else if (quote == '"' && c == '\\' && next != 0) {
        int escape = "nrtba".indexOf(next);
        word.append(escape >= 0 ? "\n\r\t\b\007".charAt(escape) : next);
        p++;
      } else if (quote == '\'' && c == '\\' && next == '\'') {
        word.append('\'');
        p++;
      } else {
        word.append(c);
      }
      p++;
    }
  }
}
