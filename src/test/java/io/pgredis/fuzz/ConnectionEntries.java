package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.database;
import static io.pgredis.fuzz.Args.value;
import static io.pgredis.fuzz.Entry.command;
import static io.pgredis.fuzz.Gen.literal;
import static io.pgredis.fuzz.Gen.maybe;
import static io.pgredis.fuzz.Gen.repeat;
import static io.pgredis.fuzz.Gen.shuffled;
import static io.pgredis.fuzz.Gen.word;
import static io.pgredis.fuzz.Gen.words;

import io.pgredis.fuzz.Call.Play;
import io.pgredis.fuzz.Entry.Trait;
import java.util.List;

/** The connection commands whose replies can be compared. */
final class ConnectionEntries {
  private ConnectionEntries() {}

  private static final Gen CLIENT_NAME =
      literal("alpha", "b", "", "with space", "line\nbreak", "tab\t", "\u00e9", "x:y=1", "~", "!");

  static List<Entry> all() {
    return List.of(
        command("AUTH")
            .weight(4)
            .trait(Trait.MOSTLY_REFUSED)
            .form(literal("secret", ""))
            .form(literal("default", "default", "nobody"), literal("secret", "", "x y"))
            .form(literal("default"), literal("secret")),
        command("CLIENT ID").weight(2).matching(Matching.SHAPE).form(),
        command("CLIENT INFO").weight(2).matching(Matching.SHAPE).form(),
        command("CLIENT LIST")
            .weight(2)
            .matching(Matching.SHAPE)
            .form()
            .form()
            .form(word("TYPE"), words("normal", "master", "replica", "pubsub", "foo"))
            .form(word("ID"), repeat(1, 3, literal("1", "2", "3", "0", "abc")))
            .form(words("FOO", "ID", "TYPE")),
        command("CLIENT GETNAME").weight(5).form(),
        command("CLIENT SETNAME").weight(6).form(CLIENT_NAME),
        command("CLIENT KILL")
            .weight(2)
            .trait(Trait.UNALTERED, Trait.MOSTLY_REFUSED)
            .form(literal("1.2.3.4:5", "", "abc"))
            .form(word("ID"), literal("99999999", "0", "-1", "abc"))
            .form(word("ADDR"), literal("1.2.3.4:5"))
            .form(word("LADDR"), literal("1.2.3.4:5"), word("SKIPME"), words("yes", "no"))
            .form(word("USER"), literal("nobody"))
            .form(word("TYPE"), literal("pubsub", "foo"))
            .form(word("ID"))
            .form(word("FOO"), literal("bar")),
        command("CLIENT NO-EVICT").weight(2).form(words("ON", "OFF", "on")),
        command("CLIENT PAUSE")
            .weight(1)
            .trait(Trait.UNALTERED, Trait.MOSTLY_REFUSED)
            .form(literal("abc", "-1", "", "1.5"))
            .form(literal("1"), words("FOO")),
        command("CLIENT UNPAUSE").weight(2).form(),
        command("CLIENT REPLY")
            .weight(2)
            .trait(Trait.UNALTERED)
            .form(word("ON"))
            .form(word("ON"))
            .form(maybe(60, literal("foo", ""))),
        command("CLIENT HELP").weight(1).matching(Matching.SHAPE).form(),
        command("CLIENT").weight(1).trait(Trait.MOSTLY_REFUSED).form(literal("FOO", "")),
        command("ECHO").form(value()),
        command("HELLO")
            .weight(5)
            .matching(Matching.HELLO)
            .form()
            .form(literal("2"))
            .form(literal("3"))
            .form(literal("2", "3"), word("SETNAME"), CLIENT_NAME)
            .form(
                literal("3", "2", "3", "2", "1", "4", "abc", ""),
                shuffled(
                    maybe(40, word("AUTH"), literal("default", "nobody"), literal("secret")),
                    maybe(40, word("SETNAME"), literal("gamma")))),
        command("PING").weight(8).form().form(value()),
        command("QUIT").weight(1).play(Play.QUIT).form(),
        command("RESET").weight(2).form(),
        command("SELECT").weight(8).form(database()));
  }
}
