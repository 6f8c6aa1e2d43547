package io.pgredis.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.pgredis.command.CommandTable;
import io.pgredis.command.Services;
import io.pgredis.config.BufferLimits;
import io.pgredis.config.ServerConfig;
import io.pgredis.dispatch.Session;
import io.pgredis.engine.Engine;
import io.pgredis.metrics.Statistics;
import io.pgredis.resp.DecoderLimits;
import io.pgredis.resp.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The clients: gives each that is accepted a {@link Connection}, or tells it why not. */
final class Server {
  /** Replies that wait for a client, in bytes: above this it gets no more commands run. */
  static final int OUTPUT_HIGH_BYTES = 1024 * 1024;

  /** Below this it goes on. */
  static final int OUTPUT_LOW_BYTES = 256 * 1024;

  private static final Reply.Err TOO_MANY = new Reply.Err("ERR max number of clients reached");

  private static final Reply.Err PROTECTED =
      new Reply.Err(
          "DENIED Redis is running in protected mode because protected mode is enabled and no password"
              + " is set for the default user. Only connections from the same machine are accepted. Set"
              + " a password (--requirepass, or CONFIG SET requirepass from that machine), or, if nobody"
              + " else can reach this port, turn the protection off (--protected-mode no).");

  private static final int CLOSE_PAUSE_MILLIS = 2;

  private final CommandTable commands;
  private final Services services;
  private final Engine engine;
  private final DecoderLimits limits;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
  private final Map<EventLoop, Inbox> inboxes = new ConcurrentHashMap<>();

  /** A server without clients. */
  Server(CommandTable commands, Services services, Engine engine, DecoderLimits limits) {
    this.commands = commands;
    this.services = services;
    this.engine = engine;
    this.limits = limits;
  }

  /** Takes a client that has connected; called on its event loop. */
  void initialize(Channel channel) {
    KeepAlive.set(channel, services.config().tcpKeepalive.asInt());
    channel.pipeline().addLast(new Connection(this, limits, inbox(channel.eventLoop())));
  }

  private Inbox inbox(EventLoop loop) {
    return inboxes.computeIfAbsent(loop, l -> new Inbox(l, engine));
  }

  /** A new connection's session; empty if the client is refused, after it has been told why. */
  Optional<Session> open(Connection connection) {
    ServerConfig config = services.config();
    boolean needsPassword = !config.requirePass.get().isEmpty();
    if (sessions.size() >= config.maxClients.get()) {
      services.statistics().connectionsRejected.increment();
      connection.refuse(TOO_MANY);
      return Optional.empty();
    }
    if (config.protectedMode.get() && !needsPassword && !connection.isLoopback()) {
      services.statistics().connectionsRejected.increment();
      connection.refuse(PROTECTED);
      return Optional.empty();
    }
    Session session =
        new Session(
            ids.incrementAndGet(),
            connection,
            commands,
            services,
            connection.inbox()::add,
            !needsPassword);
    sessions.put(session.id(), session);
    services.clients().add(session);
    services.statistics().connectionsReceived.increment();
    return Optional.of(session);
  }

  Statistics statistics() {
    return services.statistics();
  }

  void closed(Session session) {
    sessions.remove(session.id());
    services.clients().remove(session);
    services.monitors().remove(session);
  }

  /** How much may wait for a client that does not read. */
  BufferLimits.Limit outputLimit() {
    return services.config().clientOutputBufferLimit.get().normal();
  }

  /**
   * Closes all connections, once they have been sent what waits for them, and waits for that: an
   * event loop that is told to end closes its connections before it has done what it was given.
   */
  void closeAll(Deadline deadline) {
    sessions.values().forEach(session -> session.kill(true));
    try {
      while (!sessions.isEmpty() && deadline.leftMillis() > 0) {
        Thread.sleep(CLOSE_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
