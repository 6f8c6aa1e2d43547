package io.pgredis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  private static DatabaseUrl parse(String url) throws ConfigException {
    return DatabaseUrl.parse(url, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgres://u:p@h/d jdbc:postgresql://h:5432/d",
        "postgresql://u@h:6000/d jdbc:postgresql://h:6000/d",
        "postgres://u@/d jdbc:postgresql://localhost:5432/d",
        "postgres://u@ jdbc:postgresql://localhost:5432/u",
        "postgres://u@h jdbc:postgresql://h:5432/u",
        "postgres://u@[::1]:7/d jdbc:postgresql://[::1]:7/d",
        "postgres://u@[::1]/d jdbc:postgresql://[::1]:5432/d",
        "postgres://u@h1:1,h2:2/d jdbc:postgresql://h1:1,h2:2/d",
        "postgres://u@h1,h2/d jdbc:postgresql://h1:5432,h2:5432/d",
        "postgres://u@h/a%20b%2Fc jdbc:postgresql://h:5432/a%20b%2Fc",
        "postgres://?host=h&port=9&dbname=d&user=u jdbc:postgresql://h:9/d",
        "postgres://u@/d?host=h1,h2&port=1,2 jdbc:postgresql://h1:1,h2:2/d",
        "jdbc:postgresql://h1:1,h2/d?user=u jdbc:postgresql://h1:1,h2/d",
        "jdbc:postgresql:d jdbc:postgresql:d"
      })
  void namesThePlace(String url, String jdbcUrl) throws Exception {
    assertThat(parse(url).jdbcUrl()).isEqualTo(jdbcUrl);
  }

  @Test
  void decodesUserAndPassword() throws Exception {
    DatabaseUrl url = parse("postgres://a%40b:p%3A%2f+%C3%A9@h/d");
    assertThat(url.properties())
        .containsEntry("user", "a@b")
        .containsEntry("password", "p:/+\u00e9");
    assertThat(url.toString()).isEqualTo("postgresql://h:5432/d");
  }

  @Test
  void translatesParameters() throws Exception {
    assertThat(
            parse(
                    "postgres://u@h/d?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=3"
                        + "&application_name=me&options=-c%20geqo%3Doff"
                        + "&target_session_attrs=read-write&keepalives=1")
                .properties())
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", "/ca.pem")
        .containsEntry("connectTimeout", "3")
        .containsEntry("ApplicationName", "me")
        .containsEntry("options", "-c geqo=off")
        .containsEntry("targetServerType", "primary")
        .containsEntry("tcpKeepAlive", "true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql:///d?host=/run/pg&port=6543&user=u&sslmode=require",
        "postgres://u@%2Frun%2Fpg/d?port=6543",
        "postgres://u@%2Frun%2Fpg:6543/d"
      })
  void takesTheDirectoryOfAUnixSocket(String url) throws Exception {
    DatabaseUrl parsed = parse(url);
    assertThat(parsed.isUnixSocket()).isTrue();
    assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost:6543/d");
    assertThat(parsed).hasToString("postgresql:///d?host=/run/pg&port=6543");
    assertThat(parsed.properties())
        .containsEntry("socketFactoryArg", "/run/pg/.s.PGSQL.6543")
        .containsEntry("sslmode", "disable")
        .containsEntry("user", "u");
  }

  @Test
  void decodesTheDirectoryOfAUnixSocketOnce() throws Exception {
    assertThat(parse("postgres:///d?host=/a%2525b%3Ac").properties())
        .containsEntry("socketFactoryArg", "/a%25b:c/.s.PGSQL.5432");
    assertThat(parse("postgres://%2Fa%2525b%3Ac/d").properties())
        .containsEntry("socketFactoryArg", "/a%25b:c/.s.PGSQL.5432");
  }

  @Test
  void refusesASocketWhosePathIsTooLong() {
    String directory = "/" + "x".repeat(UnixSocket.MOST_PATH_BYTES - "/.s.PGSQL.5432".length());
    assertThatThrownBy(() -> parse("postgres:///d?host=" + directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("over 103 bytes");
  }

  @Test
  void prefersTheHostThatTakesWrites() throws Exception {
    assertThat(parse("postgres://u@h1,h2/d").properties())
        .containsEntry("targetServerType", "primary");
    assertThat(parse("jdbc:postgresql://h1,h2/d").properties())
        .containsEntry("targetServerType", "primary");
    assertThat(parse("postgres://u@h1,h2/d?target_session_attrs=any").properties())
        .containsEntry("targetServerType", "any");
    assertThat(parse("postgres://u@h1/d").properties()).doesNotContainKey("targetServerType");
  }

  @Test
  void takesSecretsFromTheEnvironment() throws Exception {
    Map<String, String> environment = Map.of("PGUSER", "eu", "PGPASSWORD", "ep");
    assertThat(DatabaseUrl.parse("postgres://h/d", environment).properties())
        .containsEntry("user", "eu")
        .containsEntry("password", "ep");
    assertThat(DatabaseUrl.parse("postgres://u:p@h/d", environment).properties())
        .containsEntry("user", "u")
        .containsEntry("password", "p");
    assertThat(DatabaseUrl.parse("jdbc:postgresql://h/d?user=u", environment).properties())
        .containsEntry("user", "u")
        .containsEntry("password", "ep");
    assertThat(parse("postgres://u@h/d").withPassword("x").properties())
        .containsEntry("password", "x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql://u:hush@h/d|begins with postgres://",
        "h/d|begins with postgres://",
        "postgres://u:hush@h:x/d|port",
        "postgres://u:hush@h:99999/d|port",
        "postgres://u:hush%4@h/d|two hex digits",
        "postgres://u:hush%zz@h/d|two hex digits",
        "postgres://u:hush@h/d?foo=1|the parameter foo",
        "postgres://u:hush@h/d?target_session_attrs=x|target_session_attrs",
        "postgres://u:hush@/d?host=@abstract|Unix socket",
        "postgres://u:hush@/d?host=h,/run|Unix socket",
        "postgres://u:hush@/d?host=/run,h|one Unix socket",
        "postgres://u:hush@/d?host=/run&port=1,2|port",
        "jdbc:postgresql://u:hush@h/d|as parameters"
      })
  void saysWhatIsWrongWithoutSecrets(String url, String reason) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("hush");
  }
}
