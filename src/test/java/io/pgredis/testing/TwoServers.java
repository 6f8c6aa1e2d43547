package io.pgredis.testing;

import java.util.List;

/** Two pgredis instances on one fresh database. */
public final class TwoServers implements AutoCloseable {
  private final TestDatabase database = TestPostgres.newDatabase();
  private final TestServer first = TestServer.start(database);
  private final TestServer second = TestServer.start(database);

  /** Both instances. */
  public List<TestServer> both() {
    return List.of(first, second);
  }

  /** One of them. */
  public TestServer first() {
    return first;
  }

  /** The other. */
  public TestServer second() {
    return second;
  }

  /** What they share. */
  public TestDatabase database() {
    return database;
  }

  /** Removes all keys. */
  public void clear() {
    try (RespClient client = first.connect()) {
      client.call("FLUSHALL");
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
    TestPostgres.drop(database);
  }
}
