package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.Kind.ABSENT;
import static io.pgredis.fuzz.Args.Kind.NUMBER;
import static io.pgredis.fuzz.Args.Kind.STRING;
import static io.pgredis.fuzz.Args.floating;
import static io.pgredis.fuzz.Args.integer;
import static io.pgredis.fuzz.Args.integerText;
import static io.pgredis.fuzz.Args.key;
import static io.pgredis.fuzz.Args.momentMillis;
import static io.pgredis.fuzz.Args.momentSeconds;
import static io.pgredis.fuzz.Args.pastMillis;
import static io.pgredis.fuzz.Args.pastSeconds;
import static io.pgredis.fuzz.Args.ttlMillis;
import static io.pgredis.fuzz.Args.ttlSeconds;
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

import java.util.List;

/** The string commands. */
final class StringEntries {
  private StringEntries() {}

  private static final Gen TEXT = seq(key(STRING), value());
  private static final Gen COUNTER = seq(key(NUMBER), integerText());
  private static final Gen PAIR = mostly(70, TEXT, COUNTER);
  private static final Gen ANY_STRING = mostly(75, key(STRING), key(NUMBER));
  private static final Gen OFFSET = integer(-70, 70);
  private static final Gen EXPIRY =
      oneOf(
          seq(word("EX"), ttlSeconds()),
          seq(word("PX"), ttlMillis()),
          seq(word("EXAT"), momentSeconds()),
          seq(word("PXAT"), momentMillis()));
  private static final Gen PAST =
      oneOf(seq(word("EXAT"), pastSeconds()), seq(word("PXAT"), pastMillis()));
  private static final Gen SET_OPTIONS =
      shuffled(
          maybe(30, words("NX", "XX")),
          maybe(30, word("GET")),
          maybe(35, mostly(75, EXPIRY, word("KEEPTTL"))),
          maybe(3, words("NX", "XX", "KEEPTTL", "GET", "EX", "PX", "PERSIST", "FOO")));
  private static final Gen LCS_OPTIONS =
      mostly(
          90,
          oneOf(
              Gen.nothing(),
              word("LEN"),
              shuffled(
                  word("IDX"),
                  maybe(50, word("WITHMATCHLEN")),
                  maybe(50, word("MINMATCHLEN"), integer(0, 6)))),
          repeat(1, 3, words("LEN", "IDX", "WITHMATCHLEN", "MINMATCHLEN", "FOO")));

  static List<Entry> all() {
    return List.of(
        command("APPEND").form(TEXT).form(TEXT).form(COUNTER),
        command("DECR").form(key(NUMBER)),
        command("DECRBY").form(key(NUMBER), integer()),
        command("GET").weight(25).form(ANY_STRING).form(key()),
        command("GETDEL").form(ANY_STRING),
        command("GETEX")
            .form(ANY_STRING)
            .form(ANY_STRING, EXPIRY)
            .form(ANY_STRING, EXPIRY)
            .form(ANY_STRING, word("PERSIST"))
            .form(ANY_STRING, maybe(50, words("PERSIST", "EX", "KEEPTTL", "NX")), maybe(50, EXPIRY))
            .fleetingForm(ANY_STRING, PAST),
        command("GETRANGE").weight(15).form(ANY_STRING, OFFSET, OFFSET),
        command("GETSET").form(PAIR),
        command("INCR").form(key(NUMBER)),
        command("INCRBY").form(key(NUMBER), integer()),
        command("INCRBYFLOAT").weight(15).form(key(NUMBER), floating()),
        command("LCS")
            .form(ANY_STRING, ANY_STRING, LCS_OPTIONS)
            .form(key(STRING), key(STRING), LCS_OPTIONS),
        command("MGET").weight(15).form(repeat(1, 6, mostly(80, ANY_STRING, key(ABSENT)))),
        command("MSET").form(repeat(1, 5, PAIR)),
        command("MSETNX").form(repeat(1, 3, PAIR)).form(repeat(1, 2, key(ABSENT), value())),
        command("PSETEX").form(key(STRING), ttlMillis(), value()),
        command("SET")
            .weight(70)
            .form(TEXT)
            .form(COUNTER)
            .form(PAIR, SET_OPTIONS)
            .form(PAIR, SET_OPTIONS)
            .form(PAIR, mostly(70, EXPIRY, SET_OPTIONS)),
        command("SET").weight(2).fleetingForm(PAIR, PAST),
        command("SETEX").form(key(STRING), ttlSeconds(), value()),
        command("SETNX").form(PAIR).form(key(ABSENT), value()),
        command("SETRANGE")
            .form(key(STRING), integer(0, 70), value())
            .form(key(STRING), integer(0, 70), value())
            .form(ANY_STRING, integer(-3, 5000), value())
            .form(key(STRING), literal("536870911", "536870912"), literal("too long")),
        command("STRLEN").form(ANY_STRING),
        command("SUBSTR").form(ANY_STRING, OFFSET, OFFSET));
  }
}
