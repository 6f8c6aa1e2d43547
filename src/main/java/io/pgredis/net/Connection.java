package io.pgredis.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.pgredis.command.Errors;
import io.pgredis.config.BufferLimits;
import io.pgredis.dispatch.Session;
import io.pgredis.dispatch.Transport;
import io.pgredis.resp.BufferListSink;
import io.pgredis.resp.DecoderLimits;
import io.pgredis.resp.Reply;
import io.pgredis.resp.RespDecoder;
import io.pgredis.resp.RespEncoder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's socket: bytes to requests, replies to bytes, and backpressure. While the session is
 * full or the client does not take its replies, nothing more is decoded, and soon nothing more is
 * read.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** Replies are handed to the socket when so many bytes of them have come together. */
  private static final int OUT_BYTES = 64 * 1024;

  private static final int FIRST_OUT_BYTES = 512;

  /** How often a client above the soft limit of its replies is looked at. In milliseconds. */
  private static final int OUTPUT_LIMIT_MILLIS = 1_000;

  /**
   * What may be left to be read of a client that has ended its side: what a socket holds at most.
   */
  private static final int DRAINED_BYTES = 64 << 20;

  private final Server server;
  private final RespDecoder decoder;
  private final Inbox inbox;
  private ChannelHandlerContext context;
  private Session session;
  private ByteBuf backlog;
  private ByteBuf out;
  private BufferListSink sink;
  private boolean dead;
  private final OutputLimit outputLimit = new OutputLimit();
  private boolean outputWatched;

  /** Whether the client has said that it will send nothing more, and all it sent has been read. */
  private boolean ended;

  /** Whether it has said so, and the rest is being read. */
  private boolean draining;

  private boolean unflushed;

  Connection(Server server, DecoderLimits limits, Inbox inbox) {
    this.server = server;
    this.decoder = new RespDecoder(limits);
    this.inbox = inbox;
  }

  Session session() {
    return session;
  }

  Inbox inbox() {
    return inbox;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    server.open(this).ifPresentOrElse(opened -> session = opened, () -> dead = true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (dead) {
      bytes.release();
      return;
    }
    if (!ctx.channel().config().isAutoRead()) {
      // Epoll does that when the client's side has ended, and can do it only now: with nothing to
      // wait for, Netty takes the socket out of epoll and does not find it there again.
      draining = true;
      adjustReading();
    }
    server.statistics().readsProcessed.increment();
    server.statistics().netInputBytes.add(bytes.readableBytes());
    if (backlog == null) {
      backlog = bytes;
    } else if (backlog instanceof CompositeByteBuf pieces) {
      pieces.addComponent(true, bytes);
    } else {
      backlog =
          ctx.alloc()
              .compositeBuffer(Integer.MAX_VALUE)
              .addComponent(true, backlog)
              .addComponent(true, bytes);
    }
    if (draining && backlog.readableBytes() > DRAINED_BYTES) {
      die();
      close();
      return;
    }
    decode();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!dead) {
      session.proceed();
      progressed();
    }
  }

  /** Tells a client why it is not let in, and closes. */
  void refuse(Reply.Err reason) {
    write(reason, RespEncoder.RESP2);
    closeAfterFlush();
  }

  boolean isLoopback() {
    return !(context.channel().remoteAddress() instanceof InetSocketAddress inet)
        || inet.getAddress().isLoopbackAddress();
  }

  private void decode() {
    while (backlog != null && !dead && !session.isFull()) {
      boolean lacksPassword = session.lacksPassword();
      decoder.authenticationRequired(lacksPassword);
      switch (decodeNext()) {
        case REQUEST -> {
          session.request(decoder.arguments(), decoder.requestBytes());
          if (lacksPassword) {
            // What follows AUTH in the same pipeline is under other limits.
            session.proceed();
          }
        }
        case EMPTY -> session.emptyRequest();
        case MORE -> dropBacklog();
        case PROTOCOL_ERROR -> endWith(decoder.error());
        case TOO_BIG -> {
          die();
          close();
        }
      }
    }
  }

  /** A request that the heap has no room for ends its own connection and nothing else. */
  private RespDecoder.Outcome decodeNext() {
    try {
      return decoder.decode(backlog);
    } catch (OutOfMemoryError e) {
      LOG.warn("No room for a request of {}: {}", address(), e.getMessage());
      endWith(Errors.OUT_OF_MEMORY);
      return RespDecoder.Outcome.MORE;
    }
  }

  private void endWith(Reply.Err error) {
    die();
    session.proceed();
    session.endAfterPending(error);
  }

  private void die() {
    dead = true;
    dropBacklog();
  }

  private void dropBacklog() {
    if (backlog != null) {
      backlog.release();
      backlog = null;
    }
  }

  /** Reads on only while what has been read finds its way into the session. */
  private void adjustReading() {
    boolean read = backlog == null || draining;
    if (!ended && context.channel().config().isAutoRead() != read) {
      context.channel().config().setAutoRead(read);
    }
  }

  @Override
  public void progressed() {
    while (backlog != null && !dead && !session.isFull()) {
      decode();
      session.proceed();
    }
    if (ended && backlog == null && !dead) {
      dead = true;
      session.endAfterPending();
    }
    adjustReading();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    // Also where nothing more is decoded: what has been decoded is still to be answered.
    if (ctx.channel().isWritable() && session != null) {
      session.proceed();
      progressed();
    }
  }

  /** A client may send its last commands and close at once: they are carried out all the same. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && session != null) {
      ended = true;
      session.proceed();
      progressed();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    die();
    if (out != null) {
      out.release();
      out = null;
    }
    if (session != null) {
      session.closed();
      server.closed(session);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof java.io.IOException)) {
      LOG.warn("Closing the connection of {}: {}", address(), cause.toString(), cause);
    }
    ctx.close();
  }

  @Override
  public void write(Reply reply, int protocol) {
    if (!context.channel().isActive()) {
      return;
    }
    if (out == null) {
      out = context.alloc().ioBuffer(FIRST_OUT_BYTES);
      sink = new BufferListSink(context.alloc());
    }
    out = RespEncoder.write(reply, protocol, out, sink);
    if (out.readableBytes() >= OUT_BYTES) {
      writeOut();
    }
  }

  private void writeOut() {
    for (ByteBuf buffer : sink.finish(out)) {
      server.statistics().netOutputBytes.add(buffer.readableBytes());
      context.write(buffer, context.voidPromise());
    }
    out = null;
    sink = null;
    unflushed = true;
    limitOutput();
  }

  private void limitOutput() {
    BufferLimits.Limit limit = server.outputLimit();
    if (limit.hardBytes() == 0 && limit.softBytes() == 0) {
      return;
    }
    if (outputLimit.isExceeded(limit, outputBytes(), System.nanoTime())) {
      LOG.warn(
          "Closing the connection of {}: it has left {} bytes unread", address(), outputBytes());
      die();
      close();
    } else if (outputLimit.isAboveSoft() && !outputWatched) {
      outputWatched = true;
      executeLater(
          () -> {
            outputWatched = false;
            if (context.channel().isActive()) {
              limitOutput();
            }
          },
          OUTPUT_LIMIT_MILLIS);
    }
  }

  @Override
  public void flush() {
    if (out != null) {
      writeOut();
    }
    if (unflushed) {
      unflushed = false;
      server.statistics().writesProcessed.increment();
      context.flush();
    }
  }

  @Override
  public void closeAfterFlush() {
    dead = true;
    flush();
    context.writeAndFlush(context.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void close() {
    context.close();
  }

  @Override
  public void execute(Runnable task) {
    EventLoop loop = context.channel().eventLoop();
    try {
      loop.execute(() -> runOrClose(task));
    } catch (RejectedExecutionException e) {
      if (!loop.isShuttingDown()) {
        throw e;
      }
      // The server has stopped meanwhile, and the client's connection is closed.
    }
  }

  @Override
  public Runnable executeLater(Runnable task, long millis) {
    Future<?> scheduled =
        context
            .channel()
            .eventLoop()
            .schedule(() -> runOrClose(task), millis, TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  private void runOrClose(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // Replies may be missing from here on: better none than wrong ones.
      exceptionCaught(context, e);
    }
  }

  @Override
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  @Override
  public long outputBytes() {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  @Override
  public String address() {
    return text(context.channel().remoteAddress());
  }

  @Override
  public String localAddress() {
    return text(context.channel().localAddress());
  }

  Channel channel() {
    return context.channel();
  }

  private static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      String host = inet.getAddress().getHostAddress();
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
    return "?:0";
  }
}
