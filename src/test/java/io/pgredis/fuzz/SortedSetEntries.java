package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.Kind.ABSENT;
import static io.pgredis.fuzz.Args.Kind.SET;
import static io.pgredis.fuzz.Args.Kind.ZSET;
import static io.pgredis.fuzz.Args.floating;
import static io.pgredis.fuzz.Args.integer;
import static io.pgredis.fuzz.Args.key;
import static io.pgredis.fuzz.Args.pattern;
import static io.pgredis.fuzz.Args.pick;
import static io.pgredis.fuzz.Args.value;
import static io.pgredis.fuzz.Entry.command;
import static io.pgredis.fuzz.Gen.literal;
import static io.pgredis.fuzz.Gen.maybe;
import static io.pgredis.fuzz.Gen.mostly;
import static io.pgredis.fuzz.Gen.nothing;
import static io.pgredis.fuzz.Gen.oneOf;
import static io.pgredis.fuzz.Gen.repeat;
import static io.pgredis.fuzz.Gen.seq;
import static io.pgredis.fuzz.Gen.shuffled;
import static io.pgredis.fuzz.Gen.word;
import static io.pgredis.fuzz.Gen.words;

import io.pgredis.fuzz.Entry.Trait;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The commands on sorted sets. Ranges of members have keys of their own, where all scores are
 * equal: elsewhere their answers depend on the chances by which Redis builds its skip lists.
 */
final class SortedSetEntries {
  private SortedSetEntries() {}

  private static final Gen FEW = literal("a", "b", "c", "d", "", "user:1", "1", "2", "-7", "300");
  private static final Gen WORDS =
      pick(IntStream.range(0, 300).mapToObj(n -> "member:" + n).toList());
  private static final Gen MEMBER = mostly(60, FEW, oneOf(WORDS, WORDS, value()));

  /**
   * Not minus zero: Redis keeps its sign in a skiplist only, and makes one of each sorted set that
   * SORT looks at. A read here does not.
   */
  private static final Gen SCORE =
      mostly(
          80,
          pick(IntStream.range(-5, 40).mapToObj(Integer::toString).toList()),
          plusZero(mostly(80, floating(), literal("inf", "-inf", "+inf", "-0", "1e400", "nan"))));

  private static final Gen PAIRS =
      mostly(88, repeat(1, 4, SCORE, MEMBER), repeat(60, 300, SCORE, WORDS));
  private static final Gen CONDITIONS =
      shuffled(
          maybe(25, words("NX", "XX")),
          maybe(20, words("GT", "LT")),
          maybe(30, word("CH")),
          maybe(3, word("INCR")));
  private static final Gen ANY = mostly(92, key(ZSET), mostly(50, key(ABSENT), key(SET)));

  private static final Gen BOUND =
      mostly(
          70,
          pick(IntStream.range(-6, 42).mapToObj(n -> (n % 4 == 0 ? "(" : "") + n).toList()),
          literal("-inf", "+inf", "inf", "(inf", "(-inf", "", "(", "x", "nan", "1e400", " 1"));
  private static final Gen LEX_KEY = literal("zlex1", "zlex2");
  private static final Gen LEX_BOUND =
      mostly(
          90,
          oneOf(
              literal("-", "+", "[", "(", "[a", "(b", "[c"),
              pick(
                  IntStream.range(0, 60)
                      .mapToObj(n -> (n % 2 == 0 ? "[" : "(") + "member:" + 5 * n)
                      .toList())),
          literal("", "a", "++", "-1"));

  private static final Gen LIMIT = seq(word("LIMIT"), integer(-1, 6), integer(-1, 12));
  private static final Gen SCORES = maybe(40, word("WITHSCORES"));
  private static final Gen RANK = integer(-30, 60);
  private static final Gen EVERYTHING = literal("100000");

  private static final Gen OPTIONS_OF_TWO =
      shuffled(
          maybe(30, word("WEIGHTS"), SCORE, SCORE),
          maybe(40, word("AGGREGATE"), words("SUM", "MIN", "MAX", "AVG")));

  static List<Entry> all() {
    return List.of(
        zset("ZADD").weight(45).form(key(ZSET), mostly(70, nothing(), CONDITIONS), PAIRS),
        zset("ZADD")
            .weight(20)
            .trait(Trait.UNALTERED)
            .form(LEX_KEY, mostly(85, repeat(1, 4, literal("0"), MEMBER), many())),
        zset("ZADD")
            .form(key(ZSET), maybe(30, words("NX", "XX", "GT")), word("INCR"), SCORE, MEMBER),
        zset("ZCARD").form(ANY),
        zset("ZCOUNT").form(ANY, BOUND, BOUND),
        zset("ZDIFF").form(literal("2"), ANY, ANY, SCORES),
        zset("ZDIFFSTORE").weight(6).form(key(ZSET), literal("2"), ANY, ANY),
        zset("ZINCRBY").weight(15).form(key(ZSET), SCORE, MEMBER),
        zset("ZINTER").form(literal("2"), ANY, ANY, OPTIONS_OF_TWO, SCORES),
        zset("ZINTERCARD").form(literal("2"), ANY, ANY, maybe(40, word("LIMIT"), integer(0, 5))),
        zset("ZINTERSTORE").weight(6).form(key(ZSET), literal("2"), ANY, ANY, OPTIONS_OF_TWO),
        zset("ZMPOP")
            .form(
                literal("2"),
                ANY,
                ANY,
                words("MIN", "MAX"),
                maybe(40, word("COUNT"), integer(1, 8))),
        zset("ZMSCORE").form(ANY, repeat(1, 4, MEMBER)),
        zset("ZPOPMIN").weight(15).form(ANY, maybe(50, integer(0, 12))),
        zset("ZPOPMAX").weight(15).form(ANY, maybe(50, integer(0, 12))),
        zset("ZRANDMEMBER")
            .matching(Matching.SHAPE)
            .trait(Trait.UNALTERED)
            .form(ANY, maybe(70, literal("0", "1", "3", "-1", "-10"))),
        zset("ZRANDMEMBER")
            .matching(Matching.UNORDERED)
            .trait(Trait.UNALTERED)
            .form(ANY, EVERYTHING, SCORES),
        zset("ZRANGE")
            .weight(20)
            .form(ANY, RANK, RANK, maybe(30, word("REV")), SCORES)
            .form(
                ANY,
                BOUND,
                BOUND,
                word("BYSCORE"),
                shuffled(maybe(30, word("REV")), SCORES, maybe(40, LIMIT))),
        zset("ZRANGE")
            .trait(Trait.UNALTERED)
            .form(
                LEX_KEY,
                LEX_BOUND,
                LEX_BOUND,
                shuffled(word("BYLEX"), maybe(30, word("REV")), maybe(40, LIMIT))),
        zset("ZRANGEBYSCORE").form(ANY, BOUND, BOUND, SCORES, maybe(40, LIMIT)),
        zset("ZREVRANGEBYSCORE").form(ANY, BOUND, BOUND, SCORES, maybe(40, LIMIT)),
        zset("ZRANGEBYLEX")
            .trait(Trait.UNALTERED)
            .form(LEX_KEY, LEX_BOUND, LEX_BOUND, maybe(40, LIMIT)),
        zset("ZREVRANGEBYLEX")
            .trait(Trait.UNALTERED)
            .form(LEX_KEY, LEX_BOUND, LEX_BOUND, maybe(40, LIMIT)),
        zset("ZLEXCOUNT").trait(Trait.UNALTERED).form(LEX_KEY, LEX_BOUND, LEX_BOUND),
        zset("ZREMRANGEBYLEX").weight(5).trait(Trait.UNALTERED).form(LEX_KEY, LEX_BOUND, LEX_BOUND),
        zset("ZRANGESTORE")
            .weight(6)
            .form(key(ZSET), ANY, RANK, RANK, maybe(30, word("REV")))
            .form(key(ZSET), ANY, BOUND, BOUND, word("BYSCORE"), maybe(40, LIMIT)),
        // The reference does not know WITHSCORE, and so refuses another number of arguments.
        zset("ZRANK").trait(Trait.UNALTERED).form(ANY, MEMBER),
        zset("ZREVRANK").trait(Trait.UNALTERED).form(ANY, MEMBER),
        zset("ZREM").weight(20).form(key(ZSET), repeat(1, 4, MEMBER)),
        zset("ZREMRANGEBYRANK").weight(6).form(key(ZSET), RANK, RANK),
        zset("ZREMRANGEBYSCORE").weight(6).form(key(ZSET), BOUND, BOUND),
        zset("ZREVRANGE").form(ANY, RANK, RANK, SCORES),
        zset("ZSCAN")
            .matching(Matching.PAGE)
            .trait(Trait.UNALTERED)
            .form(
                ANY,
                literal("0"),
                word("COUNT"),
                EVERYTHING,
                maybe(40, word("MATCH"), mostly(50, pattern(), literal("member:1*", "?")))),
        zset("ZSCORE").form(ANY, MEMBER),
        zset("ZUNION").form(literal("2"), ANY, ANY, OPTIONS_OF_TWO, SCORES),
        zset("ZUNIONSTORE").weight(8).form(key(ZSET), literal("2"), ANY, ANY, OPTIONS_OF_TWO));
  }

  private static Gen plusZero(Gen numbers) {
    return (draw, out) -> {
      int from = out.size();
      numbers.emit(draw, out);
      out.subList(from, out.size()).replaceAll(n -> n.equals("-0") || n.equals("-0.0") ? "0" : n);
    };
  }

  private static Gen many() {
    return repeat(60, 300, literal("0"), WORDS);
  }

  private static Entry zset(String name) {
    return command(name).needs(Capability.SORTED_SETS);
  }
}
