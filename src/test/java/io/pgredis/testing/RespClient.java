package io.pgredis.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pgredis.testing.Reply.Aggregate;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One raw connection to a Redis server, for tests: sends commands or any bytes, and returns replies
 * exactly as they stood on the wire.
 *
 * <p>All strings are byte strings (one {@code char} per byte, ISO-8859-1; larger chars are
 * refused). Sending never waits for a reply, so that pipelines and blocked commands can be written
 * down. Not safe for use by several threads at once. I/O failures are {@link
 * UncheckedIOException}s; a connection closed by the server is one with an {@link EOFException} as
 * cause.
 */
public final class RespClient implements AutoCloseable {

  /** How long {@link #read()} waits for a reply. */
  public static final Duration READ_TIMEOUT = Patience.LONGEST;

  private static final int BUFFER_BYTES = 16 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  private RespClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Opens a connection; nothing is sent on it. */
  public static RespClient connect(String host, int port) {
    try {
      var socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), (int) READ_TIMEOUT.toMillis());
      return new RespClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + host + ":" + port, e);
    }
  }

  /** Sends one command and returns the next reply. */
  public Reply call(String... arguments) {
    return call(List.of(arguments));
  }

  /** Sends one command and returns the next reply. */
  public Reply call(List<String> arguments) {
    send(arguments);
    return read();
  }

  /** Sends one command. */
  public void send(String... arguments) {
    send(List.of(arguments));
  }

  /** Sends one command. */
  public void send(List<String> arguments) {
    write(encode(arguments));
  }

  /** Sends several commands in one write. */
  public void sendAll(List<List<String>> commands) {
    var bytes = new ByteArrayOutputStream();
    for (List<String> command : commands) {
      bytes.writeBytes(encode(command));
    }
    write(bytes.toByteArray());
  }

  /** Sends several commands in one write and returns one reply for each. */
  public List<Reply> pipeline(List<List<String>> commands) {
    sendAll(commands);
    var replies = new ArrayList<Reply>(commands.size());
    for (int i = 0; i < commands.size(); i++) {
      replies.add(read());
    }
    return replies;
  }

  /** Sends these bytes as they are. */
  public void sendRaw(String bytes) {
    write(toBytes(bytes));
  }

  /** A command as an array of bulk strings. */
  public static byte[] encode(List<String> arguments) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(toBytes("*" + arguments.size() + "\r\n"));
    for (String argument : arguments) {
      bytes.writeBytes(toBytes("$" + argument.length() + "\r\n"));
      bytes.writeBytes(toBytes(argument));
      bytes.write('\r');
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  /** The next reply or push; fails after {@link #READ_TIMEOUT}. */
  public Reply read() {
    return read(READ_TIMEOUT)
        .orElseThrow(
            () -> new UncheckedIOException(new SocketTimeoutException("no reply in time")));
  }

  /** The next reply or push, or empty if nothing arrives within this time. */
  public Optional<Reply> read(Duration patience) {
    try {
      if (!await(patience)) {
        return Optional.empty();
      }
      socket.setSoTimeout((int) READ_TIMEOUT.toMillis());
      return Optional.of(readReply());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that nothing more will be sent; replies can still be read. */
  public void shut() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server closes the connection within this time without sending anything more. */
  public boolean isClosedWithin(Duration patience) {
    try {
      await(patience);
      return false;
    } catch (EOFException | SocketException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether bytes have arrived that were not read. */
  public boolean hasUnread() {
    try {
      return position < limit || in.available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The client's own end, as the server's CLIENT LIST shows it in {@code addr}. */
  public String localAddress() {
    return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] toBytes(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      if (text.charAt(i) > 0xff) {
        throw new IllegalArgumentException("not a byte string: " + text);
      }
    }
    return bytes;
  }

  /** Whether at least one byte is there before patience ends. */
  private boolean await(Duration patience) throws IOException {
    if (position < limit) {
      return true;
    }
    socket.setSoTimeout(Math.max(1, (int) patience.toMillis()));
    try {
      fill();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private void fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    if (count < 0) {
      throw new EOFException("closed by the server");
    }
    position = 0;
    limit = count;
  }

  private int readByte() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xff;
  }

  private Reply readReply() throws IOException {
    int type = readByte();
    String line = readLine();
    return switch (type) {
      case '+' -> new Reply.Simple(line);
      case '-' -> new Reply.Error(line);
      case ':' -> new Reply.Int(Long.parseLong(line));
      case '$' -> line.equals("-1") ? Reply.Nil.BULK : new Reply.Bulk(readBlob(line));
      case '*' ->
          line.equals("-1") ? Reply.Nil.ARRAY : readAggregate(Aggregate.Kind.ARRAY, line, 1);
      case '%' -> readAggregate(Aggregate.Kind.MAP, line, 2);
      case '~' -> readAggregate(Aggregate.Kind.SET, line, 1);
      case '>' -> readAggregate(Aggregate.Kind.PUSH, line, 1);
      case '_' -> Reply.Nil.NULL;
      case ',' -> new Reply.Floating(line);
      case '#' -> new Reply.Bool(readBool(line));
      case '(' -> new Reply.BigNumber(line);
      case '=' -> {
        String blob = readBlob(line);
        yield new Reply.Verbatim(blob.substring(0, 3), blob.substring(4));
      }
      default -> throw new IOException("no RESP type: '" + (char) type + line + "'");
    };
  }

  private static boolean readBool(String line) throws IOException {
    return switch (line) {
      case "t" -> true;
      case "f" -> false;
      default -> throw new IOException("not a RESP boolean: " + line);
    };
  }

  private Reply readAggregate(Aggregate.Kind kind, String count, int width) throws IOException {
    int size = Integer.parseInt(count) * width;
    var items = new ArrayList<Reply>(size);
    for (int i = 0; i < size; i++) {
      items.add(readReply());
    }
    return new Aggregate(kind, items);
  }

  private String readLine() throws IOException {
    var line = new StringBuilder();
    int next = readByte();
    while (next != '\r') {
      line.append((char) next);
      next = readByte();
    }
    expect('\n');
    return line.toString();
  }

  private String readBlob(String length) throws IOException {
    byte[] blob = new byte[Integer.parseInt(length)];
    int filled = 0;
    while (filled < blob.length) {
      if (position == limit) {
        fill();
      }
      int count = Math.min(limit - position, blob.length - filled);
      System.arraycopy(buffer, position, blob, filled, count);
      position += count;
      filled += count;
    }
    expect('\r');
    expect('\n');
    return new String(blob, ISO_8859_1);
  }

  private void expect(char wanted) throws IOException {
    int found = readByte();
    if (found != wanted) {
      throw new IOException("expected byte " + (int) wanted + ", found " + found);
    }
  }
}
