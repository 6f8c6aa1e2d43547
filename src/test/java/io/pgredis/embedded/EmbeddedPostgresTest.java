package io.pgredis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
  @Test
  void startsForTests() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgresOptions.forTests());
        Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password())) {
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(18);
    }
  }
}
