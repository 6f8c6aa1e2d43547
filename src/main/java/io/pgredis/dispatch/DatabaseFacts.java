package io.pgredis.dispatch;

import io.pgredis.command.StoreFacts;
import io.pgredis.sql.Database;

/** What INFO shows of a {@link Database}. */
public final class DatabaseFacts implements StoreFacts {
  private final Database database;
  private final String version;

  /** The facts of a database; asks it for its version. */
  public DatabaseFacts(Database database) {
    this.database = database;
    this.version = database.postgresVersion();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String schema() {
    return database.config().schema();
  }

  @Override
  public Pool pool() {
    Database.PoolUse use = database.poolUse();
    return new Pool(database.config().maxConnections(), use.active(), use.idle(), use.waiting());
  }
}
