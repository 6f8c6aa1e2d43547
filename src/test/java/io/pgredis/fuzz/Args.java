package io.pgredis.fuzz;

import static io.pgredis.fuzz.Gen.literal;
import static io.pgredis.fuzz.Gen.mostly;
import static io.pgredis.fuzz.Gen.oneOf;

import java.util.List;
import java.util.Set;

/**
 * The vocabulary: keys, values, numbers and times that the commands share. Few keys, so that
 * commands meet; keys of each family have names of their own, so that most commands find the type
 * they work on, and one in twenty takes any key.
 */
final class Args {
  private static final int STRAY_KEY_PERCENT = 5;
  private static final int BAD_NUMBER_PERCENT = 5;
  private static final long FIRST_MOMENT_S = 4_102_444_800L;

  /** The moments that commands name. A long time to live can end between them. */
  private static final Set<Long> NAMED_MOMENTS_S =
      Set.of(FIRST_MOMENT_S, 4_102_444_801L, 5_000_000_000L, 6_999_999_999L);

  /** A key named several times is drawn more often. */
  private static final List<String> STRING_KEYS =
      List.of(
          "s1",
          "s1",
          "s1",
          "s2",
          "s2",
          "s3",
          "user:1",
          "user:2",
          "h[e]llo*?\\",
          "\u0000\u00ff\r\n bin",
          "",
          repeat('L', 3000));

  private static final List<String> NUMBER_KEYS = List.of("n1", "n2", "n:" + "x".repeat(200));
  private static final List<String> LIST_KEYS = List.of("l1", "l2", "l3");
  private static final List<String> HASH_KEYS = List.of("h1", "h2");
  private static final List<String> SET_KEYS = List.of("t1", "t2", "t3");
  private static final List<String> ZSET_KEYS = List.of("z1", "z2", "z3");
  private static final List<String> STREAM_KEYS = List.of("x1", "x2");
  private static final List<String> ABSENT_KEYS = List.of("absent", "nope");

  private static final List<String> GOOD_INTEGERS =
      List.of("0", "1", "2", "10", "-1", "-7", "42", "9999", "10000", "123456789", "-2147483648");
  private static final List<String> EDGE_INTEGERS =
      List.of(
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775806",
          "-9223372036854775807",
          "4611686018427387904",
          "4294967296",
          "-2147483649");
  private static final List<String> BAD_INTEGERS =
      List.of(
          "",
          " ",
          "abc",
          "1.5",
          "+5",
          " 1",
          "1 ",
          "007",
          "-0",
          "0x10",
          "1e3",
          "-",
          "9223372036854775808",
          "-9223372036854775809",
          "99999999999999999999999",
          "1\u0000",
          "nan");
  private static final List<String> GOOD_FLOATS =
      List.of(
          "0",
          "1",
          "-1",
          "0.1",
          "-0.25",
          "3.0",
          "5.0e3",
          "1.23456789012345",
          "1e-7",
          "200",
          ".5",
          "3.",
          "10.5");
  private static final List<String> EDGE_FLOATS =
      List.of(
          "1e17",
          "1e18",
          "123456789.123456789",
          "0.30000000000000004",
          "1e-17",
          "1e-18",
          "1e300",
          "-1e300",
          "99999999999999999999",
          "0x10",
          "0x1p3",
          "9007199254740993",
          "+3");
  private static final List<String> BAD_FLOATS =
      List.of(
          "",
          "abc",
          "1.5x",
          " 1",
          "1 ",
          "nan",
          "inf",
          "-inf",
          "infinity",
          "1e5000",
          "--1",
          "1e",
          "1,5",
          "1\u0000");

  /** Replaces or joins an argument at random. Nothing here is a time to live in the near future. */
  static final List<String> JUNK =
      List.of(
          "",
          "0",
          "-1",
          "abc",
          "1.5",
          "99999999999999999999",
          "9223372036854775807",
          "-9223372036854775808",
          "NX",
          "XX",
          "GET",
          "KEEPTTL",
          "REPLACE",
          "DB",
          "MATCH",
          "COUNT",
          "TYPE",
          "\u0000",
          "\u00ff\u00fe",
          "s1",
          "n1",
          "*",
          "a b",
          "\"quoted\"",
          "line\nbreak");

  private Args() {}

  private static String repeat(char c, int times) {
    return String.valueOf(c).repeat(times);
  }

  private static List<String> pool(Kind kind) {
    return switch (kind) {
      case STRING -> STRING_KEYS;
      case NUMBER -> NUMBER_KEYS;
      case LIST -> LIST_KEYS;
      case HASH -> HASH_KEYS;
      case SET -> SET_KEYS;
      case ZSET -> ZSET_KEYS;
      case STREAM -> STREAM_KEYS;
      case ABSENT -> ABSENT_KEYS;
    };
  }

  /** What a key is usually used for. */
  enum Kind {
    STRING,
    NUMBER,
    LIST,
    HASH,
    SET,
    ZSET,
    STREAM,
    ABSENT
  }

  /** A key of this kind, one time in twenty a key of any kind. */
  static Gen key(Kind kind) {
    List<Kind> kinds = List.of(Kind.values());
    return (draw, out) ->
        out.add(draw.pick(pool(draw.chance(STRAY_KEY_PERCENT) ? draw.pick(kinds) : kind)));
  }

  /** A key of any kind; strings are the likeliest. */
  static Gen key() {
    Gen other = (draw, out) -> out.add(draw.pick(pool(draw.pick(List.of(Kind.values())))));
    return mostly(65, mostly(70, key(Kind.STRING), key(Kind.NUMBER)), other);
  }

  /** A string value: empty, short, around Redis's encoding borders, binary, and some long ones. */
  static Gen value() {
    Gen text =
        literal("", "a", "v", "foo", "hello world", "ohmytext", "mynewtext", "12", "-3", "1.5");
    Gen border =
        (draw, out) ->
            out.add(repeat((char) ('a' + draw.below(4)), draw.pick(List.of(43, 44, 45, 46, 64))));
    Gen binary = (draw, out) -> out.add(draw.bytes(draw.between(1, 40)));
    Gen longer =
        (draw, out) ->
            out.add(
                draw.chance(50)
                    ? draw.bytes(draw.between(100, 3000))
                    : repeat('z', draw.between(100, 3000)));
    return mostly(60, text, oneOf(border, binary, integerText(), mostly(40, longer, text)));
  }

  /** A number as a value to store: mostly one that INCR can work on. */
  static Gen integerText() {
    return mostly(85, pick(GOOD_INTEGERS), mostly(60, pick(EDGE_INTEGERS), pick(BAD_INTEGERS)));
  }

  /** A number as an argument: mostly small, sometimes at the edge, sometimes none. */
  static Gen integer() {
    return mostly(
        100 - BAD_NUMBER_PERCENT,
        mostly(85, pick(GOOD_INTEGERS), pick(EDGE_INTEGERS)),
        pick(BAD_INTEGERS));
  }

  /** A number between two bounds, sometimes at the edge of 64 bits, sometimes none. */
  static Gen integer(int lowest, int highest) {
    Gen usual = (draw, out) -> out.add(Integer.toString(draw.between(lowest, highest)));
    return mostly(
        100 - BAD_NUMBER_PERCENT, mostly(95, usual, pick(EDGE_INTEGERS)), pick(BAD_INTEGERS));
  }

  static Gen floating() {
    return mostly(
        100 - BAD_NUMBER_PERCENT,
        mostly(70, pick(GOOD_FLOATS), mostly(60, pick(GOOD_INTEGERS), pick(EDGE_FLOATS))),
        pick(BAD_FLOATS));
  }

  static Gen pick(List<String> choices) {
    return (draw, out) -> out.add(draw.pick(choices));
  }

  /** A time to live far away. */
  static Gen ttlSeconds() {
    return withBadTimes((draw, out) -> out.add(Long.toString(draw.freshTtlSeconds())));
  }

  static Gen ttlMillis() {
    return withBadTimes((draw, out) -> out.add(Long.toString(draw.freshTtlSeconds() * 1000)));
  }

  /**
   * A moment of the next century. Few different ones, so that equal ones meet under {@code GT} and
   * {@code LT}; later than any relative time to live.
   */
  static Gen momentSeconds() {
    return withBadTimes(
        pick(List.of(Long.toString(FIRST_MOMENT_S), "4102444801", "5000000000", "6999999999")));
  }

  static Gen momentMillis() {
    return withBadTimes(
        pick(List.of("4102444800000", "4102444800001", "5000000000123", "6999999999999")));
  }

  /**
   * Times that are refused, and some that are in the past. None is a relative time in milliseconds
   * that a server would accept: two commands with the same one would set moments too near to each
   * other.
   */
  private static Gen withBadTimes(Gen usual) {
    return mostly(
        96,
        usual,
        pick(
            List.of(
                "0",
                "-1",
                "-100",
                "9223372036854775807",
                "-9223372036854775808",
                "-9223372036854776",
                "9223372036854775808",
                "99999999999999999999",
                "abc",
                "",
                "1.5",
                "10 ")));
  }

  /** Whether a key that expires then got that moment from a command, instead of a time to live. */
  static boolean isNamedMoment(long seconds) {
    return NAMED_MOMENTS_S.contains(seconds);
  }

  /** A moment in the past: what is set to expire then is gone at once. */
  static Gen pastSeconds() {
    return pick(List.of("1", "2", "1000000000"));
  }

  static Gen pastMillis() {
    return pick(List.of("1", "1000", "1000000000000"));
  }

  /** A database: the three that the programs use, now and then the last one or none. */
  static Gen database() {
    return mostly(
        95, literal("0", "1", "2"), literal("15", "16", "-1", "abc", "", "99999999999", "1.5"));
  }

  static Gen pattern() {
    return literal(
        "*",
        "*",
        "*",
        "user:*",
        "user:?",
        "user:[12]",
        "user:[^1]",
        "s*",
        "n*",
        "?1",
        "[k-t]?",
        "h\\[e\\]llo*",
        "h[[]*",
        "*bin",
        "",
        "[",
        "[a",
        "\\",
        "s\\1",
        "**1",
        "*:*",
        "L*",
        "[^u]*",
        "[2-1]*",
        "nope*",
        "\u0000*",
        "*\u00ff*",
        "user:[]1]",
        "s[\\1]",
        "[!s]*");
  }
}
