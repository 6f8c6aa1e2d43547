package io.pgredis.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pgredis.spec.SpecFile.Expectation;
import io.pgredis.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Fills in the replies that a file writes as {@code ?}. */
final class Recorder {

  private static final int WIDTH = 100;

  private final SpecFile file;
  private final Map<Integer, Reply> replies = new HashMap<>();

  Recorder(SpecFile file) {
    this.file = file;
  }

  void record(Expectation expectation, Reply reply) {
    replies.put(expectation.firstLine(), reply);
  }

  /** Writes the file again if there is something to fill in. */
  void write() {
    if (replies.isEmpty()) {
      return;
    }
    var lines = new ArrayList<String>();
    for (int i = 0; i < file.lines().size(); i++) {
      String line = file.lines().get(i);
      Reply reply = replies.get(i + 1);
      lines.add(
          reply == null
              ? line
              : line.substring(0, line.lastIndexOf(Comparison.UNKNOWN)) + written(reply, ""));
    }
    try {
      Files.writeString(file.path(), String.join("\n", lines), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String written(Reply reply, String indent) {
    String text = indent.isEmpty() ? reply.toString() : Reply.nested(reply);
    if (text.length() + indent.length() <= WIDTH
        || !(reply instanceof Reply.Aggregate(var kind, var items))) {
      return text;
    }
    String deeper = indent + "  ";
    var lines = new StringBuilder(kind.open());
    int column = WIDTH;
    for (Reply item : items) {
      String whole = Reply.nested(item);
      boolean fits = column + 1 + whole.length() <= WIDTH;
      lines.append(fits ? " " : "\n" + deeper).append(fits ? whole : written(item, deeper));
      boolean broken = deeper.length() + whole.length() > WIDTH;
      column =
          fits ? column + 1 + whole.length() : broken ? WIDTH : deeper.length() + whole.length();
    }
    return lines.append('\n').append(indent).append(kind.close()).toString();
  }
}
