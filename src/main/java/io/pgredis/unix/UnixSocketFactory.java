package io.pgredis.unix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;

/**
 * Makes the sockets of PostgreSQL's driver, which names this class in its property {@code
 * socketFactory} and the socket's path in {@code socketFactoryArg}. Hosts and ports are ignored.
 */
public final class UnixSocketFactory extends SocketFactory {
  private final UnixDomainSocketAddress address;

  /**
   * A factory.
   *
   * @param path of the socket that PostgreSQL listens on
   */
  public UnixSocketFactory(String path) {
    this.address = UnixDomainSocketAddress.of(path);
  }

  /** Whether this system has such sockets. */
  public static boolean isSupported() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.isOpen();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    return new UnixSocketAdapter(address);
  }

  private Socket connected() throws IOException {
    Socket socket = createSocket();
    socket.connect(address);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected();
  }
}
