package io.pgredis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestPostgresTest {
  @Test
  void givesEveryCallerADatabaseOfItsOwn() throws Exception {
    TestDatabase one = TestPostgres.newDatabase();
    TestDatabase two = TestPostgres.newDatabase();
    try (var connection = one.connect();
        var statement = connection.createStatement()) {
      statement.execute("create table t (x int)");
    }
    try (var connection = two.connect();
        var tables = connection.getMetaData().getTables(null, "public", "t", null)) {
      assertThat(tables.next()).isFalse();
    }
    TestPostgres.drop(one);
    TestPostgres.drop(two);
  }
}
