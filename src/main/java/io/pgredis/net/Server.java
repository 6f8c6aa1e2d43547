package io.pgredis.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.pgredis.command.CommandTable;
import io.pgredis.command.Services;
import io.pgredis.config.ServerConfig;
import io.pgredis.dispatch.Session;
import io.pgredis.engine.Engine;
import io.pgredis.metrics.Statistics;
import io.pgredis.resp.DecoderLimits;
import io.pgredis.resp.Reply;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets: accepts clients and gives each a {@link Connection} on one of a few event loops. */
public final class Server implements AutoCloseable {
  /** Replies that wait for a client, in bytes: above this it gets no more commands run. */
  static final int OUTPUT_HIGH_BYTES = 1024 * 1024;

  /** Below this it goes on. */
  static final int OUTPUT_LOW_BYTES = 256 * 1024;

  /** How long closing waits for the sockets and for the event loops, each. In milliseconds. */
  static final int STOP_MILLIS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(OUTPUT_LOW_BYTES, OUTPUT_HIGH_BYTES);

  private static final Reply.Err TOO_MANY = new Reply.Err("ERR max number of clients reached");

  private static final Reply.Err PROTECTED =
      new Reply.Err(
          "DENIED Redis is running in protected mode because protected mode is enabled and no password"
              + " is set for the default user. Only connections from the same machine are accepted. Set"
              + " a password (--requirepass, or CONFIG SET requirepass from that machine), or, if nobody"
              + " else can reach this port, turn the protection off (--protected-mode no).");

  private static final int CORES_PER_LOOP = 4;

  /** As sysexits.h names it. */
  private static final int INTERNAL_ERROR_STATUS = 70;

  private final CommandTable commands;
  private final Services services;
  private final Engine engine;
  private final DecoderLimits limits;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
  private final Map<EventLoop, Inbox> inboxes = new ConcurrentHashMap<>();
  private final EventLoopGroup loops;
  private final Class<? extends ServerChannel> channelType;
  private final List<Channel> listening = new ArrayList<>();
  private volatile boolean closing;

  /** A server that listens nowhere yet. */
  public Server(CommandTable commands, Services services, Engine engine, DecoderLimits limits) {
    this.commands = commands;
    this.services = services;
    this.engine = engine;
    this.limits = limits;
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_LOOP);
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loops = new MultiThreadIoEventLoopGroup(count, factory);
    this.loops.forEach(loop -> loop.terminationFuture().addListener(ended -> loopEnded()));
    this.channelType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Without it connections hang for ever: better that the process ends and is started again. */
  private void loopEnded() {
    if (!closing) {
      LOG.error("An event loop has ended by itself; so does the server");
      Runtime.getRuntime().halt(INTERNAL_ERROR_STATUS);
    }
  }

  /**
   * Listens at an address.
   *
   * @return the port, which the system chose if it was 0
   */
  public int listen(String host, int port) {
    Channel channel =
        new ServerBootstrap()
            .group(loops)
            .channel(channelType)
            .option(ChannelOption.SO_BACKLOG, services.config().tcpBacklog.asInt())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.SO_KEEPALIVE, services.config().tcpKeepalive.get() > 0)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel child) {
                    child
                        .pipeline()
                        .addLast(new Connection(Server.this, limits, inbox(child.eventLoop())));
                  }
                })
            .bind(new InetSocketAddress(host, port))
            .syncUninterruptibly()
            .channel();
    listening.add(channel);
    return ((InetSocketAddress) channel.localAddress()).getPort();
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

  /** Stops accepting, lets the engine finish, and closes all connections. */
  @Override
  public void close() {
    closing = true;
    listening.forEach(channel -> channel.close().awaitUninterruptibly(STOP_MILLIS));
    engine.close();
    sessions.values().forEach(session -> session.kill(true));
    loops.shutdownGracefully(0, STOP_MILLIS / 2, TimeUnit.MILLISECONDS);
    if (!loops.terminationFuture().awaitUninterruptibly(STOP_MILLIS)) {
      LOG.warn("The event loops have not stopped within {} ms", STOP_MILLIS);
    }
  }
}
