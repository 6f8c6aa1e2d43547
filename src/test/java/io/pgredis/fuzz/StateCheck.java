package io.pgredis.fuzz;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares everything the servers hold: keys, types, encodings, moments of expiry, values. */
final class StateCheck {
  /** The databases that programs can put keys into. */
  private static final List<String> DATABASES = List.of("0", "1", "2", "15");

  private final Link expected;
  private final Link actual;
  private final Tally tally;

  StateCheck(Link expected, Link actual, Tally tally) {
    this.expected = expected;
    this.actual = actual;
    this.tally = tally;
  }

  private record Question(String database, String what, List<String> args, Matching matching) {}

  private record Key(String database, String name) {}

  /** The first difference, as seen after this step. */
  Optional<Mismatch> run(int step) {
    List<Question> listings =
        DATABASES.stream()
            .map(db -> new Question(db, "keys", List.of("KEYS", "*"), Matching.UNORDERED))
            .toList();
    List<Reply> keyLists = new ArrayList<>();
    Optional<Mismatch> found = ask(step, listings, keyLists);
    if (found.isPresent()) {
      return found;
    }
    List<Key> keys = keys(keyLists);
    List<Question> facts = new ArrayList<>();
    for (Key key : keys) {
      facts.add(new Question(key.database, "type", List.of("TYPE", key.name), Matching.EXACT));
      facts.add(
          new Question(
              key.database,
              "encoding",
              List.of("OBJECT", "ENCODING", key.name),
              Matching.ENCODING));
      facts.add(
          new Question(
              key.database, "expiry", List.of("PEXPIRETIME", key.name), Matching.MOMENT_MS));
    }
    List<Reply> answers = new ArrayList<>();
    found = ask(step, facts, answers);
    if (found.isPresent()) {
      return found;
    }
    List<Question> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String type = text(answers.get(3 * i));
      tally.countType(type, text(answers.get(3 * i + 1)));
      values.add(value(keys.get(i), type));
    }
    return ask(step, values, new ArrayList<>());
  }

  private static List<Key> keys(List<Reply> lists) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < lists.size(); i++) {
      if (lists.get(i) instanceof Aggregate(Aggregate.Kind kind, List<Reply> names)) {
        for (Reply name : names) {
          keys.add(new Key(DATABASES.get(i), text(name)));
        }
      }
    }
    return keys;
  }

  private static Question value(Key key, String type) {
    return switch (type) {
      case "list" -> question(key, Matching.EXACT, "LRANGE", key.name, "0", "-1");
      case "hash" -> question(key, Matching.UNORDERED, "HGETALL", key.name);
      case "set" -> question(key, Matching.UNORDERED, "SMEMBERS", key.name);
      case "zset" -> question(key, Matching.EXACT, "ZRANGE", key.name, "0", "-1", "WITHSCORES");
      case "stream" -> question(key, Matching.EXACT, "XRANGE", key.name, "-", "+");
      default -> question(key, Matching.EXACT, "GET", key.name);
    };
  }

  private static Question question(Key key, Matching matching, String... args) {
    return new Question(key.database, "value", List.of(args), matching);
  }

  private static String text(Reply reply) {
    return switch (reply) {
      case Reply.Simple(String text) -> text;
      case Reply.Bulk(String text) -> text;
      default -> reply.toString();
    };
  }

  /** Asks both servers in one pipeline; {@code answers} takes what the first one said. */
  private Optional<Mismatch> ask(int step, List<Question> questions, List<Reply> answers) {
    List<List<String>> commands = new ArrayList<>();
    for (Question question : questions) {
      commands.add(List.of("SELECT", question.database));
      commands.add(question.args);
    }
    expected.send(commands);
    actual.send(commands);
    Mismatch first = null;
    for (Question question : questions) {
      expected.read();
      actual.read();
      Reply a = expected.read();
      Reply b = actual.read();
      answers.add(a);
      if (first == null && !question.matching.matches(a, b)) {
        String where = "database " + question.database + ": " + CliText.line(question.args);
        first = new Mismatch(step, "state, " + question.what, where, a, b);
      }
    }
    return Optional.ofNullable(first);
  }
}
