package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.database;
import static io.pgredis.fuzz.Args.integer;
import static io.pgredis.fuzz.Args.key;
import static io.pgredis.fuzz.Entry.command;
import static io.pgredis.fuzz.Gen.literal;
import static io.pgredis.fuzz.Gen.maybe;
import static io.pgredis.fuzz.Gen.mostly;
import static io.pgredis.fuzz.Gen.repeat;
import static io.pgredis.fuzz.Gen.seq;
import static io.pgredis.fuzz.Gen.word;
import static io.pgredis.fuzz.Gen.words;

import io.pgredis.fuzz.Entry.Trait;
import java.util.List;
import java.util.stream.Stream;

/**
 * The server commands. Where the reply is the server's own ({@code INFO}, {@code LOLWUT}) only its
 * type is compared: that it comes, and that nothing else gets out of step.
 */
final class ServerEntries {
  private ServerEntries() {}

  private static final List<Entry> WITH_KEYS =
      Stream.concat(StringEntries.all().stream(), KeyEntries.all().stream()).toList();

  /** A whole command with its arguments, to be asked about instead of run. */
  private static final Gen COMMAND_WITH_KEYS =
      (draw, out) -> {
        Entry entry = draw.pick(WITH_KEYS);
        out.addAll(List.of(entry.name().split(" ")));
        draw.pick(entry.forms()).gen().emit(draw, out);
      };

  private static final Gen COMMAND_NAME =
      words(
          "GET",
          "SET",
          "MSET",
          "DEL",
          "SCAN",
          "EXPIRE",
          "OBJECT|ENCODING",
          "COPY",
          "WATCH",
          "EXEC",
          "PING",
          "RENAME",
          "GETEX",
          "LCS",
          "nosuchcommand",
          "GET|FOO");

  private static final Gen FLUSH_OPTIONS =
      mostly(95, maybe(50, words("ASYNC", "SYNC")), words("FOO", "ASYNCC"));

  private static final Gen SETTING =
      words(
          "maxmemory-policy",
          "maxmemory",
          "databases",
          "timeout",
          "proto-max-bulk-len",
          "save",
          "hash-max-listpack-entries",
          "hash-max-listpack-value",
          "list-max-listpack-size",
          "set-max-intset-entries",
          "zset-max-listpack-entries",
          "zset-max-listpack-value",
          "slowlog-max-len",
          "slowlog-log-slower-than",
          "requirepass",
          "client-query-buffer-limit",
          "nosuchsetting",
          "slowlog*",
          "maxmemory-pol*");

  static List<Entry> all() {
    return List.of(
        command("ACL WHOAMI").weight(2).form(),
        command("BGREWRITEAOF").weight(1).trait(Trait.MOSTLY_REFUSED).matching(Matching.ANY).form(),
        command("BGSAVE")
            .weight(1)
            .trait(Trait.MOSTLY_REFUSED)
            .matching(Matching.ANY)
            .form(maybe(30, word("SCHEDULE"))),
        command("CLUSTER INFO").weight(1).trait(Trait.MOSTLY_REFUSED).form(),
        command("COMMAND COUNT").weight(1).matching(Matching.SHAPE).form(),
        command("COMMAND DOCS").weight(2).matching(Matching.SHAPE).form(repeat(1, 2, COMMAND_NAME)),
        command("COMMAND GETKEYS").weight(8).form(COMMAND_WITH_KEYS),
        command("COMMAND GETKEYSANDFLAGS").weight(4).form(COMMAND_WITH_KEYS),
        command("COMMAND INFO")
            .weight(4)
            .trait(Trait.UNALTERED)
            .matching(Matching.DEEPLY_UNORDERED)
            .form(repeat(1, 2, COMMAND_NAME)),
        command("COMMAND LIST")
            .weight(2)
            .trait(Trait.UNALTERED)
            .matching(Matching.UNORDERED)
            .form(word("FILTERBY"), word("PATTERN"), literal("mget", "*setrange", "getd*", "no*no"))
            .form(word("FILTERBY"), word("MODULE"), literal("foo"))
            .form(word("FILTERBY"), words("FOO", "ACLCAT"), literal("bar")),
        command("CONFIG GET")
            .weight(5)
            .matching(Matching.DEEPLY_UNORDERED)
            .trait(Trait.UNALTERED)
            .form(mostly(90, repeat(1, 3, SETTING), repeat(0, 1, literal("", "[", "\\")))),
        command("CONFIG SET")
            .weight(3)
            .trait(Trait.UNALTERED)
            .form(word("slowlog-max-len"), literal("128"))
            .form(word("timeout"), literal("0"))
            .form(word("slowlog-log-slower-than"), literal("10000"))
            .form(seq(word("timeout"), literal("0")), seq(word("slowlog-max-len"), literal("128")))
            .form(words("slowlog-max-len", "timeout", "nosuchsetting"), literal("abc", "-5"))
            .form(words("databases", "nosuchsetting"), literal("16"))
            .form(words("timeout")),
        command("CONFIG RESETSTAT").weight(1).form(),
        command("CONFIG REWRITE").weight(1).trait(Trait.MOSTLY_REFUSED).form(),
        command("CONFIG HELP").weight(1).matching(Matching.SHAPE).form(),
        command("DBSIZE").weight(8).form(),
        command("DEBUG")
            .weight(1)
            .trait(Trait.MOSTLY_REFUSED, Trait.UNALTERED)
            .form(words("SLEEP", "OBJECT", "JMAP"), maybe(50, literal("0"))),
        command("FLUSHALL").weight(2).form(FLUSH_OPTIONS),
        command("FLUSHDB").weight(3).form(FLUSH_OPTIONS),
        command("INFO")
            .weight(2)
            .matching(Matching.SHAPE)
            .form()
            .form(
                repeat(
                    1,
                    2,
                    words("server", "clients", "memory", "stats", "keyspace", "default", "foo"))),
        command("LASTSAVE").weight(1).matching(Matching.SHAPE).form(),
        command("LATENCY LATEST").weight(1).form(),
        command("LATENCY RESET").weight(1).form(),
        command("LATENCY HISTORY").weight(1).form(literal("command", "foo")),
        command("LOLWUT")
            .weight(1)
            .matching(Matching.SHAPE)
            .form(maybe(20, word("VERSION"), literal("5", "9999"))),
        command("MEMORY DOCTOR").weight(1).matching(Matching.SHAPE).form(),
        command("MEMORY PURGE").weight(1).form(),
        command("MEMORY STATS").weight(1).matching(Matching.SHAPE).form(),
        command("MEMORY USAGE")
            .weight(3)
            .matching(Matching.SHAPE)
            .form(key())
            .form(key(), word("SAMPLES"), integer(0, 5)),
        command("MODULE LIST").weight(1).form(),
        command("MONITOR")
            .weight(1)
            .trait(Trait.MOSTLY_REFUSED, Trait.UNALTERED)
            .form(literal("foo")),
        command("ROLE").weight(1).matching(Matching.SHAPE).form(),
        command("SAVE").weight(1).trait(Trait.MOSTLY_REFUSED).matching(Matching.ANY).form(),
        command("SHUTDOWN")
            .weight(1)
            .trait(Trait.MOSTLY_REFUSED, Trait.UNALTERED)
            .form(literal("FOO"))
            .form(words("ABORT"))
            .form(words("NOSAVE"), words("SAVE")),
        command("SLOWLOG GET")
            .weight(1)
            .matching(Matching.SHAPE)
            .form(maybe(70, literal("0", "1", "-1", "128", "-2", "abc"))),
        command("SLOWLOG LEN").weight(1).matching(Matching.SHAPE).form(),
        command("SLOWLOG RESET").weight(1).form(),
        command("SWAPDB").weight(3).form(database(), database()),
        command("TIME").weight(1).matching(Matching.SHAPE).form());
  }
}
