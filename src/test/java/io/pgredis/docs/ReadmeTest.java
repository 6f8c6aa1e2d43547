package io.pgredis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The session of redis-cli in the README, as somebody types it who tries pgredis out. */
class ReadmeTest {
  private static final String PROMPT = "127.0.0.1:6379> ";
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @Test
  void sessionAnswersWhatIsWritten() throws IOException {
    List<String> written = session();
    assertThat(written).as("lines of the session").hasSizeGreaterThan(10);
    TestDatabase database = TestPostgres.newDatabase();
    var seen = new ArrayList<String>();
    try (TestServer server = TestServer.start(database);
        RespClient client = server.connect()) {
      for (String line : written) {
        if (line.startsWith(PROMPT)) {
          seen.add(line);
          seen.addAll(shown(client.call(words(line.substring(PROMPT.length())))));
        }
      }
    } finally {
      TestPostgres.drop(database);
    }
    assertThat(seen).isEqualTo(written);
  }

  private static List<String> session() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("README.md"));
    int begin = lines.indexOf("$ redis-cli") + 1;
    return lines.subList(begin, begin + lines.subList(begin, lines.size()).indexOf("```"));
  }

  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    for (Matcher matcher = WORD.matcher(line); matcher.find(); ) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }

  /** A reply as redis-cli shows it to somebody at a terminal. */
  private static List<String> shown(Reply reply) {
    return switch (reply) {
      case Reply.Simple(String text) -> List.of(text);
      case Reply.Int(long value) -> List.of("(integer) " + value);
      case Reply.Bulk(String text) -> List.of('"' + text + '"');
      case Reply.Aggregate(Reply.Aggregate.Kind kind, List<Reply> items) -> {
        var lines = new ArrayList<String>();
        for (Reply item : items) {
          lines.add((lines.size() + 1) + ") " + shown(item).getFirst());
        }
        yield lines;
      }
      default -> List.of(reply.toString());
    };
  }
}
