package io.pgredis.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A parameter with a value of any type, made from text. */
public final class ValueParameter<T> extends Parameter {
  private final String initial;
  private final Format<T> format;
  private volatile T value;

  /** How texts become values. */
  interface Format<T> {
    /**
     * The text in its standard form, or the reason why it is none.
     *
     * @param present the value so far, for parameters that can be set in part
     */
    String normalised(String text, String present) throws ConfigException;

    /** The value of a text in standard form. */
    T value(String normalised);

    /** The standard form of a value. */
    String text(T value);

    /** One text for the words of a line; {@code present} is the value so far, of earlier lines. */
    default String joined(List<String> words, String present) {
      return String.join(" ", words);
    }

    /** What follows the parameter's name on its lines in a file; one line as a rule. */
    default List<String> lines(String text) {
      return List.of(text.isEmpty() ? "\"\"" : text);
    }
  }

  ValueParameter(String names, String initial, Format<T> format, Trait... traits) {
    super(names, traits);
    this.initial = initial;
    this.format = format;
    this.value = format.value(initial);
  }

  public T get() {
    return value;
  }

  @Override
  public String text() {
    return format.text(value);
  }

  @Override
  public String defaultText() {
    return initial;
  }

  @Override
  String normalised(String text) throws ConfigException {
    return format.normalised(text, text());
  }

  @Override
  void assign(String normalised) {
    value = format.value(normalised);
  }

  @Override
  String joined(List<String> words) throws ConfigException {
    return is(Trait.SEVERAL_WORDS) && !words.isEmpty()
        ? format.joined(words, text())
        : super.joined(words);
  }

  @Override
  List<String> lines() {
    return is(Trait.SEVERAL_WORDS)
        ? format.lines(text()).stream().map(line -> name() + " " + line).toList()
        : super.lines();
  }

  static ValueParameter<Boolean> flag(String names, boolean initial, Trait... traits) {
    Format<Boolean> format =
        new Format<>() {
          @Override
          public String normalised(String text, String present) throws ConfigException {
            String lower = text.toLowerCase(Locale.ROOT);
            if (!lower.equals("yes") && !lower.equals("no")) {
              throw new ConfigException("argument must be 'yes' or 'no'");
            }
            return lower;
          }

          @Override
          public Boolean value(String normalised) {
            return normalised.equals("yes");
          }

          @Override
          public String text(Boolean value) {
            return value ? "yes" : "no";
          }
        };
    return new ValueParameter<>(names, initial ? "yes" : "no", format, traits);
  }

  static ValueParameter<String> text(String names, String initial, Trait... traits) {
    return text(names, initial, text -> text, traits);
  }

  /** A text that is checked, and perhaps brought into a standard form. */
  static ValueParameter<String> text(String names, String initial, Check check, Trait... traits) {
    return new ValueParameter<>(names, initial, new TextFormat(check), traits);
  }

  /** One of several words; {@code choices} is a list separated by {@code ", "}. */
  static ValueParameter<String> choice(
      String names, String initial, String choices, Trait... traits) {
    List<String> words = Arrays.asList(choices.split(", "));
    return text(
        names,
        initial,
        text -> {
          String lower = text.toLowerCase(Locale.ROOT);
          if (!words.contains(lower)) {
            throw new ConfigException("argument(s) must be one of the following: " + choices);
          }
          return lower;
        },
        traits);
  }

  /**
   * Any of several words, with a space between two, which are put into the order of {@code
   * choices}. The first stands for none of them.
   */
  static ValueParameter<String> choices(String names, String choices, Trait... traits) {
    List<String> words = Arrays.asList(choices.split(", "));
    String none = words.getFirst();
    return text(
        names,
        none,
        text -> {
          List<String> chosen = Arrays.asList(text.toLowerCase(Locale.ROOT).split(" ", -1));
          if (!words.containsAll(chosen)) {
            throw new ConfigException("argument(s) must be one of the following: " + choices);
          }
          String sorted =
              words.stream()
                  .filter(word -> !word.equals(none) && chosen.contains(word))
                  .collect(Collectors.joining(" "));
          return sorted.isEmpty() ? none : sorted;
        },
        traits);
  }

  /** Brings a text into its standard form, or says why it cannot be had. */
  @FunctionalInterface
  interface Check {
    String normalised(String text) throws ConfigException;
  }

  private record TextFormat(Check check) implements Format<String> {
    @Override
    public String normalised(String text, String present) throws ConfigException {
      return check.normalised(text);
    }

    @Override
    public String value(String normalised) {
      return normalised;
    }

    @Override
    public String text(String value) {
      return value;
    }
  }
}
