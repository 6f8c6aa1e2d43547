package io.pgredis.testing;

import io.pgredis.engine.Engine;
import io.pgredis.net.Server;
import io.pgredis.resp.DecoderLimits;
import io.pgredis.sql.Database;
import io.pgredis.sql.DatabaseConfig;
import java.util.Properties;

/** dev */
public final class Dev implements AutoCloseable {
  private final Database database;
  private final Server server;
  private final int port;
  final PlainServices services = new PlainServices();

  private Dev(TestDatabase where, int commandsPerBatch, int wantedPort) {
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
    if (Integer.getInteger("writers") != null)
      w =
          new Engine.Workers(
              Integer.getInteger("readers"),
              Integer.getInteger("writers"),
              w.longs(),
              w.commandsPerBatch());
    if (commandsPerBatch > 0)
      w = new Engine.Workers(w.readers(), w.writers(), w.longs(), commandsPerBatch);
    Engine engine = new Engine(database, services, w, e -> {});
    engine.start();
    server = new Server(services.commands(), services, engine, new DecoderLimits());
    port = server.listen("127.0.0.1", wantedPort);
  }

  /** Starts an instance on a free port. */
  public static Dev start(TestDatabase database) {
    return new Dev(database, 0, 0);
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
    database.close();
  }

  private static TestDatabase durable() {
    var pg =
        io.pgredis.embedded.EmbeddedPostgres.start(
            io.pgredis.embedded.EmbeddedPostgresOptions.durable(
                java.nio.file.Path.of("/tmp/bench-pg")));
    return new TestDatabase("127.0.0.1", pg.port(), "postgres", "pgredis", pg.password());
  }

  public static void main(String[] args) throws Exception {
    TestDatabase db =
        args.length > 1
            ? new TestDatabase("127.0.0.1", Integer.parseInt(args[1]), "postgres", args[2], args[3])
            : durable();
    System.out.println(db.url());
    Dev s = new Dev(db, Integer.getInteger("batch", 0), Integer.parseInt(args[0]));
    System.out.println("listening " + s.port());
    long lb = 0, lc = 0;
    while (true) {
      Thread.sleep(2000);
      long b = s.services.batches.sum(), c = s.services.cmds.sum();
      if (b > lb)
        System.out.printf(
            "batches/s %d  cmds/batch %.1f%n", (b - lb) / 2, (double) (c - lc) / (b - lb));
      lb = b;
      lc = c;
    }
  }
}
