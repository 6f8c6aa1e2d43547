package io.pgredis.net;

import io.pgredis.command.CommandTable;
import io.pgredis.config.ConfigException;
import io.pgredis.config.ServerConfig;
import io.pgredis.dispatch.DatabaseFacts;
import io.pgredis.dispatch.ServerServices;
import io.pgredis.engine.Engine;
import io.pgredis.engine.Housekeeper;
import io.pgredis.resp.DecoderLimits;
import io.pgredis.sql.Database;
import io.pgredis.sql.DatabaseConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One pgredis: the database, the engine, the housekeeper and the sockets, put together. It keeps
 * nothing that outlives a batch, so any number of instances may share a database, and come and go.
 */
public final class Instance implements AutoCloseable {
  /**
   * System property: the commands of a batch, to measure what batching is worth. Not for anything
   * else. More transactions then run at a time than otherwise, since only that lets small batches
   * share a sync of the disk: the comparison is with the best that can be had without batching.
   */
  public static final String BATCH_COMMANDS_PROPERTY = "pgredis.batch.commands";

  /**
   * How long closing waits, beyond {@code shutdown-timeout}, for clients to take their replies, for
   * the event loops, the housekeeper and the pool, together. In milliseconds.
   */
  static final int STOP_MILLIS = 5_000;

  private final ServerConfig config;
  private final Listening listening;
  private final Database database;
  private final ServerServices services;
  private final Engine engine;
  private final Housekeeper housekeeper;
  private final Server server;
  private Addresses addresses;

  private Instance(
      ServerConfig config, Listening listening, DatabaseConfig where, Runnable shutdown) {
    this.config = config;
    this.listening = listening;
    database = Database.open(where);
    services =
        new ServerServices(config, CommandTable.load(), new DatabaseFacts(database), shutdown);
    engine = new Engine(database, services, workers(where.maxConnections()), this::expired);
    housekeeper = new Housekeeper(database, services, engine::workerIds);
    server = new Server(services.commands(), services, engine, limits(config));
  }

  /**
   * Takes the addresses, migrates the schema, starts the workers and lets clients in.
   *
   * @param shutdown stops the process in good order, for the command SHUTDOWN
   * @throws io.pgredis.sql.SqlFailure if the database cannot be used
   * @throws IOException if it cannot listen where it should
   */
  public static Instance start(ServerConfig config, DatabaseConfig where, Runnable shutdown)
      throws IOException {
    Listening listening = new Listening(config.tcpBacklog.asInt());
    try {
      Addresses addresses = Addresses.take(config, listening::bind);
      Instance instance = new Instance(config, listening, where, shutdown);
      try {
        instance.begin(addresses);
        return instance;
      } catch (RuntimeException e) {
        instance.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      end(listening);
      throw e;
    }
  }

  /**
   * Finds out whether {@link #start} could take its addresses, before there is a database to start
   * with. Clients that connect meanwhile are refused.
   *
   * @throws IOException if it could not, with the words of {@link #start}
   */
  public static void checkAddresses(ServerConfig config) throws IOException {
    Listening listening = new Listening(config.tcpBacklog.asInt());
    try {
      Addresses.take(config, listening::check);
    } finally {
      end(listening);
    }
  }

  private static void end(Listening listening) {
    Deadline deadline = Deadline.in(STOP_MILLIS);
    listening.end(deadline);
    listening.endLoops(deadline);
  }

  private void begin(Addresses taken) {
    addresses = taken;
    int wanted = config.port.asInt();
    config.port.onChange(
        () -> {
          if (config.port.asInt() != wanted) {
            throw new ConfigException("can't set immutable config");
          }
        });
    services.instance().listensOn(taken.port());
    config
        .file()
        .ifPresent(file -> services.instance().configuredBy(file.toAbsolutePath().toString()));
    engine.start();
    housekeeper.start();
    listening.accept(server::initialize);
  }

  private void expired(List<io.pgredis.keyspace.Entry> keys) {
    housekeeper.report(keys);
  }

  private static Engine.Workers workers(int poolSize) {
    Engine.Workers sensible =
        Engine.Workers.sensible(Runtime.getRuntime().availableProcessors(), poolSize);
    int commands = Integer.getInteger(BATCH_COMMANDS_PROPERTY, 0);
    if (commands <= 0) {
      return sensible;
    }
    return new Engine.Workers(sensible.readers(), sensible.writers(), sensible.longs(), commands);
  }

  private static DecoderLimits limits(ServerConfig config) {
    DecoderLimits limits = new DecoderLimits();
    copyLimits(config, limits);
    config.protoMaxBulkLen.onChange(() -> copyLimits(config, limits));
    config.clientQueryBufferLimit.onChange(() -> copyLimits(config, limits));
    return limits;
  }

  private static void copyLimits(ServerConfig config, DecoderLimits limits) {
    limits.maxBulkBytes(config.protoMaxBulkLen.get());
    limits.queryBufferBytes(config.clientQueryBufferLimit.get());
  }

  /** Where it listens, as {@code host:port}. */
  public List<String> addresses() {
    return addresses.shown();
  }

  /** The port it listens on. */
  public int port() {
    return addresses.port();
  }

  /** The store, for tests. */
  public Database database() {
    return database;
  }

  /** What commands use, for tests and statistics. */
  public ServerServices services() {
    return services;
  }

  /**
   * Stops accepting, carries out what is in flight, answers it, and closes everything. That takes
   * {@code shutdown-timeout} and {@link #STOP_MILLIS} at most.
   */
  @Override
  public void close() {
    Deadline deadline = Deadline.in(STOP_MILLIS);
    listening.end(deadline);
    long left = deadline.leftMillis();
    engine.close();
    deadline = Deadline.in(left);
    // Clients that take nothing leave the rest half of the time.
    server.closeAll(Deadline.in(deadline.leftMillis() / 2));
    listening.endLoops(deadline);
    housekeeper.close(deadline.leftMillis());
    services.close();
    Thread pool = Thread.ofPlatform().daemon().name("pgredis-pool-stop").start(database::close);
    try {
      pool.join(Duration.ofMillis(deadline.leftMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
