package io.pgredis.testing;

import io.pgredis.command.CommandTable;
import io.pgredis.config.ServerConfig;
import io.pgredis.dispatch.DatabaseFacts;
import io.pgredis.dispatch.ServerServices;
import io.pgredis.engine.Engine;
import io.pgredis.net.Server;
import io.pgredis.resp.DecoderLimits;
import io.pgredis.sql.Database;
import io.pgredis.sql.DatabaseConfig;
import java.util.Properties;

/** A pgredis instance inside the test's JVM. Several may share one {@link TestDatabase}. */
public final class TestServer implements AutoCloseable {
  private final Database database;
  private final Server server;
  private final int port;
  private final ServerServices services;

  private TestServer(TestDatabase where, int commandsPerBatch, int wantedPort) {
    Properties properties = new Properties();
    properties.setProperty("user", where.user());
    properties.setProperty("password", where.password());
    database =
        Database.open(
            new DatabaseConfig(
                "jdbc:postgresql://" + where.host() + ":" + where.port() + "/" + where.name(),
                properties,
                "pgredis",
                12,
                16));
    Engine.Workers w = Engine.Workers.sensible(Runtime.getRuntime().availableProcessors(), 12);
    if (commandsPerBatch > 0)
      w = new Engine.Workers(w.readers(), w.writers(), w.longs(), commandsPerBatch);
    services =
        new ServerServices(
            new ServerConfig(), CommandTable.load(), new DatabaseFacts(database), () -> {});
    Engine engine = new Engine(database, services, w, e -> {});
    engine.start();
    server = new Server(services.commands(), services, engine, new DecoderLimits());
    port = server.listen("127.0.0.1", wantedPort);
    services.instance().listensOn(port);
  }

  /** Starts an instance on a free port. */
  public static TestServer start(TestDatabase database) {
    return new TestServer(database, 0, 0);
  }

  public int port() {
    return port;
  }

  public RespClient connect() {
    return RespClient.connect("127.0.0.1", port);
  }

  @Override
  public void close() {
    server.close();
    services.close();
    database.close();
  }
}
