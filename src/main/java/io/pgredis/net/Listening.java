package io.pgredis.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops and the sockets that listen. An address is taken by {@link #bind}, before
 * anything else is done that would have to be undone if it is not to be had; clients that connect
 * wait in the system's queue until {@link #accept}.
 */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(Server.OUTPUT_LOW_BYTES, Server.OUTPUT_HIGH_BYTES);

  private static final int CORES_PER_LOOP = 4;

  /** As sysexits.h names it. */
  private static final int INTERNAL_ERROR_STATUS = 70;

  private final int backlog;
  private final EventLoopGroup loops;
  private final Class<? extends ServerChannel> channelType;
  private final Class<? extends Channel> checkedType;
  private final List<Channel> channels = new ArrayList<>();
  private volatile Consumer<Channel> newcomers = Channel::close;
  private volatile boolean closing;

  /**
   * Listens nowhere yet.
   *
   * @param backlog clients that wait to be accepted
   */
  Listening(int backlog) {
    this.backlog = backlog;
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_PER_LOOP);
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.loops = new MultiThreadIoEventLoopGroup(count, factory);
    this.loops.forEach(loop -> loop.terminationFuture().addListener(ended -> loopEnded()));
    this.channelType = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    this.checkedType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** Without it connections hang for ever: better that the process ends and is started again. */
  private void loopEnded() {
    if (!closing) {
      LOG.error("An event loop has ended by itself; so does the server");
      Runtime.getRuntime().halt(INTERNAL_ERROR_STATUS);
    }
  }

  /**
   * Takes an address.
   *
   * @return the port, which the system chose if it was 0
   */
  int bind(String host, int port) {
    Channel channel =
        new ServerBootstrap()
            .group(loops)
            .channel(channelType)
            .option(ChannelOption.SO_BACKLOG, backlog)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel child) {
                    newcomers.accept(child);
                  }
                })
            .bind(new InetSocketAddress(host, port))
            .syncUninterruptibly()
            .channel();
    channels.add(channel);
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /**
   * Fails if {@link #bind} would, because somebody listens there or there is no such address. It
   * does not listen even for a moment: clients are refused and do not wait.
   *
   * @return the port, which the system chose if it was 0
   */
  int check(String host, int port) {
    Channel channel =
        new Bootstrap()
            .group(loops)
            .channel(checkedType)
            .option(ChannelOption.SO_REUSEADDR, true)
            .handler(new ChannelInboundHandlerAdapter())
            .bind(new InetSocketAddress(host, port))
            .syncUninterruptibly()
            .channel();
    channels.add(channel);
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /**
   * Lets clients in.
   *
   * @param initializer given the channel of each, on its event loop, before it is active
   */
  void accept(Consumer<Channel> initializer) {
    newcomers = initializer;
    channels.forEach(channel -> channel.config().setAutoRead(true));
  }

  /** Listens no more; clients that are there stay. Waits until the deadline at most. */
  void end(Deadline deadline) {
    closing = true;
    channels.forEach(Channel::close);
    channels.forEach(channel -> channel.closeFuture().awaitUninterruptibly(deadline.leftMillis()));
  }

  /** Ends the event loops, and with them every connection. Waits until the deadline at most. */
  void endLoops(Deadline deadline) {
    loops.shutdownGracefully(0, deadline.leftMillis() / 2, TimeUnit.MILLISECONDS);
    if (!loops.terminationFuture().awaitUninterruptibly(deadline.leftMillis())) {
      LOG.warn("The event loops have not stopped in time");
    }
  }
}
