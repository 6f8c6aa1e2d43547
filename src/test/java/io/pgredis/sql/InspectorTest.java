package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Collections as people see them when they look into the tables. */
class InspectorTest {

  @Test
  void showsCollectionsReadably() {
    TestDatabase database = TestPostgres.newDatabase();
    try (TestServer server = TestServer.startPacking(database, 40);
        RespClient client = server.connect()) {
      client.call("HSET", "packed", "field", "one \"word\"");
      client.call("HSET", "spread", "a long field", "a long value", "b", "with\nlines");
      StringWriter text = new StringWriter();
      Inspector.print(database.config(1), 10, new PrintWriter(text, true));
      assertThat(text.toString())
          .contains("\"packed\"")
          .contains("[\"field\", \"one \\\"word\\\"\"]")
          .containsPattern("\"a long field\" +\"a long value\"")
          .containsPattern("\"b\" +\"with\\\\nlines\"")
          .contains("graveyard: 0 rows");
    } finally {
      TestPostgres.drop(database);
    }
  }
}
