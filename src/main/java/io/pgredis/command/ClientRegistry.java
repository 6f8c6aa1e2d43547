package io.pgredis.command;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The connections of this instance by number. Safe for use by many threads. */
public final class ClientRegistry {
  private final Map<Long, ClientInfo> clients = new ConcurrentSkipListMap<>();

  /** Adds a new connection. */
  public void add(ClientInfo client) {
    clients.put(client.id(), client);
  }

  /** Removes a connection that is gone. */
  public void remove(ClientInfo client) {
    clients.remove(client.id());
  }

  /** All connections, ascending by number; a view that may change while it is walked. */
  public Collection<ClientInfo> all() {
    return Collections.unmodifiableCollection(clients.values());
  }

  /** The connection of a number. */
  public Optional<ClientInfo> find(long id) {
    return Optional.ofNullable(clients.get(id));
  }

  /** How many there are. */
  public int count() {
    return clients.size();
  }
}
