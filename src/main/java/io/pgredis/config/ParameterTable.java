package io.pgredis.config;

import io.pgredis.text.Glob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters by name, and what CONFIG GET and CONFIG SET do with them. */
final class ParameterTable {
  /** Lines of redis.conf that are no parameters. */
  private static final Set<String> NOT_SUPPORTED = Set.of("rename-command", "user", "loadmodule");

  private final Map<String, Parameter> byName = new LinkedHashMap<>();

  private final Set<Parameter> changed = new LinkedHashSet<>();

  void add(Parameter parameter) {
    for (String name : parameter.names()) {
      if (byName.put(name, parameter) != null) {
        throw new IllegalStateException("two parameters are called " + name);
      }
    }
  }

  Optional<Parameter> find(String name) {
    return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  Collection<Parameter> all() {
    return new LinkedHashSet<>(byName.values());
  }

  Map<String, String> get(Collection<String> patterns) {
    Map<String, String> found = new LinkedHashMap<>();
    Set<String> seen = new LinkedHashSet<>();
    for (String pattern : patterns) {
      if (Glob.isPattern(pattern)) {
        Glob glob = Glob.ignoringCase(pattern.getBytes(StandardCharsets.UTF_8));
        byName.forEach(
            (name, parameter) -> {
              boolean shown = !parameter.is(Trait.OWN) && !parameter.is(Trait.HIDDEN);
              if (shown && glob.matches(ascii(name)) && seen.add(name)) {
                found.put(name, parameter.text());
              }
            });
      } else {
        find(pattern)
            .filter(parameter -> !parameter.is(Trait.OWN))
            .filter(parameter -> seen.add(pattern.toLowerCase(Locale.ROOT)))
            .ifPresent(parameter -> found.put(pattern, parameter.text()));
      }
    }
    return found;
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  synchronized Optional<String> set(List<ServerConfig.Setting> settings, boolean openToProtected) {
    Map<String, Parameter> targets = new LinkedHashMap<>();
    for (ServerConfig.Setting setting : settings) {
      Optional<Parameter> parameter = find(setting.name());
      if (parameter.isEmpty()) {
        return Optional.of(
            "ERR Unknown option or number of arguments for CONFIG SET - '" + setting.name() + "'");
      }
      String refusal = refusal(parameter.get(), openToProtected);
      if (targets.put(setting.name().toLowerCase(Locale.ROOT), parameter.get()) != null) {
        refusal = "duplicate parameter";
      }
      if (!refusal.isEmpty()) {
        return failure(setting.name(), refusal);
      }
    }
    return assign(settings);
  }

  private static String refusal(Parameter parameter, boolean openToProtected) {
    if (parameter.is(Trait.IMMUTABLE)) {
      return "can't set immutable config";
    }
    return parameter.is(Trait.PROTECTED) && !openToProtected ? "can't set protected config" : "";
  }

  private Optional<String> assign(List<ServerConfig.Setting> settings) {
    List<Change> done = new ArrayList<>();
    for (ServerConfig.Setting setting : settings) {
      String name = setting.name().toLowerCase(Locale.ROOT);
      Parameter parameter = byName.get(name);
      String before = parameter.text();
      try {
        parameter.assign(checked(parameter, setting.value()));
        done.add(new Change(name, parameter, before));
      } catch (ConfigException e) {
        undo(done);
        return failure(name, e.getMessage());
      }
    }
    for (int i = 0; i < done.size(); i++) {
      try {
        done.get(i).parameter.tellListeners();
      } catch (ConfigException e) {
        undo(done);
        done.subList(0, i).forEach(Change::tellAgain);
        return failure(done.get(i).name, e.getMessage());
      }
    }
    done.forEach(change -> changed.add(change.parameter));
    return Optional.empty();
  }

  /** What CONFIG SET has set since the start. */
  synchronized Set<Parameter> changed() {
    return new LinkedHashSet<>(changed);
  }

  private static String checked(Parameter parameter, String text) throws ConfigException {
    String normalised = parameter.normalised(text);
    boolean fixed = parameter.is(Trait.FIXED) || parameter.is(Trait.REFUSED);
    if (fixed && !normalised.equals(parameter.defaultText())) {
      throw new ConfigException("it is always " + parameter.defaultText() + " here");
    }
    return normalised;
  }

  private static void undo(List<Change> changes) {
    for (Change change : changes.reversed()) {
      change.parameter.assign(change.before);
    }
  }

  private record Change(String name, Parameter parameter, String before) {
    /** A listener has taken the value before, so it cannot refuse it. */
    void tellAgain() {
      try {
        parameter.tellListeners();
      } catch (ConfigException e) {
        throw new IllegalStateException(name + " cannot be set back", e);
      }
    }
  }

  private static Optional<String> failure(String name, String reason) {
    return Optional.of(
        "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
  }

  synchronized Optional<String> configure(String name, List<String> words) throws ConfigException {
    if (NOT_SUPPORTED.contains(name.toLowerCase(Locale.ROOT))) {
      throw notSupported(name);
    }
    Parameter parameter =
        find(name)
            .orElseThrow(
                () -> new ConfigException("Bad directive: there is no parameter of this name"));
    String normalised = parameter.normalised(parameter.joined(words));
    if (normalised.equals(parameter.defaultText())) {
      parameter.assign(normalised);
      return Optional.empty();
    }
    if (parameter.is(Trait.REFUSED)) {
      throw notSupported(name);
    }
    if (parameter.is(Trait.FIXED)) {
      String always = parameter.defaultText().isEmpty() ? "off" : parameter.defaultText();
      return Optional.of(name + " has no effect: it is always " + always + " here");
    }
    parameter.assign(normalised);
    return parameter.is(Trait.NO_EFFECT)
        ? Optional.of(name + " has no effect here")
        : Optional.empty();
  }

  private static ConfigException notSupported(String name) {
    return new ConfigException(name + " is not supported by pgredis");
  }
}
