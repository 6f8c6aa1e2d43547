package io.pgredis.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Produces zero or more arguments of a command, as byte strings (one char per byte). The
 * combinators mirror the notation of Redis's own syntax.
 */
@FunctionalInterface
interface Gen {
  void emit(Draw draw, List<String> out);

  /** How often a keyword comes in unusual case, in percent. */
  int ODD_CASE_PERCENT = 8;

  /** A keyword, now and then in mixed case. */
  static Gen word(String word) {
    return (draw, out) -> out.add(cased(draw, word));
  }

  static String cased(Draw draw, String word) {
    if (!draw.chance(ODD_CASE_PERCENT)) {
      return word;
    }
    StringBuilder odd = new StringBuilder(word.toLowerCase(Locale.ROOT));
    for (int i = 0; i < odd.length(); i++) {
      if (draw.chance(40)) {
        odd.setCharAt(i, Character.toUpperCase(odd.charAt(i)));
      }
    }
    return odd.toString();
  }

  /** One of these words; give a word twice to make it likelier. */
  static Gen words(String... words) {
    List<String> all = List.of(words);
    return (draw, out) -> out.add(cased(draw, draw.pick(all)));
  }

  /** One of these arguments exactly as written, one byte per character. */
  static Gen literal(String... arguments) {
    List<String> all = List.of(arguments);
    return (draw, out) -> out.add(draw.pick(all));
  }

  static Gen nothing() {
    return (draw, out) -> {};
  }

  static Gen seq(Gen... gens) {
    List<Gen> all = List.of(gens);
    return (draw, out) -> all.forEach(gen -> gen.emit(draw, out));
  }

  static Gen oneOf(Gen... gens) {
    List<Gen> all = List.of(gens);
    return (draw, out) -> draw.pick(all).emit(draw, out);
  }

  /** The first generator in {@code percent} of the cases, else the second. */
  static Gen mostly(int percent, Gen usual, Gen rare) {
    return (draw, out) -> (draw.chance(percent) ? usual : rare).emit(draw, out);
  }

  static Gen maybe(int percent, Gen... gens) {
    return mostly(percent, seq(gens), nothing());
  }

  static Gen repeat(int least, int most, Gen... gens) {
    Gen one = seq(gens);
    return (draw, out) -> {
      for (int left = draw.between(least, most); left > 0; left--) {
        one.emit(draw, out);
      }
    };
  }

  /** All of these in any order. */
  static Gen shuffled(Gen... gens) {
    List<Gen> all = List.of(gens);
    return (draw, out) -> {
      List<Gen> left = new ArrayList<>(all);
      while (!left.isEmpty()) {
        left.remove(draw.below(left.size())).emit(draw, out);
      }
    };
  }
}
