package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.Kind.ABSENT;
import static io.pgredis.fuzz.Args.Kind.SET;
import static io.pgredis.fuzz.Args.integer;
import static io.pgredis.fuzz.Args.key;
import static io.pgredis.fuzz.Args.pattern;
import static io.pgredis.fuzz.Args.pick;
import static io.pgredis.fuzz.Args.value;
import static io.pgredis.fuzz.Entry.command;
import static io.pgredis.fuzz.Gen.literal;
import static io.pgredis.fuzz.Gen.maybe;
import static io.pgredis.fuzz.Gen.mostly;
import static io.pgredis.fuzz.Gen.oneOf;
import static io.pgredis.fuzz.Gen.repeat;
import static io.pgredis.fuzz.Gen.word;
import static io.pgredis.fuzz.Gen.words;

import io.pgredis.fuzz.Entry.Trait;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The set commands. What is taken at random must be all or nothing, or the two servers would go
 * separate ways.
 */
final class SetEntries {
  private SetEntries() {}

  private static final Gen FEW = literal("a", "b", "c", "d", "", "user:1", "1", "2", "-7", "300");
  private static final Gen NUMBERS =
      pick(IntStream.range(0, 700).mapToObj(Integer::toString).toList());
  private static final Gen WORDS =
      pick(IntStream.range(0, 300).mapToObj(n -> "member:" + n).toList());
  private static final Gen ODD =
      literal(
          "9223372036854775807", "-9223372036854775808", "9223372036854775808", "01", "-0", "+1");
  private static final Gen MEMBER =
      mostly(60, FEW, oneOf(NUMBERS, WORDS, mostly(50, value(), ODD)));
  private static final Gen MANY =
      oneOf(
          repeat(20, 60, NUMBERS),
          repeat(100, 600, NUMBERS),
          repeat(20, 60, WORDS),
          repeat(100, 300, WORDS));
  private static final Gen MEMBERS = mostly(88, repeat(1, 4, MEMBER), MANY);
  private static final Gen ANY_SET = mostly(92, key(SET), key(ABSENT));
  private static final Gen SETS = repeat(1, 4, ANY_SET);
  private static final Gen EVERYTHING = literal("100000");
  private static final Gen BAD_COUNT = literal("-1", "abc", "", "1.5", "9223372036854775808");

  static List<Entry> all() {
    return List.of(
        set("SADD").weight(30).form(key(SET), MEMBERS),
        set("SCARD").form(ANY_SET),
        set("SDIFF").matching(Matching.UNORDERED).form(SETS),
        set("SDIFFSTORE").weight(7).form(key(SET), SETS),
        set("SINTER").matching(Matching.UNORDERED).form(SETS),
        set("SINTERCARD")
            .form(literal("1"), ANY_SET, maybe(50, word("LIMIT"), integer(0, 5)))
            .form(literal("2"), ANY_SET, ANY_SET, maybe(50, word("LIMIT"), integer(0, 5)))
            .form(
                literal("2", "3"),
                ANY_SET,
                ANY_SET,
                maybe(50, key(SET)),
                maybe(50, words("LIMIT", "FOO")),
                maybe(50, integer(-1, 5))),
        set("SINTERSTORE").weight(7).form(key(SET), SETS),
        set("SISMEMBER").form(ANY_SET, MEMBER),
        set("SMEMBERS").matching(Matching.UNORDERED).form(ANY_SET),
        set("SMISMEMBER").form(ANY_SET, MEMBERS),
        set("SMOVE").weight(15).form(key(SET), key(SET), MEMBER),
        set("SPOP")
            .weight(6)
            .matching(Matching.UNORDERED)
            .trait(Trait.UNALTERED)
            .form(key(SET), EVERYTHING)
            .form(ANY_SET, literal("0"))
            .form(ANY_SET, BAD_COUNT)
            .form(literal("never-a-set"))
            .form(ANY_SET, literal("1"), literal("2")),
        set("SRANDMEMBER")
            .matching(Matching.SHAPE)
            .trait(Trait.UNALTERED)
            .form(ANY_SET, maybe(70, literal("0", "1", "3", "-1", "-10")))
            .form(ANY_SET, BAD_COUNT),
        set("SRANDMEMBER")
            .matching(Matching.UNORDERED)
            .trait(Trait.UNALTERED)
            .form(ANY_SET, EVERYTHING),
        set("SREM").weight(20).form(key(SET), MEMBERS),
        set("SSCAN")
            .matching(Matching.PAGE)
            .trait(Trait.UNALTERED)
            .form(
                ANY_SET,
                literal("0"),
                word("COUNT"),
                EVERYTHING,
                maybe(40, word("MATCH"), mostly(50, pattern(), literal("member:1*", "?", "1*")))),
        set("SSCAN")
            .weight(3)
            .matching(Matching.SHAPE)
            .form(ANY_SET, literal("abc", "", "1.5"))
            .form(ANY_SET, literal("0"), words("COUNT", "MATCH", "FOO"), maybe(70, BAD_COUNT)),
        set("SUNION").matching(Matching.UNORDERED).form(SETS),
        set("SUNIONSTORE").weight(7).form(key(SET), SETS));
  }

  private static Entry set(String name) {
    return command(name).needs(Capability.SETS);
  }
}
