package io.pgredis.command.server;

import io.pgredis.resp.Reply;
import java.util.Locale;

/** The text of INFO in the making: sections of {@code name:value} lines. */
final class InfoText {
  private final StringBuilder text = new StringBuilder(4096);

  /** Begins a section. */
  void section(String title) {
    if (!text.isEmpty()) {
      text.append("\r\n");
    }
    text.append("# ").append(title).append("\r\n");
  }

  void field(String name, String value) {
    text.append(name).append(':').append(value).append("\r\n");
  }

  void field(String name, long value) {
    text.append(name).append(':').append(value).append("\r\n");
  }

  /** A number with two digits after the point. */
  void decimal(String name, double value) {
    field(name, String.format(Locale.ROOT, "%.2f", value));
  }

  /** A share of a hundred. */
  void percent(String name, double share) {
    field(name, String.format(Locale.ROOT, "%.2f%%", 100 * share));
  }

  /** Bytes, and the same for people. */
  void bytes(String name, long value) {
    field(name, value);
    field(name + "_human", MemoryFacts.human(value));
  }

  /** Fields that are always zero here. */
  void zeros(String... names) {
    for (String name : names) {
      field(name, 0);
    }
  }

  Reply reply() {
    return Reply.verbatim(text.toString());
  }
}
