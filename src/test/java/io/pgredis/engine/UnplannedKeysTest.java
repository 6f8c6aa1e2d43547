package io.pgredis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.Reply.Int;
import io.pgredis.testing.Reply.Simple;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TwoServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A pipeline that takes another course than was foreseen: what its keys hold is loaded when it is
 * needed, also where a key has been overwritten unseen before.
 */
class UnplannedKeysTest {
  private static final Simple OK = new Simple("OK");
  private static final String LONG_AGO = "1000000000000";

  @RegisterExtension static final TwoServers servers = new TwoServers();

  private RespClient client;

  /** How a batch that writes comes to touch database 0 unforeseen. */
  private enum Course {
    /** It cannot be known in advance that there is no such database. */
    REFUSED_SELECT("SETBIT other 1 0", "SELECT 99"),
    /** A transaction that is not carried out selects nothing either. */
    ABORTED_SELECT("SETBIT other 1 0", "MULTI", "SELECT 5", "NOSUCHCOMMAND", "EXEC"),
    RESET("SELECT 2", "SETBIT other 1 0", "RESET"),
    PLAIN("SETBIT other 1 0");

    private final List<String> beginning;

    Course(String... beginning) {
      this.beginning = List.of(beginning);
    }
  }

  @BeforeEach
  void connect() {
    client = servers.first().connect();
    client.call("RPUSH", "list", "a", "b");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCollectionIsRenamedOverAString(Course course) {
    assertThat(last(course, "SET k v", "RENAME list k")).isEqualTo(OK);
    assertHolds("k", "a", "b");
    assertKeys(course, "k");
  }

  @ParameterizedTest
  @EnumSource
  void aCollectionIsCopiedOverAString(Course course) {
    client.call("HSET", "k", "f", "v");
    assertThat(last(course, "SET k v", "COPY list k REPLACE")).isEqualTo(new Int(1));
    assertHolds("k", "a", "b");
    assertHolds("list", "a", "b");
    assertKeys(course, "k", "list");
  }

  @ParameterizedTest
  @EnumSource
  void aCollectionGrowsWhereAStringWas(Course course) {
    last(course, "SET k v", "RENAME list k", "RPUSH k c");
    assertHolds("k", "a", "b", "c");
    assertKeys(course, "k");
  }

  @ParameterizedTest
  @EnumSource
  void aStringThatHasExpiredIsNotThere(Course course) {
    assertThat(last(course, "SET k v", "SET k v PXAT " + LONG_AGO, "GET k"))
        .isEqualTo(Reply.Nil.BULK);
    assertKeys(course, "list");
  }

  @ParameterizedTest
  @EnumSource
  void aListIsOverwrittenByAStringThatHasExpired(Course course) {
    assertThat(last(course, "SET list v", "SET list v PXAT " + LONG_AGO)).isEqualTo(OK);
    assertKeys(course);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsOverwrittenUnseenMayBeDeleted(Course course) {
    assertThat(last(course, "SET list v", "SET k v", "DEL list k")).isEqualTo(new Int(2));
    assertKeys(course);
  }

  private Reply last(Course course, String... commands) {
    List<List<String>> pipeline =
        Stream.concat(course.beginning.stream(), Arrays.stream(commands))
            .map(line -> List.of(line.split(" ")))
            .toList();
    return client.pipeline(pipeline).getLast();
  }

  private void assertHolds(String key, String... elements) {
    try (RespClient other = servers.second().connect()) {
      assertThat(other.call("LRANGE", key, "0", "-1"))
          .isEqualTo(Reply.array(Arrays.stream(elements).map(Bulk::new).toArray(Reply[]::new)));
    }
  }

  /** Database 0 has these keys and those of the course, and is said to have as many. */
  private void assertKeys(Course course, String... keys) {
    List<Reply> wanted = new ArrayList<>(Arrays.stream(keys).<Reply>map(Bulk::new).toList());
    if (course != Course.RESET) {
      wanted.add(new Bulk("other"));
    }
    try (RespClient other = servers.second().connect()) {
      assertThat(((Aggregate) other.call("KEYS", "*")).items())
          .containsExactlyInAnyOrderElementsOf(wanted);
      assertThat(other.call("DBSIZE")).isEqualTo(new Int(wanted.size()));
    }
  }
}
