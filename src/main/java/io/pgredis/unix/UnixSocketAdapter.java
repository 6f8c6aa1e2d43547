package io.pgredis.unix;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Socket} over one of the JDK's channels, which know Unix sockets but do not come as
 * sockets. One thread reads, one writes, any may close it.
 */
final class UnixSocketAdapter extends Socket {
  /**
   * More goes in pieces, in bytes: for each piece the JDK copies through a buffer outside of the
   * heap, which it keeps.
   */
  private static final int MOST_BYTES = 64 * 1024;

  private final UnixDomainSocketAddress address;
  private final Object closing = new Object();
  private SocketChannel channel;
  private Selector readable;
  private Selector writable;
  private volatile int timeoutMillis;
  private volatile boolean connected;
  private volatile boolean closed;

  UnixSocketAdapter(UnixDomainSocketAddress address) throws SocketException {
    // The superclass has nothing to do here.
    super((SocketImpl) null);
    this.address = address;
  }

  @Override
  public void connect(SocketAddress ignored) throws IOException {
    connect(ignored, 0);
  }

  /** Somebody listens there or not: there is next to nothing to wait for. */
  @Override
  public void connect(SocketAddress ignored, int timeout) throws IOException {
    synchronized (closing) {
      if (closed || connected) {
        throw new SocketException(closed ? "Socket closed" : "already connected");
      }
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(address);
        channel.configureBlocking(false);
        readable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        connected = true;
      } finally {
        if (!connected) {
          close();
        }
      }
    }
  }

  private int read(ByteBuffer to) throws IOException {
    try {
      int count = channel.read(to);
      while (count == 0) {
        await(readable, timeoutMillis);
        count = channel.read(to);
      }
      return count;
    } catch (ClosedChannelException | ClosedSelectorException e) {
      throw closed(e);
    }
  }

  private void write(ByteBuffer from) throws IOException {
    try {
      while (from.hasRemaining()) {
        if (channel.write(from) == 0) {
          await(writable(), 0);
        }
      }
    } catch (ClosedChannelException | ClosedSelectorException e) {
      throw closed(e);
    }
  }

  private static SocketException closed(Exception cause) {
    SocketException closed = new SocketException("Socket closed");
    closed.initCause(cause);
    return closed;
  }

  /** Needed only where PostgreSQL takes less than is written. */
  private Selector writable() throws IOException {
    synchronized (closing) {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (writable == null) {
        writable = Selector.open();
        channel.register(writable, SelectionKey.OP_WRITE);
      }
      return writable;
    }
  }

  /**
   * Waits for the channel to become ready; no interrupt ends that, as with other sockets.
   *
   * @param timeoutMillis 0 for ever
   */
  private static void await(Selector selector, int timeoutMillis) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    long left = timeoutMillis;
    boolean interrupted = false;
    try {
      while (selector.select(key -> {}, left) == 0) {
        interrupted |= Thread.interrupted();
        if (timeoutMillis > 0) {
          left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (left <= 0) {
            throw new SocketTimeoutException("Read timed out");
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        return count == 0
            ? 0
            : UnixSocketAdapter.this.read(
                ByteBuffer.wrap(bytes, from, Math.min(count, MOST_BYTES)));
      }

      @Override
      public void close() throws IOException {
        UnixSocketAdapter.this.close();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        int end = from + count;
        for (int at = from; at < end; at += MOST_BYTES) {
          UnixSocketAdapter.this.write(ByteBuffer.wrap(bytes, at, Math.min(end - at, MOST_BYTES)));
        }
      }

      @Override
      public void close() throws IOException {
        UnixSocketAdapter.this.close();
      }
    };
  }

  /** Whoever reads or writes gets an error. */
  @Override
  public void close() throws IOException {
    synchronized (closing) {
      closed = true;
      // First: they are what others wait with.
      if (readable != null) {
        readable.close();
      }
      if (writable != null) {
        writable.close();
      }
      if (channel != null) {
        channel.close();
      }
    }
  }

  @Override
  public void setSoTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return address;
  }

  // What only TCP has.

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public void setSendBufferSize(int bytes) {}

  @Override
  public void setReceiveBufferSize(int bytes) {}

  @Override
  public String toString() {
    return address.toString();
  }
}
