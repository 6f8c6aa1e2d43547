package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.Kind.ABSENT;
import static io.pgredis.fuzz.Args.database;
import static io.pgredis.fuzz.Args.integer;
import static io.pgredis.fuzz.Args.key;
import static io.pgredis.fuzz.Args.momentMillis;
import static io.pgredis.fuzz.Args.momentSeconds;
import static io.pgredis.fuzz.Args.pastMillis;
import static io.pgredis.fuzz.Args.pastSeconds;
import static io.pgredis.fuzz.Args.pattern;
import static io.pgredis.fuzz.Args.ttlMillis;
import static io.pgredis.fuzz.Args.ttlSeconds;
import static io.pgredis.fuzz.Args.value;
import static io.pgredis.fuzz.Entry.command;
import static io.pgredis.fuzz.Gen.literal;
import static io.pgredis.fuzz.Gen.maybe;
import static io.pgredis.fuzz.Gen.mostly;
import static io.pgredis.fuzz.Gen.repeat;
import static io.pgredis.fuzz.Gen.seq;
import static io.pgredis.fuzz.Gen.shuffled;
import static io.pgredis.fuzz.Gen.word;
import static io.pgredis.fuzz.Gen.words;

import io.pgredis.fuzz.Call.Play;
import io.pgredis.fuzz.Entry.Herald;
import io.pgredis.fuzz.Entry.Trait;
import java.util.List;

/** The commands on keys of any type, and those of expiry. */
final class KeyEntries {
  private KeyEntries() {}

  /** The keys that are there most of the time. */
  private static final Gen LIKELY =
      mostly(92, literal("h1", "h2", "z1", "z2", "z3", "l1", "l2", "n1", "n2", "s1"), key());

  /** Leaves a value of any type as it is. */
  private static final Herald UNLESS_THERE = new Herald("SETNX", value());

  private static final Gen CONDITION = mostly(50, Gen.nothing(), conditions());
  private static final Gen SCAN_OPTIONS =
      seq(
          shuffled(
              maybe(50, word("MATCH"), pattern()),
              maybe(50, word("COUNT"), integer(1, 20)),
              maybe(
                  30,
                  word("TYPE"),
                  words("string", "string", "list", "hash", "set", "zset", "stream", "foo"))),
          maybe(3, words("MATCH", "COUNT", "TYPE", "FOO")));

  private static Gen conditions() {
    return mostly(
        93, words("NX", "XX", "GT", "LT"), repeat(1, 2, words("NX", "XX", "GT", "LT", "FOO")));
  }

  static List<Entry> all() {
    return List.of(
        command("COPY")
            .weight(15)
            .form(key(), key())
            .form(key(), key(), word("REPLACE"))
            .form(
                key(),
                mostly(60, key(), key(ABSENT)),
                shuffled(maybe(60, word("DB"), database()), maybe(50, word("REPLACE")))),
        command("DEL").weight(12).form(repeat(1, 3, key())),
        command("EXISTS").form(repeat(1, 4, key())),
        command("EXPIRE").weight(15).form(key(), ttlSeconds(), CONDITION),
        command("EXPIREAT")
            .weight(12)
            .form(key(), momentSeconds(), CONDITION)
            .form(key(), momentSeconds(), CONDITION)
            .form(key(), mostly(80, momentSeconds(), pastSeconds()), CONDITION),
        command("EXPIRETIME").matching(Matching.MOMENT_S).form(key()),
        command("KEYS").matching(Matching.UNORDERED).form(pattern()),
        command("MOVE").form(key(), database()),
        command("OBJECT ENCODING").matching(Matching.ENCODING).form(key()),
        command("OBJECT FREQ").weight(3).trait(Trait.MOSTLY_REFUSED).form(key()),
        command("OBJECT HELP").weight(2).matching(Matching.SHAPE).form(),
        command("OBJECT IDLETIME").weight(6).matching(Matching.SHAPE).form(key()),
        command("OBJECT REFCOUNT").weight(6).matching(Matching.SHAPE).form(key()),
        command("OBJECT").weight(1).trait(Trait.MOSTLY_REFUSED).form(words("FOO", "ENCODING")),
        command("PERSIST").form(key()),
        command("PEXPIRE").weight(12).form(key(), ttlMillis(), CONDITION),
        command("PEXPIREAT")
            .weight(12)
            .form(key(), momentMillis(), CONDITION)
            .form(key(), momentMillis(), CONDITION)
            .form(key(), mostly(80, momentMillis(), pastMillis()), CONDITION),
        command("PEXPIRETIME").matching(Matching.MOMENT_MS).form(key()),
        command("PTTL").matching(Matching.TTL_MS).form(key()),
        command("RANDOMKEY").weight(16).play(Play.RANDOM_KEY).matching(Matching.EXACT).form(),
        command("RANDOMKEY").weight(2).trait(Trait.QUEUED_ONLY).matching(Matching.SHAPE).form(),
        command("RENAME").weight(14).form(LIKELY, key()).heraldedForm(UNLESS_THERE, LIKELY, key()),
        command("RENAMENX")
            .weight(14)
            .form(LIKELY, mostly(60, key(), key(ABSENT)))
            .heraldedForm(UNLESS_THERE, LIKELY, mostly(60, key(), key(ABSENT))),
        command("SCAN")
            .weight(14)
            .play(Play.SCAN)
            .trait(Trait.UNALTERED)
            .matching(Matching.UNORDERED)
            .form(literal("0"), SCAN_OPTIONS),
        command("SCAN")
            .weight(1)
            .matching(Matching.SHAPE)
            .form(literal("abc", "-1", "", "1.5", "99999999999999999999"), SCAN_OPTIONS),
        command("SCAN")
            .weight(4)
            .trait(Trait.QUEUED_ONLY, Trait.UNALTERED)
            .matching(Matching.PAGE)
            .form(
                literal("0"), word("COUNT"), literal("1000"), maybe(40, word("MATCH"), pattern())),
        command("TOUCH").form(repeat(1, 4, key())),
        command("TTL").matching(Matching.TTL_S).form(key()),
        command("TYPE").form(key()),
        command("UNLINK").form(repeat(1, 3, key())),
        command("WAIT")
            .weight(2)
            .trait(Trait.UNALTERED)
            .form(literal("0"), literal("0", "1", "100"))
            .form(literal("0", "-1"), literal("5"))
            .form(literal("1"), literal("1", "2"))
            .form(literal("1", "abc", ""), literal("-1", "abc", ""))
            .form(repeat(0, 1, literal("0"))));
  }
}
