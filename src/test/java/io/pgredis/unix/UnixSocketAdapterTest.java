package io.pgredis.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketAdapterTest {
  @TempDir Path folder;
  private ServerSocketChannel server;
  private Socket socket;
  private SocketChannel peer;

  @BeforeEach
  void connect() throws IOException {
    Path path = folder.resolve("s");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    socket = new UnixSocketFactory(path.toString()).createSocket("localhost", 1);
    peer = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
    server.close();
  }

  /** Much more than fits into the buffers of the system, so that each side has to wait. */
  @Test
  void carriesLongValuesBothWays() throws Exception {
    byte[] sent = new byte[20_000_000];
    new Random(1).nextBytes(sent);
    CompletableFuture<byte[]> echo =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                ByteBuffer all = ByteBuffer.allocate(sent.length);
                while (all.hasRemaining()) {
                  peer.read(all);
                }
                all.flip();
                while (all.hasRemaining()) {
                  peer.write(all);
                }
                return all.array();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    socket.getOutputStream().write(sent);
    assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
    assertThat(echo.get()).isEqualTo(sent);
    socket.getOutputStream().write(200);
    ByteBuffer one = ByteBuffer.allocate(1);
    peer.read(one);
    peer.write(one.flip());
    assertThat(socket.getInputStream().read()).isEqualTo(200);
    peer.close();
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void givesUpAfterItsTimeout() throws Exception {
    socket.setSoTimeout(20);
    InputStream in = socket.getInputStream();
    assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    peer.write(ByteBuffer.wrap(new byte[] {7}));
    assertThat(in.read()).isEqualTo(7);
  }

  @Test
  void whoClosesItEndsAReadAndAWrite() throws Exception {
    CompletableFuture<Integer> read =
        CompletableFuture.supplyAsync(() -> unchecked(() -> socket.getInputStream().read()));
    CompletableFuture<Integer> written =
        CompletableFuture.supplyAsync(
            () ->
                unchecked(
                    () -> {
                      socket.getOutputStream().write(new byte[20_000_000]);
                      return 0;
                    }));
    assertThatThrownBy(() -> read.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(written).isNotDone();
    socket.close();
    assertThat(socket.isClosed()).isTrue();
    for (CompletableFuture<Integer> ended : List.of(read, written)) {
      assertThatThrownBy(ended::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .cause()
          .isInstanceOf(SocketException.class);
    }
    assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void anInterruptEndsNothing() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    int got = socket.getInputStream().read();
                    interrupted.complete(got == 9 && Thread.currentThread().isInterrupted());
                  } catch (IOException e) {
                    interrupted.completeExceptionally(e);
                  }
                });
    reader.interrupt();
    assertThatThrownBy(() -> interrupted.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    peer.write(ByteBuffer.wrap(new byte[] {9}));
    assertThat(interrupted.get()).isTrue();
    reader.join();
  }

  @Test
  void whereNobodyListensItFails() {
    UnixSocketFactory factory = new UnixSocketFactory(folder.resolve("none").toString());
    assertThatThrownBy(() -> factory.createSocket("localhost", 1)).isInstanceOf(IOException.class);
  }

  private interface Io {
    int run() throws IOException;
  }

  private static int unchecked(Io io) {
    try {
      return io.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
