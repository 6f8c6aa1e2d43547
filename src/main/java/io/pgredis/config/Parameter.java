package io.pgredis.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One parameter: its names, what it takes, and its present value. Reading it takes no lock; writing
 * goes through {@link ServerConfig}, one writer at a time.
 */
public abstract sealed class Parameter permits LongParameter, ValueParameter {
  private final List<String> names;
  private final Set<Trait> traits;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Told about a new value; refuses it by throwing. */
  @FunctionalInterface
  public interface Listener {
    void changed() throws ConfigException;
  }

  /**
   * @param names its name, and its older names after it, separated by spaces
   */
  Parameter(String names, Trait... traits) {
    this.names = List.of(names.split(" "));
    this.traits = EnumSet.noneOf(Trait.class);
    this.traits.addAll(List.of(traits));
  }

  public final String name() {
    return names.getFirst();
  }

  /** The name, and the older names that mean the same. */
  public final List<String> names() {
    return names;
  }

  public final boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** The present value as CONFIG GET prints it. */
  public abstract String text();

  /** The value before anybody sets another. */
  public abstract String defaultText();

  public final boolean isDefault() {
    return text().equals(defaultText());
  }

  /** Has {@code listener} called after each change of the value. */
  public final void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** The text in the form that {@link #text} has, or an error. */
  abstract String normalised(String text) throws ConfigException;

  /** Takes a normalised text. */
  abstract void assign(String normalised);

  final void tellListeners() throws ConfigException {
    for (Listener listener : listeners) {
      listener.changed();
    }
  }

  /** One text for the words of a line in a configuration file. */
  String joined(List<String> words) throws ConfigException {
    if (words.size() != 1 && !is(Trait.SEVERAL_WORDS) || words.isEmpty()) {
      throw new ConfigException("wrong number of arguments");
    }
    return String.join(" ", words);
  }

  /** Lines for a configuration file that mean the present value. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(name() + " " + (is(Trait.SEVERAL_WORDS) ? bare(text()) : ConfigLine.quoted(text())));
    return lines;
  }

  private static String bare(String words) {
    return words.isEmpty() ? "\"\"" : words;
  }

  @Override
  public final String toString() {
    return name() + "=" + (is(Trait.SENSITIVE) ? "***" : text());
  }
}
