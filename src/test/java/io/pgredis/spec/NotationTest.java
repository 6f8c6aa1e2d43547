package io.pgredis.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code spec/README.md} promises about command lines, replies and modes. */
class NotationTest {

  @Test
  void commandLinesAreThoseOfRedisCli() {
    assertThat(Notation.command("SET k v")).containsExactly("SET", "k", "v");
    assertThat(Notation.command("  a   b ")).containsExactly("a", "b");
    assertThat(Notation.command("\"\" \"\\x00\\xff\\r\\n\\t\\\"\\\\\""))
        .containsExactly("", "\0\u00ff\r\n\t\"\\");
    assertThat(Notation.command("'a\\'b\\n'")).containsExactly("a'b\\n");
    assertThat(Notation.command("\"ab\"*3 \"x\"*2\"*\"")).containsExactly("ababab", "xx*");
    assertThat(Notation.command("a\"b")).containsExactly("a\"b");
    assertThat(Notation.command("DEL k{1..3} x")).containsExactly("DEL", "k1", "k2", "k3", "x");
    assertThat(Notation.command("MSET k{9..10},v{9..10}"))
        .containsExactly("MSET", "k9", "v9", "k10", "v10");
  }

  @Test
  void unbalancedQuotesAreRefused() {
    assertThatThrownBy(() -> Notation.command("SET \"k")).hasMessageContaining("ends too early");
    assertThatThrownBy(() -> Notation.command("SET \"k\"v")).hasMessageContaining("closing quote");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK",
        "-ERR wrong number of arguments for 'get' command",
        "-\"ERR unknown command 'foo', with args beginning with: \"",
        ":-9223372036854775808",
        "\"a\\x00\\r\\n\\t\\\"\\\\\"",
        "\"x\"*1000",
        "nil",
        "nil-array",
        "null",
        "[]",
        "[\"a\" :1 nil [+OK -\"ERR no such key\"] {\"k\" ,3.14 \"b\" #t} set[#f] push[(123 null]]",
        "txt\"some text\\n\""
      })
  void repliesReadBackAsTheyPrint(String text) {
    assertThat(Notation.reply(text)).isInstanceOf(Expected.Exactly.class);
    assertThat(((Expected.Exactly) Notation.reply(text)).reply()).hasToString(text);
  }

  @Test
  void typesAreDistinguished() {
    var variables = new HashMap<String, String>();
    assertThat(Comparison.matches("+OK", new Reply.Bulk("OK"), variables)).isFalse();
    assertThat(Comparison.matches("\"1\"", new Reply.Int(1), variables)).isFalse();
    assertThat(Comparison.matches("nil", Reply.Nil.ARRAY, variables)).isFalse();
    assertThat(Comparison.matches("nil", Reply.Nil.NULL, variables)).isFalse();
    assertThat(Comparison.matches("set[]", Reply.array(), variables)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unordered [\"b\" \"a\"] | [\"a\" \"b\"] | true",
        "unordered [\"0\" [\"b\" \"a\"]] | [\"0\" [\"a\" \"b\"]] | true",
        "unordered [\"a\" \"a\"] | [\"a\" \"b\"] | false",
        "unordered {\"b\" :1 \"a\" :2} | {\"a\" :2 \"b\" :1} | true",
        "unordered {\"b\" :1 \"a\" :2} | {\"a\" :1 \"b\" :2} | false",
        "rounded \"3.3\" | \"3.3000001\" | true",
        "rounded \"3.3\" | \"3.31\" | false",
        "rounded [,1.5 \"x\"] | [,1.50000001 \"x\"] | true",
        "error ERR | -ERR anything at all | true",
        "error ERR | -WRONGTYPE x | false",
        "error ERR | +ERR | false",
        "pattern any | [:1] | true",
        "pattern :1..9 | :9 | true",
        "pattern :1..9 | :10 | false",
        "pattern :5.. | :4 | false",
        "pattern /a+/ | \"aaa\" | true",
        "pattern /a+/ | \"aab\" | false",
        "pattern /a+/ | +aaa | false",
        "pattern +/a+/ | +aaa | true",
        "pattern -/ERR .*/ | -ERR x | true",
        "pattern txt/.*/ | txt\"x\" | true",
        "pattern [... \"b\" ...] | [\"a\" \"b\" \"c\"] | true",
        "pattern [... \"x\" ...] | [\"a\" \"b\" \"c\"] | false",
        "pattern [... \"c\"] | [\"a\" \"b\" \"c\"] | true",
        "pattern [any :any] | [\"a\" :7] | true",
        "pattern [,any] | [,inf] | true",
        "[a{1..3}x] | [\"a1x\" \"a2x\" \"a3x\"] | true",
      })
  void modesCompare(String expected, String reply, boolean matches) {
    Reply parsed = ((Expected.Exactly) Notation.reply(reply)).reply();
    assertThat(Comparison.matches(expected, parsed, new HashMap<>())).isEqualTo(matches);
  }

  @Test
  void patternsKeepWhatTheyName() {
    Map<String, String> variables = new HashMap<>();
    var reply = Reply.array(new Reply.Int(42), new Reply.Bulk("addr=1.2.3.4:5 fd=8"));
    assertThat(Comparison.matches("pattern [id=:any /addr=(?<addr>\\S+) .*/]", reply, variables))
        .isTrue();
    assertThat(variables).containsEntry("id", "42").containsEntry("addr", "1.2.3.4:5");
  }

  @Test
  void aPatternNeedsItsMode() {
    assertThatThrownBy(() -> Comparison.matches(":any", new Reply.Int(1), new HashMap<>()))
        .hasMessageContaining("needs the mode");
  }

  @Test
  void openBracketsContinueInTheNextLine() {
    assertThat(Notation.isOpen("[\"a\"")).isTrue();
    assertThat(Notation.isOpen("unordered {\"a\" [")).isTrue();
    assertThat(Notation.isOpen("[\"[\"]")).isFalse();
    assertThat(Notation.isOpen("pattern [/[^]]+/]")).isFalse();
    assertThat(Notation.isOpen("pattern :${a+1}..")).isFalse();
    assertThat(Notation.isOpen("-ERR [ in the text")).isFalse();
  }

  @Test
  void aReplyThatNothingComparesIsRefused() {
    assertThatThrownBy(() -> SpecParser.parse("x.spec", List.of("=== x", "> PING", "> PING")))
        .hasMessageContaining("never compared");
  }

  @Test
  void aCommandIsRepeatedUntilItsReplyComes() {
    SpecFile.Step step =
        SpecParser.parse("x.spec", List.of("=== x", "until 60s a> EXISTS k", ":1"))
            .getFirst()
            .steps()
            .getFirst();
    assertThat(step)
        .isEqualTo(
            new SpecFile.Until(
                2, "a", Duration.ofMinutes(1), "EXISTS k", new SpecFile.Expectation(3, 3, ":1")));
    assertThatThrownBy(() -> SpecParser.parse("x.spec", List.of("=== x", "until 60s> DBSIZE")))
        .hasMessageContaining("which reply");
  }

  @Test
  void aMapKeepsItsKind() {
    Expected expected = Notation.reply("{\"a\" any}");
    assertThat(expected).isInstanceOf(Expected.Aggregate.class);
    assertThat(((Expected.Aggregate) expected).kind()).isEqualTo(Kind.MAP);
  }
}
