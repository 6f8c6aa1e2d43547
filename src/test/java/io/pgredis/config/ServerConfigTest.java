package io.pgredis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgredis.config.ServerConfig.Setting;
import io.pgredis.testing.RealRedis;
import io.pgredis.testing.Reply;
import io.pgredis.testing.RespClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults, answers and errors, beside those of a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerConfigTest {
  /** Where pgredis's defaults are not Redis's, and on purpose. */
  private static final Map<String, String> OTHER_DEFAULTS =
      Map.of(
          "bind", "127.0.0.1 -::1",
          "appendonly", "yes",
          "appendfsync", "always",
          "dir", System.getProperty("user.dir"));

  /** What the real server was started with. */
  private static final List<String> NOT_COMPARED = List.of("port", "pidfile", "dir", "daemonize");

  private final ServerConfig config = new ServerConfig();
  private RealRedis redis;
  private RespClient client;
  private Map<String, String> defaults;

  @BeforeAll
  void startRedis() {
    redis = RealRedis.start("--save", "");
    client = redis.connect();
    defaults = realConfig();
  }

  @AfterAll
  void stopRedis() {
    client.close();
    redis.close();
  }

  @Test
  void defaultsAreThoseOfRedis() {
    Map<String, String> expected = new LinkedHashMap<>(defaults);
    Map<String, String> actual = new LinkedHashMap<>(new ServerConfig().get(List.of("*")));
    OTHER_DEFAULTS.forEach((name, value) -> assertThat(actual).containsEntry(name, value));
    expected.keySet().removeAll(OTHER_DEFAULTS.keySet());
    actual.keySet().removeAll(OTHER_DEFAULTS.keySet());
    expected.keySet().removeAll(NOT_COMPARED);
    actual.keySet().removeAll(NOT_COMPARED);
    assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void defaultsOfItsOwn() {
    ServerConfig fresh = new ServerConfig();
    assertThat(fresh.port.get()).isEqualTo(6379);
    assertThat(fresh.maxConnections.get()).isEqualTo(25);
    assertThat(fresh.schema.get()).isEqualTo("pgredis");
    assertThat(fresh.database.get()).isEmpty();
    assertThat(fresh.dataDir.get()).isEmpty();
    assertThat(fresh.postgresBin.get()).isEmpty();
    assertThat(fresh.get(List.of("schema", "max-conn*", "database"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo|1",
        "maxclients|abc",
        "maxclients|0",
        "Maxclients|x",
        "databases|5",
        "DATABASES|5",
        "maxmemory-policy|foo",
        "maxmemory|1xb",
        "maxmemory|-1",
        "proto-max-bulk-len|1",
        "proto-max-bulk-len|1kb",
        "hash-max-listpack-entries|-1",
        "hash-max-listpack-entries|99999999999999999999",
        "timeout|1|timeout|2",
        "TIMEOUT|1|timeout|2",
        "timeout|1|foo|2",
        "timeout|1|maxclients|x",
        "timeout|",
        "timeout|+5",
        "timeout|05",
        "timeout| 5",
        "timeout|-0",
        "notify-keyspace-events|Q",
        "client-output-buffer-limit|normal 1 2",
        "client-output-buffer-limit|foo 1 2 3",
        "client-output-buffer-limit|normal 1 2 x",
        "save|60 1 30 x",
        "save|60",
        "slowlog-log-slower-than|-5",
        "slowlog-log-slower-than|1.5",
        "tcp-keepalive|-1",
        "list-max-listpack-size|99999999999",
        "latency-tracking-info-percentiles|50 101",
        "latency-tracking-info-percentiles|abc",
        "loglevel|foo",
        "maxmemory-clients|101%",
        "maxmemory-clients|x",
        "oom-score-adj-values|1 2",
        "enable-debug-command|yes",
        "dir|/nonexistent",
        "dbfilename|x",
        "active-defrag-cycle-min|0",
        "appendfsync|foo",
        "protected-mode|maybe",
        "hz|x",
        "rdbchecksum|no",
        "unixsocketperm|777",
        "cluster-enabled|yes"
      })
  void refusesAsRedisDoes(String settings) {
    List<String> words = Arrays.asList(settings.split("\\|", -1));
    assertThat(config.set(settings(words))).hasValue(realError(words));
    assertThat(config.toString()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maxmemory|1gb",
        "maxmemory|1k",
        "maxmemory|2MB",
        "maxmemory|05",
        "notify-keyspace-events|KEA",
        "notify-keyspace-events|nmKg$",
        "notify-keyspace-events|Kg$lshzxetd",
        "notify-keyspace-events|",
        "client-output-buffer-limit|normal 1mb 2mb 60 pubsub 1 2 3",
        "client-output-buffer-limit|replica 1 2 3 normal 0 0 0 pubsub 1gb 2 3",
        "notify-keyspace-events|AnmEK",
        "save|60 1 30 5",
        "save|",
        "latency-tracking-info-percentiles|50 99.5 100.0",
        "latency-tracking-info-percentiles|",
        "hz|1000",
        "hz|0",
        "maxmemory-clients|5%",
        "maxmemory-clients|1mb",
        "lua-time-limit|77",
        "slave-priority|7",
        "list-max-listpack-size|-1|list-max-ziplist-size|-3",
        "hll-sparse-max-bytes|1kb",
        "protected-mode|NO",
        "loglevel|DEBUG",
        "latency-monitor-threshold|99999999999",
        "oom-score-adj-values|0 1 2"
      })
  void setsAndAnswersAsRedisDoes(String settings) {
    List<String> words = Arrays.asList(settings.split("\\|", -1));
    ServerConfig fresh = new ServerConfig();
    assertThat(fresh.set(settings(words))).isEmpty();
    client.call(command("SET", words));
    Map<String, String> real = realConfig();
    fresh
        .get(List.of("*"))
        .forEach(
            (name, value) -> {
              if (words.stream().anyMatch(name::equalsIgnoreCase)) {
                assertThat(value).as(name).isEqualTo(real.get(name));
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hash*",
        "*zip*",
        "TIMEOUT",
        "time[o]ut",
        "t[a-j]meout",
        "[^a]imeout",
        "nosuch",
        "MaxMemory",
        "??",
        "maxmem\\ory",
        "sla?e-priority",
        "[",
        "t\\[",
        "\\*"
      })
  void findsByPatternAsRedisDoes(String pattern) {
    assertThat(new ServerConfig().get(List.of(pattern)).keySet())
        .containsExactlyInAnyOrderElementsOf(realNames(pattern));
  }

  @Test
  void answersEveryNameOnce() {
    assertThat(config.get(List.of("timeout", "time*", "TIMEOUT"))).hasSize(1);
  }

  @Test
  void setsAllOrNothingAndTellsListeners() {
    ServerConfig fresh = new ServerConfig();
    List<Long> seen = new ArrayList<>();
    fresh.find("timeout").orElseThrow().onChange(() -> seen.add(fresh.timeout.get()));
    fresh
        .find("tcp-keepalive")
        .orElseThrow()
        .onChange(
            () -> {
              throw new ConfigException("not now");
            });
    assertThat(fresh.set(List.of(new Setting("timeout", "7"), new Setting("tcp-keepalive", "1"))))
        .hasValue("ERR CONFIG SET failed (possibly related to argument 'tcp-keepalive') - not now");
    assertThat(fresh.timeout.get()).isZero();
    assertThat(fresh.tcpKeepalive.get()).isEqualTo(300);
    assertThat(seen).containsExactly(7L, 0L);
    assertThat(fresh.set(List.of(new Setting("timeout", "8")))).isEmpty();
    assertThat(fresh.timeout.get()).isEqualTo(8);
  }

  @Test
  void keepsItsPromises() {
    ServerConfig fresh = new ServerConfig();
    assertThat(fresh.set(List.of(new Setting("appendonly", "yes")))).isEmpty();
    assertThat(fresh.set(List.of(new Setting("appendonly", "no"))).orElseThrow())
        .endsWith("it is always yes here");
    assertThat(fresh.set(List.of(new Setting("maxmemory-policy", "allkeys-lru"))).orElseThrow())
        .endsWith("it is always noeviction here");
    assertThat(fresh.get(List.of("appendonly"))).containsEntry("appendonly", "yes");
  }

  @Test
  void readsWhatDebianInstalls(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("redis.conf");
    Files.writeString(
        file,
        """
        # A comment
        bind 127.0.0.1 -::1
        TIMEOUT 7
        daemonize yes
          save 900 1
        save 300 10
        client-output-buffer-limit replica 256mb 64mb 60
        client-output-buffer-limit pubsub 32mb 8mb 60
        requirepass 'it''s' # no comment
        """
            .replace("'it''s' # no comment", "\"a \\\"b\\\" \\x63\""));
    ServerConfig fresh = new ServerConfig();
    assertThat(fresh.load(file))
        .singleElement()
        .asString()
        .contains("line 4: daemonize has no effect");
    assertThat(fresh.timeout.get()).isEqualTo(7);
    assertThat(fresh.get(List.of("save"))).containsEntry("save", "900 1 300 10");
    assertThat(fresh.requirePass.get()).isEqualTo("a \"b\" c");
    assertThat(fresh.toString()).doesNotContain("\"b\"").contains("requirepass=***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo bar|there is no parameter of this name",
        "timeout abc|couldn't be parsed",
        "timeout 1 2|wrong number of arguments",
        "timeout|wrong number of arguments",
        "timeout \"5|Unbalanced quotes",
        "timeout \"5\"6|Unbalanced quotes",
        "tls-port 6380|not supported",
        "cluster-enabled yes|not supported",
        "replicaof 127.0.0.1 6379|not supported",
        "user default on nopass|user is not supported",
        "rename-command FLUSHALL x|rename-command is not supported",
        "include nosuch.conf|nosuch.conf cannot be read: there is no such file"
      })
  void stopsAtALineThatItDoesNotKnow(String example, @TempDir Path folder) throws Exception {
    String[] parts = example.split("\\|");
    Path file = Files.writeString(folder.resolve("c.conf"), "port 1\n\n" + parts[0] + "\n");
    assertThatThrownBy(() -> new ServerConfig().load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("c.conf line 3")
        .hasMessageContaining(parts[1]);
  }

  @Test
  void doesNotPrintSecretsOfABadLine(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("c.conf"), "requirepass hush hush\n");
    assertThatThrownBy(() -> new ServerConfig().load(file))
        .hasMessageContaining("line 1: 'requirepass'")
        .hasMessageNotContaining("hush");
  }

  @Test
  void saysSoWhenAFileCannotBeRead(@TempDir Path folder) throws Exception {
    Path binary = Files.write(folder.resolve("b.conf"), new byte[] {(byte) 0xff, '\n'});
    assertThatThrownBy(() -> new ServerConfig().load(folder.resolve("none")))
        .hasMessageEndingWith("none cannot be read: there is no such file");
    assertThatThrownBy(() -> new ServerConfig().load(binary))
        .hasMessageEndingWith("b.conf cannot be read: it is not UTF-8 text");
    assertThatThrownBy(() -> new ServerConfig().load(folder))
        .hasMessageEndingWith("cannot be read: Is a directory");
  }

  @Test
  void warnsOfWhatSomebodyExpectsAnEffectOf() throws Exception {
    for (String line :
        List.of(
            "notify-keyspace-events KEA",
            "active-expire-effort 5",
            "busy-reply-threshold 7",
            "maxmemory 1gb")) {
      String[] words = line.split(" ");
      ServerConfig fresh = new ServerConfig();
      assertThat(fresh.configure(words[0], List.of(words[1])))
          .hasValue(words[0] + " has no effect here");
      assertThat(fresh.find(words[0]).orElseThrow().isDefault()).isFalse();
    }
  }

  @Test
  void rewritesWhatHasChanged(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("c.conf");
    Files.writeString(file, "# mine\nmaxmemory 1gb\ntimeout 5\nsave 1 1\nsave 2 2\n");
    ServerConfig fresh = new ServerConfig();
    assertThat(fresh.rewrite()).hasValue("ERR The server is running without a config file");
    fresh.load(file);
    fresh.set(List.of(new Setting("timeout", "6"), new Setting("save", "3 3")));
    fresh.set(List.of(new Setting("requirepass", "a b\u00e9"), new Setting("loglevel", "debug")));
    assertThat(fresh.rewrite()).isEmpty();
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "# mine",
            "maxmemory 1gb",
            "timeout 6",
            "save 3 3",
            "",
            "# Generated by CONFIG REWRITE",
            "requirepass \"a b\\xc3\\xa9\"",
            "loglevel debug");
    ServerConfig again = new ServerConfig();
    again.load(file);
    assertThat(again.requirePass.get()).isEqualTo("a b\u00e9");
    again.set(List.of(new Setting("loglevel", "notice"), new Setting("maxmemory", "5")));
    again.rewrite();
    assertThat(Files.readAllLines(file)).contains("loglevel notice", "maxmemory 5");
  }

  private static List<Setting> settings(List<String> words) {
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      settings.add(new Setting(words.get(i), words.get(i + 1)));
    }
    return settings;
  }

  private static List<String> command(String subcommand, List<String> words) {
    List<String> command = new ArrayList<>(List.of("CONFIG", subcommand));
    command.addAll(words);
    return command;
  }

  private String realError(List<String> words) {
    return ((Reply.Error) client.call(command("SET", words))).text();
  }

  private Map<String, String> realConfig() {
    Map<String, String> values = new LinkedHashMap<>();
    List<Reply> items = ((Reply.Aggregate) client.call("CONFIG", "GET", "*")).items();
    for (int i = 0; i < items.size(); i += 2) {
      values.put(((Reply.Bulk) items.get(i)).text(), ((Reply.Bulk) items.get(i + 1)).text());
    }
    return values;
  }

  private List<String> realNames(String pattern) {
    List<String> names = new ArrayList<>();
    List<Reply> items = ((Reply.Aggregate) client.call("CONFIG", "GET", pattern)).items();
    for (int i = 0; i < items.size(); i += 2) {
      names.add(((Reply.Bulk) items.get(i)).text());
    }
    return names;
  }
}
