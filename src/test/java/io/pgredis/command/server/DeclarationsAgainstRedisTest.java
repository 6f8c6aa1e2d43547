package io.pgredis.command.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.command.Command;
import io.pgredis.command.CommandTable;
import io.pgredis.testing.RealRedis;
import io.pgredis.testing.Reply;
import io.pgredis.testing.Reply.Aggregate;
import io.pgredis.testing.Reply.Bulk;
import io.pgredis.testing.RespClient;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import io.pgredis.testing.TestServer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What commands declare is what a real Redis says of them: COMMAND INFO to the byte, and the facts
 * of COMMAND DOCS. Only subcommands stand in another order, which in Redis changes from start to
 * start, and only those that pgredis has are compared.
 */
class DeclarationsAgainstRedisTest {
  private static final List<String> FACTS =
      List.of("since", "group", "doc_flags", "deprecated_since");
  private static final int ARITY = 1;
  private static final int SUBCOMMANDS = 9;

  /** Commands that take more arguments in a later version, and the arity that they had. */
  private static final Map<String, Long> EARLIER_ARITIES = Map.of("zrank", 3L, "zrevrank", 3L);

  private static TestDatabase database;
  private static TestServer server;
  private static RealRedis redis;

  @BeforeAll
  static void start() {
    database = TestPostgres.newDatabase();
    server = TestServer.start(database);
    redis = RealRedis.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    TestPostgres.drop(database);
    redis.close();
  }

  /** Commands and subcommands that Redis 7.0 has. */
  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Command command : CommandTable.load().flat()) {
      if (command.documentation().since().compareTo("7.2") < 0) {
        names.add(command.fullName());
      }
    }
    return names;
  }

  private static List<String> line(String subcommand, List<String> names) {
    List<String> line = new ArrayList<>(List.of("COMMAND", subcommand));
    line.addAll(names);
    return line;
  }

  private static Map<String, Reply> info(RespClient client, String protocol) {
    client.call("HELLO", protocol);
    Map<String, Reply> infos = new LinkedHashMap<>();
    for (Reply info : items(client.call(line("INFO", names())))) {
      infos.put(((Bulk) items(info).getFirst()).text(), withoutNewer(info));
    }
    return infos;
  }

  private static List<Reply> items(Reply reply) {
    return ((Aggregate) reply).items();
  }

  private static Reply withoutNewer(Reply info) {
    List<Reply> fields = new ArrayList<>(items(info));
    List<String> ours = names();
    List<Reply> subcommands =
        items(fields.get(SUBCOMMANDS)).stream()
            .filter(sub -> ours.contains(((Bulk) items(sub).getFirst()).text()))
            .sorted(Comparator.comparing(Reply::toString))
            .toList();
    Aggregate.Kind kind = ((Aggregate) fields.get(SUBCOMMANDS)).kind();
    fields.set(SUBCOMMANDS, new Aggregate(kind, subcommands));
    Long earlier = EARLIER_ARITIES.get(((Bulk) fields.getFirst()).text());
    if (earlier != null) {
      fields.set(ARITY, new Reply.Int(earlier));
    }
    return new Aggregate(Aggregate.Kind.ARRAY, fields);
  }

  @Test
  void commandInfoIsThatOfRedis() {
    for (String protocol : List.of("2", "3")) {
      try (RespClient ours = server.connect();
          RespClient theirs = redis.connect()) {
        Map<String, Reply> expected = info(theirs, protocol);
        info(ours, protocol)
            .forEach((name, info) -> assertThat(info).as(name).isEqualTo(expected.get(name)));
      }
    }
  }

  @Test
  void documentedFactsAreThoseOfRedis() {
    try (RespClient ours = server.connect();
        RespClient theirs = redis.connect()) {
      Map<String, Map<String, Reply>> expected = facts(theirs);
      facts(ours)
          .forEach((name, facts) -> assertThat(facts).as(name).isEqualTo(expected.get(name)));
    }
  }

  private static Map<String, Map<String, Reply>> facts(RespClient client) {
    Map<String, Map<String, Reply>> all = new LinkedHashMap<>();
    map(client.call(line("DOCS", names())))
        .forEach(
            (name, docs) -> {
              Map<String, Reply> facts = map(docs);
              facts.keySet().retainAll(FACTS);
              all.put(name, facts);
            });
    return all;
  }

  private static Map<String, Reply> map(Reply flat) {
    Map<String, Reply> map = new LinkedHashMap<>();
    List<Reply> items = items(flat);
    for (int i = 0; i < items.size(); i += 2) {
      map.put(((Bulk) items.get(i)).text(), items.get(i + 1));
    }
    return map;
  }
}
