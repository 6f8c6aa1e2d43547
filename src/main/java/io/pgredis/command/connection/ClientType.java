package io.pgredis.command.connection;

import io.pgredis.command.Args;
import io.pgredis.command.ClientInfo;
import io.pgredis.command.CommandError;

/** The kinds of client that CLIENT LIST and CLIENT KILL tell apart. */
enum ClientType {
  NORMAL,
  MASTER,
  REPLICA,
  PUBSUB;

  /** The type of a name; the old name of replicas is known too. */
  static ClientType of(byte[] name) {
    for (ClientType type : values()) {
      if (Args.equalsIgnoreCase(name, type.name())) {
        return type;
      }
    }
    if (Args.equalsIgnoreCase(name, "slave")) {
      return REPLICA;
    }
    throw new CommandError("ERR Unknown client type '" + Args.textToZero(name) + "'");
  }

  /** Whether a client is of this type. There is no replication and no publishing yet. */
  boolean includes(ClientInfo client) {
    return this == NORMAL;
  }
}
