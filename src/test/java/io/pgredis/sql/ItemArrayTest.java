package io.pgredis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written as the text of an array comes back from its binary form. */
class ItemArrayTest {

  @Test
  void comesBackAsItWas() throws SQLException {
    Random random = new Random(1);
    List<byte[]> all = new ArrayList<>();
    for (int length : new int[] {0, 1, 2, 31, 1_000, 100_000}) {
      byte[] item = new byte[length];
      random.nextBytes(item);
      all.add(item);
    }
    byte[] everything = new byte[256];
    for (int i = 0; i < everything.length; i++) {
      everything[i] = (byte) i;
    }
    all.add(everything);
    TestDatabase database = TestPostgres.newDatabase();
    try (Connection connection = database.connect()) {
      for (List<byte[]> items : List.of(all, List.of(new byte[0]), List.<byte[]>of())) {
        byte[] sent = sent(connection, ItemArray.literal(items));
        assertThat(ItemArray.size(sent)).isEqualTo(items.size());
        assertThat(ItemArray.decode(sent)).usingRecursiveComparison().isEqualTo(items);
      }
    } finally {
      TestPostgres.drop(database);
    }
  }

  private static byte[] sent(Connection connection, String literal) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select array_send(?::text::bytea[])")) {
      select.setString(1, literal);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    }
  }
}
