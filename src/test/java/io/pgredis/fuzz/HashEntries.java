package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.Kind.ABSENT;
import static io.pgredis.fuzz.Args.Kind.HASH;
import static io.pgredis.fuzz.Args.floating;
import static io.pgredis.fuzz.Args.integer;
import static io.pgredis.fuzz.Args.integerText;
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
 * The hash commands. Fields that begin with n hold numbers most of the time. Fields that expire are
 * newer than the reference.
 */
final class HashEntries {
  private HashEntries() {}

  private static final Gen FEW = literal("a", "b", "c", "d", "", "f:1", "\u0000\u00ff");
  private static final Gen COUNTERS = literal("n1", "n1", "n2", "n3");
  private static final Gen MORE =
      pick(IntStream.range(0, 700).mapToObj(n -> "field:" + n).toList());
  private static final Gen FIELD = mostly(60, FEW, oneOf(MORE, COUNTERS, value()));
  private static final Gen PAIR = mostly(75, Gen.seq(FIELD, value()), counter());
  private static final Gen PAIRS =
      mostly(90, repeat(1, 4, PAIR), oneOf(many(20, 60), many(100, 600)));
  private static final Gen ANY_HASH = mostly(94, key(HASH), key(ABSENT));
  private static final Gen EVERYTHING = literal("100000");
  private static final Gen BAD_COUNT = literal("abc", "", "1.5", "9223372036854775808");

  private static Gen counter() {
    return Gen.seq(COUNTERS, integerText());
  }

  private static Gen many(int least, int most) {
    return repeat(least, most, MORE, literal("v", "w", "12"));
  }

  static List<Entry> all() {
    return List.of(
        hash("HSET").weight(30).form(key(HASH), PAIRS),
        hash("HMSET").form(key(HASH), PAIRS),
        hash("HSETNX").weight(12).form(key(HASH), PAIR),
        hash("HDEL")
            .weight(20)
            .form(key(HASH), mostly(85, repeat(1, 4, FIELD), repeat(50, 300, MORE))),
        hash("HGET").form(ANY_HASH, FIELD),
        hash("HMGET").form(ANY_HASH, mostly(90, repeat(1, 5, FIELD), repeat(20, 60, MORE))),
        hash("HGETALL").matching(Matching.UNORDERED).form(ANY_HASH),
        hash("HKEYS").matching(Matching.UNORDERED).form(ANY_HASH),
        hash("HVALS").matching(Matching.UNORDERED).form(ANY_HASH),
        hash("HEXISTS").form(ANY_HASH, FIELD),
        hash("HLEN").form(ANY_HASH),
        hash("HSTRLEN").form(ANY_HASH, FIELD),
        hash("HINCRBY").weight(15).form(key(HASH), mostly(80, COUNTERS, FIELD), integer()),
        hash("HINCRBYFLOAT").weight(12).form(key(HASH), mostly(80, COUNTERS, FIELD), floating()),
        hash("HRANDFIELD")
            .matching(Matching.SHAPE)
            .trait(Trait.UNALTERED)
            .form(
                ANY_HASH,
                maybe(70, literal("0", "1", "3", "-1", "-10"), maybe(50, word("WITHVALUES"))))
            .form(ANY_HASH, BAD_COUNT)
            .form(ANY_HASH, literal("1"), words("FOO", "WITHSCORES")),
        hash("HRANDFIELD")
            .matching(Matching.DEEPLY_UNORDERED)
            .trait(Trait.UNALTERED)
            .form(ANY_HASH, EVERYTHING),
        hash("HSCAN")
            .matching(Matching.PAGE)
            .trait(Trait.UNALTERED)
            .form(
                ANY_HASH,
                literal("0"),
                word("COUNT"),
                EVERYTHING,
                maybe(40, word("MATCH"), mostly(50, pattern(), literal("field:1*", "?", "n*")))),
        hash("HSCAN")
            .weight(3)
            .matching(Matching.SHAPE)
            .form(ANY_HASH, literal("abc", "", "1.5"))
            .form(ANY_HASH, literal("0"), words("COUNT", "MATCH", "FOO"), maybe(70, BAD_COUNT)));
  }

  private static Entry hash(String name) {
    return command(name).needs(Capability.HASHES);
  }
}
