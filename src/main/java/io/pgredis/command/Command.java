package io.pgredis.command;

import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The declaration of one command: everything that is known of it, said once. The command table,
 * {@code COMMAND}, ACL categories, key extraction, batching and the documentation derive from it.
 * Built by {@link #named}; a declaration that contradicts itself stops the start-up.
 */
public final class Command {

  /** What a command does when it runs. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Runs the command.
     *
     * @return the reply; never null
     * @throws CommandError for an error reply; nothing may have been changed by then
     */
    Reply run(Context context, Args args);
  }

  /** Names the keys of one invocation beyond what key specs can say. */
  @FunctionalInterface
  public interface KeyFinder {
    /**
     * Reports each key's position.
     *
     * @return false if the arguments make no sense
     */
    boolean find(byte[][] args, KeySpec.Positions positions);
  }

  /** Names the parts of collections that an invocation is going to look at. */
  @FunctionalInterface
  public interface WishFinder {
    /** Reports wishes. The number of arguments is right, all else may be wrong; must not throw. */
    void find(byte[][] args, Wishes wishes);
  }

  /** Takes wishes. */
  @FunctionalInterface
  public interface Wishes {
    /** What is looked at of the collection at a key, given by the key's position. */
    void add(int keyPosition, Wish wish);
  }

  private final Builder facts;
  private final String fullName;
  private final Map<String, Command> subcommands;
  private final CommandStats stats = new CommandStats();
  private final Documentation documentation;
  private final List<String> categories;

  private Command(Builder facts, String parent) {
    this.facts = facts;
    this.fullName = parent.isEmpty() ? facts.name : parent + "|" + facts.name;
    Map<String, Command> children = new LinkedHashMap<>();
    for (Builder child : facts.subcommands) {
      if (child.group == null) {
        child.group = facts.group;
      }
      children.put(child.name, new Command(child, facts.name));
    }
    this.subcommands = Collections.unmodifiableMap(children);
    this.documentation = facts.documentation(facts.keySpecs.size());
    check();
    this.categories = AclCategories.of(facts.flags, facts.categories);
  }

  private void check() {
    require(facts.group != null, "has no group");
    require(facts.arity != 0, "has no arity");
    require(!documentation.summary().isBlank(), "has no summary");
    require(!documentation.since().isBlank(), "does not say since when");
    require(facts.handler != null || !subcommands.isEmpty(), "does nothing");
    boolean write = facts.flags.contains(Flag.WRITE);
    require(!(write && facts.flags.contains(Flag.READONLY)), "is declared both write and readonly");
    for (KeySpec spec : facts.keySpecs) {
      require(
          write || !spec.writes() || facts.scope == Scope.CONNECTION,
          "has a written key but is not write");
    }
  }

  private void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException("command " + fullName + " " + what);
    }
  }

  /** Begins a declaration: the name in lower case, and the arity as Redis counts it. */
  public static Builder named(String name, int arity) {
    return new Builder(name, arity);
  }

  /** The name in lower case, without its container's. */
  public String name() {
    return facts.name;
  }

  /** The name as in errors and statistics: {@code client|id}. */
  public String fullName() {
    return fullName;
  }

  /** Number of arguments, the name (and subcommand's name) counted; negative: at least so many. */
  public int arity() {
    return facts.arity;
  }

  /** Whether this number of arguments is right. */
  public boolean takes(int argumentCount) {
    return facts.arity > 0 ? argumentCount == facts.arity : argumentCount >= -facts.arity;
  }

  /** Its group of the documentation. */
  public Group group() {
    return facts.group;
  }

  /** Its flags. */
  public Set<Flag> flags() {
    return facts.flags;
  }

  /** Whether it has a flag. */
  public boolean is(Flag flag) {
    return facts.flags.contains(flag);
  }

  /** All of its ACL categories in Redis's order, without {@code @}. */
  public List<String> categories() {
    return categories;
  }

  /** Key specs in Redis's order. */
  public List<KeySpec> keySpecs() {
    return facts.keySpecs;
  }

  /** The parser of its keys where key specs do not suffice; else null. */
  public KeyFinder keyFinder() {
    return facts.keyFinder;
  }

  /** Command tips of Redis 7.0. */
  public List<String> tips() {
    return facts.tips;
  }

  /** What is said of it to people. */
  public Documentation documentation() {
    return documentation;
  }

  /** What part of the store it looks at, at most. */
  public Scope scope() {
    return facts.scope;
  }

  /** What part of the store it looks at with these arguments. */
  public Scope scope(byte[][] args) {
    return facts.scopeFinder == null ? facts.scope : facts.scopeFinder.apply(args);
  }

  /**
   * Whether it overwrites its keys without looking at them, so that nothing need be loaded before
   * it runs (SET without conditions). Depends on the arguments.
   */
  public boolean isBlind(byte[][] args) {
    return facts.blind != null && facts.blind.test(args);
  }

  /** Reports the parts of collections that an invocation is going to look at. */
  public void findWishes(byte[][] args, Wishes wishes) {
    if (facts.wishes != null) {
      facts.wishes.find(args, wishes);
    }
  }

  /** Whether it has wishes at all. */
  public boolean hasWishes() {
    return facts.wishes != null;
  }

  /** Whether its keys are locked as for writing although it is no write (WATCH leaves markers). */
  public boolean marksKeys() {
    return facts.marksKeys;
  }

  /** What this command does with the keys of a spec, given its arguments. */
  public Set<KeySpec.KeyFlag> keyFlags(KeySpec spec, byte[][] args) {
    boolean varies = spec.flags().contains(KeySpec.KeyFlag.VARIABLE_FLAGS);
    return varies && facts.keyFlags != null ? facts.keyFlags.apply(args) : spec.flags();
  }

  /**
   * Reports the position of each key of an invocation.
   *
   * @return false if the arguments make no sense to its key specs
   */
  public boolean findKeys(byte[][] args, KeySpec.Positions positions) {
    if (facts.keyFinder != null) {
      return facts.keyFinder.find(args, positions);
    }
    boolean sensible = true;
    for (KeySpec spec : facts.keySpecs) {
      sensible &= spec.find(args, positions);
    }
    return sensible;
  }

  /**
   * Whether INFO counts keys of a spec as hits and misses: those that are only read, and others of
   * commands that say so.
   */
  public boolean countsLookups(KeySpec spec, byte[][] args) {
    return facts.countsLookups != null
        ? facts.countsLookups.test(args)
        : !facts.marksKeys && keyFlags(spec, args).contains(KeySpec.KeyFlag.RO);
  }

  /** Its subcommands by lower-case name, in order of declaration. */
  public Map<String, Command> subcommands() {
    return subcommands;
  }

  /**
   * Throws a {@link CommandError} where the configuration does not allow the command; asked before
   * it runs or is queued.
   */
  public Consumer<Context> guard() {
    return facts.guard;
  }

  /** What it does; null for a container. */
  public Handler handler() {
    return facts.handler;
  }

  /** Counters of its calls. */
  public CommandStats stats() {
    return stats;
  }

  /** A declaration in the making. */
  public static final class Builder extends Documentation.Builder<Builder> {
    private final String name;
    private final int arity;
    private Group group;
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private final List<String> categories = new ArrayList<>();
    private final List<KeySpec> keySpecs = new ArrayList<>();
    private KeyFinder keyFinder;
    private List<String> tips = List.of();
    private Scope scope;
    private Function<byte[][], Scope> scopeFinder;
    private Function<byte[][], Set<KeySpec.KeyFlag>> keyFlags;
    private Predicate<byte[][]> blind;
    private WishFinder wishes;
    private Predicate<byte[][]> countsLookups;
    private boolean marksKeys;
    private Consumer<Context> guard = context -> {};
    private final List<Builder> subcommands = new ArrayList<>();
    private Handler handler;

    private Builder(String name, int arity) {
      if (!name.equals(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalStateException("command name " + name + " is not in lower case");
      }
      this.name = name;
      this.arity = arity;
    }

    @Override
    Builder self() {
      return this;
    }

    /** Its group; subcommands inherit it. */
    public Builder group(Group value) {
      group = value;
      return this;
    }

    /** Its flags, as {@code COMMAND INFO} of Redis 7.0 shows them. */
    public Builder flags(Flag... values) {
      flags.addAll(Arrays.asList(values));
      return this;
    }

    /** ACL categories that do not follow from flags, without {@code @}. */
    public Builder categories(String... values) {
      categories.addAll(Arrays.asList(values));
      return this;
    }

    /** Adds a key spec. */
    public Builder key(KeySpec spec) {
      keySpecs.add(spec);
      return this;
    }

    /** Finds keys where key specs do not suffice. */
    public Builder keys(KeyFinder finder) {
      keyFinder = finder;
      flags.add(Flag.MOVABLEKEYS);
      return this;
    }

    /** Command tips. */
    public Builder tips(String... values) {
      tips = List.of(values);
      return this;
    }

    /**
     * What part of the store it looks at, if not derived: keys if it has any, else the connection.
     */
    public Builder scope(Scope value) {
      scope = value;
      return this;
    }

    /** Says what it does with the keys of a spec of {@code VARIABLE_FLAGS}. */
    public Builder keyFlags(Function<byte[][], Set<KeySpec.KeyFlag>> finder) {
      keyFlags = finder;
      return this;
    }

    /** Says what part of the store it looks at with certain arguments, if that differs. */
    public Builder scopeBy(Function<byte[][], Scope> finder) {
      scopeFinder = finder;
      return this;
    }

    /** See {@link Command#isBlind}. */
    public Builder blindWhen(Predicate<byte[][]> test) {
      blind = test;
      return this;
    }

    /** See {@link Command#findWishes}. Only speed depends on it. */
    public Builder wishes(WishFinder finder) {
      wishes = finder;
      return this;
    }

    /** See {@link Command#countsLookups}. */
    public Builder countsLookupsWhen(Predicate<byte[][]> test) {
      countsLookups = test;
      return this;
    }

    /** See {@link Command#marksKeys}. */
    public Builder marksKeys() {
      marksKeys = true;
      return this;
    }

    /** See {@link Command#guard}. */
    public Builder guard(Consumer<Context> value) {
      guard = value;
      return this;
    }

    /** Adds a subcommand. */
    public Builder sub(Builder subcommand) {
      subcommands.add(subcommand);
      return this;
    }

    /** What it does. */
    public Builder run(Handler value) {
      handler = value;
      return this;
    }

    /** The finished command. */
    public Command build() {
      finish();
      return new Command(this, "");
    }

    private void finish() {
      if (scope == null) {
        scope = keySpecs.isEmpty() && keyFinder == null ? Scope.CONNECTION : Scope.KEYS;
      }
      subcommands.forEach(Builder::finish);
    }
  }
}
