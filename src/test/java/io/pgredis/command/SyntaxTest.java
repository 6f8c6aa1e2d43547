package io.pgredis.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgredis.command.Syntax.Argument;
import io.pgredis.command.Syntax.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {

  /** An argument in short: {@code EX seconds:integer?} */
  private static String shorten(Argument argument) {
    StringBuilder text = new StringBuilder();
    if (!argument.token().isEmpty()) {
      text.append(argument.token()).append(' ');
    }
    text.append(argument.name()).append(':').append(argument.type().label());
    if (argument.keySpecIndex() >= 0) {
      text.append('#').append(argument.keySpecIndex());
    }
    if (!argument.children().isEmpty()) {
      text.append(argument.children().stream().map(SyntaxTest::shorten).toList());
    }
    text.append(argument.optional() ? "?" : "");
    text.append(argument.multiple() ? "+" : "");
    return text.append(argument.multipleToken() ? "!" : "").toString();
  }

  private static List<String> parse(String notation) {
    return Syntax.parse(notation, 2).stream().map(SyntaxTest::shorten).toList();
  }

  @Test
  void valuesHaveTypes() {
    assertThat(parse("key value seconds:integer"))
        .containsExactly("key:key#0", "value:string", "seconds:integer");
    assertThat(parse("at:unix-time by:double like:pattern"))
        .containsExactly("at:unix-time", "by:double", "like:pattern");
    assertThat(parse("")).isEmpty();
  }

  @Test
  void keysBelongToKeySpecsInOrder() {
    assertThat(parse("source:key destination:key"))
        .containsExactly("source:key#0", "destination:key#1");
    assertThat(Syntax.parse("a:key b:key", 1))
        .extracting(Argument::keySpecIndex)
        .containsExactly(0, 0);
  }

  @Test
  void tokensStandForThemselvesOrBelongToWhatFollows() {
    assertThat(parse("[WITHSCORES]")).containsExactly("WITHSCORES withscores:pure-token?");
    assertThat(parse("[COUNT count:integer]")).containsExactly("COUNT count:integer?");
    assertThat(parse("[LIMIT (offset:integer count:integer)]"))
        .containsExactly("LIMIT offset_count:block[offset:integer, count:integer]?");
    assertThat(parse("GET [x]")).containsExactly("GET get:pure-token", "x:string?");
  }

  @Test
  void alternativesAreOneOf() {
    assertThat(parse("condition:[NX | XX]"))
        .containsExactly("condition:oneof[NX nx:pure-token, XX xx:pure-token]?");
    assertThat(parse("[EX seconds:integer | KEEPTTL]"))
        .containsExactly("seconds_keepttl:oneof[EX seconds:integer, KEEPTTL keepttl:pure-token]?");
    assertThat(parse("[FILTERBY by:(MODULE name | ACLCAT category)]"))
        .containsExactly("FILTERBY by:oneof[MODULE name:string, ACLCAT category:string]?");
    assertThat(parse("(a b | c)"))
        .containsExactly("a_b_c:oneof[a_b:block[a:string, b:string], c:string]");
  }

  @Test
  void repetition() {
    assertThat(parse("key...")).containsExactly("key:key#0+");
    assertThat(parse("(key value)..."))
        .containsExactly("key_value:block[key:key#0, value:string]+");
    assertThat(parse("[ID id:integer...]")).containsExactly("ID id:integer?+");
    assertThat(parse("[GET pattern]...")).containsExactly("GET pattern:string?+!");
    assertThat(parse("[name]...")).containsExactly("name:string?+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a",
        "a]",
        "(a",
        "a | b",
        "[]",
        "[a | ]",
        "name:",
        "name:text",
        "n:block",
        "Name",
        "a..",
        "...",
        "key!",
        "a:b:c"
      })
  void whatDoesNotParseIsRefused(String notation) {
    assertThatThrownBy(() -> Syntax.parse(notation, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the syntax \"" + notation + "\"");
  }

  @Test
  void aKeyNeedsAKeySpec() {
    assertThatThrownBy(() -> Syntax.parse("key", 0)).hasMessageContaining("no key spec");
  }

  @ParameterizedTest
  @CsvSource({"string,STRING", "pure-token,PURE_TOKEN", "unix-time,UNIX_TIME"})
  void typesAreCalledAsInRedis(String label, Type type) {
    assertThat(type.label()).isEqualTo(label);
  }
}
