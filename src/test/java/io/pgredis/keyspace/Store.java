package io.pgredis.keyspace;

import io.pgredis.config.ServerConfig;
import io.pgredis.keyspace.UnitOfWork.Mode;
import io.pgredis.sql.Database;
import io.pgredis.sql.Limits;
import io.pgredis.sql.Worker;
import io.pgredis.testing.TestDatabase;
import io.pgredis.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store of its own without a server in front: units of work one after the other. */
final class Store implements AutoCloseable {
  private static final int POOL = 3;

  private final TestDatabase place = TestPostgres.newDatabase();
  final Database database = Database.open(place.config(POOL));
  final Worker worker = database.newWorker();
  final ServerConfig config = new ServerConfig();
  private final Packing packing;

  /** A store in which collections are packed up to a number of bytes. */
  Store(int packedBytes) {
    packing = new Packing(config, packedBytes);
  }

  /** A store in which only so many elements of a spread list share a row, too. */
  Store(int packedBytes, int chunkElements, int chunkBytes) {
    packing =
        new Packing(config, packedBytes, Limits.ZSET_BLOCK_ELEMENTS, chunkElements, chunkBytes);
  }

  /** As {@link #Store(int)}, with sorted sets counted by blocks of so many elements. */
  Store(int packedBytes, int blockElements) {
    packing = new Packing(config, packedBytes, blockElements);
  }

  /** A writing batch. */
  void write(Consumer<UnitOfWork> commands, String... keys) {
    run(
        Mode.WRITE,
        unit -> {
          commands.accept(unit);
          return null;
        },
        keys);
  }

  /** A writing batch that wishes for parts of a collection. */
  void writeWishing(Consumer<UnitOfWork> commands, String key, Wish... wishes) {
    runWishing(Mode.WRITE, commands, key, wishes);
  }

  /** A reading batch in one snapshot that wishes for parts of a collection. */
  void readWishing(Consumer<UnitOfWork> commands, String key, Wish... wishes) {
    runWishing(Mode.SNAPSHOT, commands, key, wishes);
  }

  private void runWishing(Mode mode, Consumer<UnitOfWork> commands, String key, Wish... wishes) {
    PlannedKey planned = new PlannedKey(0, bytes(key), mode == Mode.WRITE, true);
    for (Wish wish : wishes) {
      planned.wish(wish);
    }
    run(
        mode,
        unit -> {
          commands.accept(unit);
          return null;
        },
        List.of(planned));
  }

  /** A reading batch in one snapshot. */
  <T> T read(Function<UnitOfWork, T> commands, String... keys) {
    return run(Mode.SNAPSHOT, commands, keys);
  }

  /** A reading batch that may take long. */
  <T> T readAlone(Function<UnitOfWork, T> commands, String key) {
    var planned = List.of(new PlannedKey(0, bytes(key), false, true));
    return run(new UnitOfWork.Plan(Mode.SNAPSHOT, planned, false, false, true), commands);
  }

  /** A batch that may only look at what came with its load. */
  <T> T readOnce(Function<UnitOfWork, T> commands, String key, Wish... wishes) {
    PlannedKey planned = new PlannedKey(0, bytes(key), false, true);
    for (Wish wish : wishes) {
      planned.wish(wish);
    }
    return run(Mode.READ_ONCE, commands, List.of(planned));
  }

  /** A batch that overwrites without looking. */
  void blind(Consumer<UnitOfWork> commands, String key) {
    run(
        Mode.BLIND,
        unit -> {
          commands.accept(unit);
          return null;
        },
        List.of(new PlannedKey(0, bytes(key), true, false)));
  }

  private <T> T run(Mode mode, Function<UnitOfWork, T> commands, String... keys) {
    List<PlannedKey> planned = new ArrayList<>();
    for (String key : keys) {
      planned.add(new PlannedKey(0, bytes(key), mode == Mode.WRITE, true));
    }
    return run(mode, commands, planned);
  }

  private <T> T run(Mode mode, Function<UnitOfWork, T> commands, List<PlannedKey> planned) {
    return run(new UnitOfWork.Plan(mode, planned, false, false, false), commands);
  }

  private <T> T run(UnitOfWork.Plan plan, Function<UnitOfWork, T> commands) {
    try (UnitOfWork unit = new UnitOfWork(database, worker, plan, packing)) {
      unit.begin();
      T answer = commands.apply(unit);
      unit.commit();
      return answer;
    }
  }

  /** The first column of the first row; empty if the statement yields nothing. */
  String query(String sql) {
    try (Connection connection = place.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = pgredis");
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? row.getString(1) : "";
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    database.close();
    TestPostgres.drop(place);
  }
}
