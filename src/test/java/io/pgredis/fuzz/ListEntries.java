package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.Kind.ABSENT;
import static io.pgredis.fuzz.Args.Kind.LIST;
import static io.pgredis.fuzz.Args.Kind.NUMBER;
import static io.pgredis.fuzz.Args.Kind.STRING;
import static io.pgredis.fuzz.Args.integer;
import static io.pgredis.fuzz.Args.key;
import static io.pgredis.fuzz.Args.pick;
import static io.pgredis.fuzz.Args.value;
import static io.pgredis.fuzz.Entry.command;
import static io.pgredis.fuzz.Gen.literal;
import static io.pgredis.fuzz.Gen.maybe;
import static io.pgredis.fuzz.Gen.mostly;
import static io.pgredis.fuzz.Gen.oneOf;
import static io.pgredis.fuzz.Gen.repeat;
import static io.pgredis.fuzz.Gen.seq;
import static io.pgredis.fuzz.Gen.shuffled;
import static io.pgredis.fuzz.Gen.word;
import static io.pgredis.fuzz.Gen.words;

import io.pgredis.fuzz.Entry.Herald;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The commands on lists, SORT, and those on bits. SORT compares texts only: after a number that is
 * out of range Redis, which does not reset errno, refuses good ones as well; and an order that SORT
 * leaves open cannot be compared.
 */
final class ListEntries {
  private ListEntries() {}

  private static final Gen FEW = literal("a", "b", "b", "c", "", "1", "2", "a longer element");
  private static final Gen NUMBERED =
      pick(IntStream.range(0, 400).mapToObj(n -> "element:" + n).toList());
  private static final Gen ELEMENT = mostly(70, FEW, mostly(60, NUMBERED, value()));

  /** So long that what shares a row with it has to move out. */
  private static final Gen LONG =
      pick(IntStream.of(300, 900, 1_900, 2_600).mapToObj("long"::repeat).toList());

  private static final Gen ELEMENTS =
      mostly(88, repeat(1, 4, ELEMENT), oneOf(repeat(30, 90, FEW), repeat(100, 300, NUMBERED)));
  private static final Herald LONGER = new Herald("RPUSH", ELEMENTS);
  private static final Gen ANY_LIST = mostly(92, key(LIST), key(ABSENT));
  private static final Gen INDEX = mostly(70, integer(-8, 8), integer(-300, 300));
  private static final Gen SIDE = mostly(97, words("LEFT", "RIGHT"), words("UP", ""));
  private static final Gen COUNT = mostly(80, integer(0, 6), integer(-2, 200));
  private static final Gen POSITION_OPTIONS =
      seq(
          shuffled(
              maybe(50, word("RANK"), integer(-4, 4)),
              maybe(60, word("COUNT"), integer(0, 5)),
              maybe(30, word("MAXLEN"), integer(0, 60))),
          maybe(3, words("RANK", "COUNT", "MAXLEN", "FOO")));
  private static final Gen SORT_OPTIONS =
      shuffled(
          word("ALPHA"),
          maybe(50, words("ASC", "DESC")),
          maybe(50, word("LIMIT"), integer(-2, 20), integer(-2, 20)),
          maybe(40, repeat(1, 3, word("GET"), literal("#", "s*", "n*", "h*->a", "constant"))));
  private static final Gen BIT = mostly(93, literal("0", "1"), integer());
  private static final Gen TEXT = mostly(85, key(STRING), key(NUMBER));

  static List<Entry> all() {
    return List.of(
        list("LINDEX").weight(15).form(ANY_LIST, INDEX),
        list("LINSERT").weight(20).form(ANY_LIST, words("BEFORE", "AFTER"), ELEMENT, ELEMENT),
        list("LLEN").form(ANY_LIST),
        list("LMOVE").weight(20).form(ANY_LIST, key(LIST), SIDE, SIDE),
        list("LMPOP")
            .form(literal("1"), ANY_LIST, SIDE, maybe(50, word("COUNT"), integer(1, 9)))
            .form(literal("2"), ANY_LIST, ANY_LIST, SIDE, maybe(50, word("COUNT"), COUNT)),
        list("LPOP").weight(18).form(ANY_LIST, maybe(50, COUNT)),
        list("LPOS").weight(15).form(ANY_LIST, ELEMENT, POSITION_OPTIONS),
        list("LPUSH").weight(30).form(key(LIST), ELEMENTS),
        list("LPUSHX").form(ANY_LIST, ELEMENTS),
        list("LRANGE").weight(20).form(ANY_LIST, INDEX, INDEX),
        list("LREM").weight(20).form(ANY_LIST, integer(-3, 3), ELEMENT),
        list("LSET")
            .weight(18)
            .form(ANY_LIST, oneOf(integer(-2, 1), INDEX), mostly(80, ELEMENT, LONG))
            .heraldedForm(LONGER, key(LIST), literal("0", "-1"), ELEMENT)
            .heraldedForm(LONGER, key(LIST), literal("0", "-1"), mostly(80, ELEMENT, LONG))
            .heraldedForm(LONGER, key(LIST), integer(-2, 1), mostly(80, ELEMENT, LONG)),
        list("LTRIM")
            .weight(12)
            .form(ANY_LIST, integer(0, 6), integer(-6, -1))
            .form(ANY_LIST, INDEX, INDEX),
        list("RPOP").weight(18).form(ANY_LIST, maybe(50, COUNT)),
        list("RPOPLPUSH").form(ANY_LIST, key(LIST)),
        list("RPUSH").weight(30).form(key(LIST), ELEMENTS),
        list("RPUSHX").form(ANY_LIST, ELEMENTS),
        list("SORT")
            .weight(8)
            .form(ANY_LIST, SORT_OPTIONS, maybe(30, word("STORE"), key(LIST)))
            .form(ANY_LIST, word("BY"), literal("nosort"), word("STORE"), key(LIST)),
        list("SORT_RO").weight(5).form(ANY_LIST, SORT_OPTIONS),
        command("BITCOUNT")
            .form(TEXT)
            .form(TEXT, integer(-70, 70), integer(-70, 70), maybe(50, words("BIT", "BYTE"))),
        command("GETBIT").form(TEXT, integer(0, 600)),
        command("SETBIT").form(TEXT, integer(0, 600), BIT));
  }

  private static Entry list(String name) {
    return command(name).needs(Capability.LISTS);
  }
}
