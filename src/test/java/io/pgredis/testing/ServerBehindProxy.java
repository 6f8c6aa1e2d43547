package io.pgredis.testing;

import io.pgredis.sql.DatabaseConfig;
import io.pgredis.testing.FaultProxy.Fault;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A pgredis whose PostgreSQL is behind a {@link FaultProxy}, and a client of it, for each test
 * anew. As a field with {@code @RegisterExtension}; the test says what happens to which commit.
 */
public final class ServerBehindProxy implements BeforeEachCallback, AfterEachCallback {
  private final Consumer<DatabaseConfig> settings;
  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
  private TestDatabase database;
  private FaultProxy proxy;
  private TestServer server;
  private RespClient client;

  /**
   * A server that comes with each test.
   *
   * @param settings changes how its connections are made; its tables are made without that
   */
  public ServerBehindProxy(Consumer<DatabaseConfig> settings) {
    this.settings = settings;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    database = TestPostgres.newDatabase();
    TestServer.start(database).close();
    proxy = new FaultProxy(database, () -> next.getAndSet(Fault.NONE));
    DatabaseConfig config = database.at(proxy.port()).config(TestServer.POOL);
    settings.accept(config);
    server = TestServer.start(config);
    client = server.connect();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    client.close();
    server.close();
    proxy.close();
    TestPostgres.drop(database);
  }

  /** What happens to the next commit, and to no other. */
  public void spoilNext(Fault fault) {
    next.set(fault);
  }

  /** A client of the server. */
  public RespClient client() {
    return client;
  }

  /** What the server takes for PostgreSQL. */
  public FaultProxy proxy() {
    return proxy;
  }

  /** PostgreSQL, without the proxy. */
  public TestDatabase database() {
    return database;
  }
}
