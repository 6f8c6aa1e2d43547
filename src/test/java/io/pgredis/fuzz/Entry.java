package io.pgredis.fuzz;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One command of the table: its name (two words for a subcommand), how often it is drawn relative
 * to the others, the shapes its arguments can take, and how its replies are compared.
 */
record Entry(
    String name,
    int weight,
    List<Form> forms,
    Matching matching,
    Call.Play play,
    Capability needs,
    Set<Trait> traits) {

  /** The weight of an entry that names none. */
  static final int USUAL_WEIGHT = 10;

  /** What makes an entry special. */
  enum Trait {
    /** Never inside a transaction or with other commands in one pipeline. */
    ALONE,
    /** Only inside a transaction. */
    QUEUED_ONLY,
    /** Sent as written: another argument could end or block a server. */
    UNALTERED,
    /** Refused more often than not by its nature, so the histogram's rule does not hold for it. */
    MOSTLY_REFUSED
  }

  /**
   * One shape of a command's arguments.
   *
   * @param herald the command sent right before it
   * @param gen makes what follows the name
   * @param chaser the command sent right after it with the first argument, or empty
   */
  record Form(Optional<Herald> herald, Gen gen, String chaser) {}

  /**
   * A command that makes sure that another one finds its key. Shrinking leaves it out where the key
   * does not matter.
   *
   * @param gen makes what follows the name and the key, which is the other one's first argument
   */
  record Herald(String name, Gen gen) {}

  static Entry command(String name) {
    return new Entry(
        name,
        USUAL_WEIGHT,
        List.of(),
        Matching.EXACT,
        Call.Play.PLAIN,
        Capability.CORE,
        EnumSet.noneOf(Trait.class));
  }

  Entry weight(int changed) {
    return new Entry(name, changed, forms, matching, play, needs, traits);
  }

  /** One more shape; all are equally likely. */
  Entry form(Gen... gens) {
    return withForm(new Form(Optional.empty(), Gen.seq(gens), ""));
  }

  /** A shape for a command that is refused where its key is missing: the herald goes before it. */
  Entry heraldedForm(Herald herald, Gen... gens) {
    return withForm(new Form(Optional.of(herald), Gen.seq(gens), ""));
  }

  /**
   * A shape that leaves a key which is past its time but may still be there, as Redis 7.0's SET
   * with a moment in the past does. A GET of the same key follows at once and makes sure that it is
   * gone.
   */
  Entry fleetingForm(Gen... gens) {
    return withForm(new Form(Optional.empty(), Gen.seq(gens), "GET"));
  }

  Entry matching(Matching changed) {
    return new Entry(name, weight, forms, changed, play, needs, traits);
  }

  Entry play(Call.Play changed) {
    return new Entry(name, weight, forms, matching, changed, needs, traits).trait(Trait.ALONE);
  }

  Entry needs(Capability changed) {
    return new Entry(name, weight, forms, matching, play, changed, traits);
  }

  Entry trait(Trait... more) {
    Set<Trait> all = EnumSet.copyOf(List.of(more));
    all.addAll(traits);
    return new Entry(name, weight, forms, matching, play, needs, all);
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  private Entry withForm(Form form) {
    List<Form> all = new ArrayList<>(forms);
    all.add(form);
    return withForms(all);
  }

  /** This entry with all its forms, but without the heralds of these names. */
  Entry withoutHeralds(Set<String> names) {
    return withForms(
        forms.stream()
            .map(
                form ->
                    new Form(
                        form.herald().filter(herald -> !names.contains(herald.name())),
                        form.gen(),
                        form.chaser()))
            .toList());
  }

  private Entry withForms(List<Form> changed) {
    return new Entry(name, weight, changed, matching, play, needs, traits);
  }

  /**
   * Draws the command, what goes before it and what has to follow it.
   *
   * @param alterPercent how often an argument is dropped, added, doubled or replaced
   * @return the calls of each step: a herald has one of its own, a chaser is in its command's
   */
  List<List<Call>> draw(Draw draw, int alterPercent) {
    List<String> args = new ArrayList<>();
    for (String word : name.split(" ")) {
      args.add(Gen.cased(draw, word));
    }
    int words = args.size();
    Form form = draw.pick(forms);
    form.gen().emit(draw, args);
    List<List<Call>> steps = new ArrayList<>();
    form.herald().ifPresent(herald -> steps.add(List.of(announce(draw, herald, args.get(words)))));
    if (!form.chaser().isEmpty()) {
      Call chaser = plain(form.chaser(), List.of(form.chaser(), args.get(words)), false);
      steps.add(List.of(call(args), chaser));
      return steps;
    }
    if (!has(Trait.UNALTERED) && draw.chance(alterPercent)) {
      alter(draw, args, words);
    }
    steps.add(List.of(call(args)));
    return steps;
  }

  private static Call announce(Draw draw, Herald herald, String key) {
    List<String> args = new ArrayList<>(List.of(herald.name(), key));
    herald.gen().emit(draw, args);
    return plain(herald.name(), args, true);
  }

  private static Call plain(String name, List<String> args, boolean alterable) {
    return new Call(name, args, Matching.EXACT, Call.Play.PLAIN, alterable);
  }

  /** A call of this entry with arguments of the caller's choice. */
  Call call(List<String> args) {
    return new Call(name, args, matching, play, !has(Trait.UNALTERED));
  }

  private static void alter(Draw draw, List<String> args, int words) {
    boolean hasArguments = args.size() > words;
    int place = hasArguments ? draw.between(words, args.size() - 1) : args.size();
    switch (draw.below(hasArguments ? 8 : 2)) {
      case 0 -> args.add(draw.pick(Args.JUNK));
      case 1 -> args.add(place, draw.pick(Args.JUNK));
      case 2 -> args.remove(place);
      case 3 -> args.add(place, args.get(place));
      case 4 -> args.subList(words, args.size()).clear();
      default -> args.set(place, draw.pick(Args.JUNK));
    }
  }
}
