package io.pgredis.testing;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two pgredis instances on one fresh database. As a static field with {@code @RegisterExtension}
 * they begin each test of a class without keys, and stop after the last.
 */
public final class TwoServers implements BeforeEachCallback, AfterAllCallback, AutoCloseable {
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
  public void beforeEach(ExtensionContext context) {
    clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    first.close();
    second.close();
    TestPostgres.drop(database);
  }
}
