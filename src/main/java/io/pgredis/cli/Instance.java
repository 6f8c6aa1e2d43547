package io.pgredis.cli;

import io.pgredis.command.CommandTable;
import io.pgredis.config.ServerConfig;
import io.pgredis.dispatch.DatabaseFacts;
import io.pgredis.dispatch.ServerServices;
import io.pgredis.engine.Engine;
import io.pgredis.net.Server;
import io.pgredis.resp.DecoderLimits;
import io.pgredis.sql.Database;
import io.pgredis.sql.DatabaseConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The parts of a server put together. */
final class Instance implements AutoCloseable {
  private final Database database;
  private final ServerServices services;
  private final Server server;
  private final List<String> addresses = new ArrayList<>();

  private Instance(Database database, ServerServices services, Server server) {
    this.database = database;
    this.services = services;
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param shutdown what the command SHUTDOWN does
   * @throws IOException if it cannot listen where it should
   */
  static Instance start(ServerConfig config, DatabaseConfig databaseConfig, Runnable shutdown)
      throws IOException {
    Database database = Database.open(databaseConfig);
    ServerServices services =
        new ServerServices(config, CommandTable.load(), new DatabaseFacts(database), shutdown);
    Engine engine =
        new Engine(
            database,
            services,
            Engine.Workers.sensible(
                Runtime.getRuntime().availableProcessors(), databaseConfig.maxConnections()),
            e -> {});
    engine.start();
    Server server = new Server(services.commands(), services, engine, limits(config));
    Instance instance = new Instance(database, services, server);
    try {
      instance.listen(config);
    } catch (IOException e) {
      instance.close();
      throw e;
    }
    return instance;
  }

  private static DecoderLimits limits(ServerConfig config) {
    DecoderLimits limits = new DecoderLimits();
    limits.maxBulkBytes(config.protoMaxBulkLen.get());
    limits.queryBufferBytes(config.clientQueryBufferLimit.get());
    config.protoMaxBulkLen.onChange(() -> limits.maxBulkBytes(config.protoMaxBulkLen.get()));
    config.clientQueryBufferLimit.onChange(
        () -> limits.queryBufferBytes(config.clientQueryBufferLimit.get()));
    return limits;
  }

  private void listen(ServerConfig config) throws IOException {
    int port = config.port.asInt();
    for (String word : config.bind.get()) {
      boolean optional = word.startsWith("-");
      String host = any(optional ? word.substring(1) : word);
      try {
        port = server.listen(host, port);
        addresses.add(shown(host) + ":" + port);
      } catch (Exception e) { // Netty throws checked exceptions undeclared
        if (!optional) {
          throw new IOException(
              "cannot listen at " + shown(host) + ":" + port + ": " + e.getMessage(), e);
        }
      }
    }
    if (addresses.isEmpty()) {
      throw new IOException("cannot listen anywhere: no address in bind can be used");
    }
    services.instance().listensOn(port);
    config
        .file()
        .ifPresent(file -> services.instance().configuredBy(file.toAbsolutePath().toString()));
  }

  private static String any(String host) {
    return switch (host) {
      case "*" -> "0.0.0.0";
      case "::*" -> "::";
      default -> host;
    };
  }

  private static String shown(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** Where it listens, as {@code host:port}. */
  List<String> addresses() {
    return addresses;
  }

  /** Stops accepting, finishes what is in flight, answers, and lets go of the database. */
  @Override
  public void close() {
    server.close();
    services.close();
    database.close();
  }
}
