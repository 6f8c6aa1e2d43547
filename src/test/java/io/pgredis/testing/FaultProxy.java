package io.pgredis.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A TCP proxy before PostgreSQL that breaks connections around commits. It follows what the driver
 * sends, message by message, and asks a policy each time a commit is about to be passed on.
 */
public final class FaultProxy implements AutoCloseable {

  /** What happens to a commit. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** It is lost together with the connection. */
    CUT_BEFORE,
    /** Half of it arrives, then both ends are cut off. */
    CUT_WITHIN,
    /** It arrives; the connection is cut at once. */
    CUT_BEHIND,
    /** It arrives and is carried out; the answer is lost together with the connection. */
    LOSE_ANSWER,
    /** The sender is cut off; it arrives a little later nevertheless. */
    DELIVER_LATE,
    /** Nothing arrives for a while, then the connection is cut. */
    BLACK_HOLE,
    /** Nothing arrives any more, and nobody is told. */
    STALL,
    /** It arrives and is carried out; nothing comes back any more, and nobody is told. */
    STALL_ANSWER,
    /**
     * It is carried out, but a synchronous standby has not confirmed it: the answer warns of that.
     */
    WARN_UNREPLICATED,
    /** It is carried out; the answer warns of something else, as a trigger may. */
    WARN_OTHERWISE,
    /**
     * Everybody is cut off, and cannot connect until {@link FaultProxy#admit}; it arrives with
     * {@link FaultProxy#deliver}.
     */
    DELIVER_ON_CALL
  }

  private static final int LATE_MILLIS = 150;
  private static final int BLACK_MILLIS = 200;
  private static final int SSL_REQUEST = 80877103;
  private static final Set<Character> ENDS = Set.of('S', 'Q', 'p', 'X', 'H');

  private final ServerSocket listener;
  private final String host;
  private final int port;
  private final Supplier<Fault> policy;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final CountDownLatch delivery = new CountDownLatch(1);
  private final CountDownLatch delivered = new CountDownLatch(1);
  private volatile boolean refuses;
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

  /** A proxy on a free port before a database's server. */
  public FaultProxy(TestDatabase database, Supplier<Fault> policy) {
    this.host = database.host();
    this.port = database.port();
    this.policy = policy;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * From now on nothing passes over the connections that there are, in either direction, and nobody
   * is told; new ones work.
   */
  public void stall() {
    links.forEach(link -> link.stalled = true);
  }

  /** Lets clients connect again. */
  public void admit() {
    refuses = false;
  }

  /** Lets arrive what a fault has kept. */
  public void deliver() {
    delivery.countDown();
  }

  /** Waits until PostgreSQL has answered what a fault has kept, or has ended its connection. */
  public void awaitDelivered() throws InterruptedException {
    if (!delivered.await(Patience.LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("what was delivered late is not answered");
    }
  }

  /** How often each fault has happened. */
  public Map<Fault, Integer> counts() {
    synchronized (counts) {
      return new EnumMap<>(counts);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refuses) {
          client.close();
          continue;
        }
        var link = new Link(client);
        links.add(link);
        Thread.ofVirtual().start(link::fromClient);
      } catch (IOException e) {
        // The listener was closed, or PostgreSQL takes no connections; the client sees it end.
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::cut);
  }

  /** One connection. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private final Map<String, Boolean> isCommit = new ConcurrentHashMap<>();
    private volatile boolean losesAnswer;
    private volatile byte[] beforeAnswer = {};
    private volatile boolean clientIsGone;
    private volatile boolean stalled;
    private volatile boolean isOnCall;

    Link(Socket client) throws IOException {
      this.client = client;
      this.client.setTcpNoDelay(true);
      try {
        this.server = new Socket(host, port);
      } catch (IOException e) {
        client.close();
        throw e;
      }
      this.server.setTcpNoDelay(true);
    }

    void fromClient() {
      Thread.ofVirtual().start(this::fromServer);
      try {
        var in = new DataInputStream(client.getInputStream());
        OutputStream out = server.getOutputStream();
        startUp(in, out);
        var burst = new ByteArrayOutputStream();
        boolean commits = false;
        while (true) {
          char type = (char) in.readByte();
          int length = in.readInt();
          byte[] body = in.readNBytes(length - 4);
          burst.write(type);
          burst.writeBytes(new byte[] {(byte) (length >> 24), (byte) (length >> 16)});
          burst.writeBytes(new byte[] {(byte) (length >> 8), (byte) length});
          burst.writeBytes(body);
          commits |= commits(type, body);
          if (ENDS.contains(type)) {
            pass(burst.toByteArray(), commits, out);
            burst.reset();
            commits = false;
          }
        }
      } catch (IOException e) {
        cut();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void startUp(DataInputStream in, OutputStream out) throws IOException {
      int code;
      do {
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        code = new DataInputStream(new java.io.ByteArrayInputStream(body)).readInt();
        var message = new ByteArrayOutputStream();
        new java.io.DataOutputStream(message).writeInt(length);
        message.writeBytes(body);
        out.write(message.toByteArray());
      } while (code == SSL_REQUEST);
    }

    /** Whether a message carries out a commit; notes which prepared statements would. */
    private boolean commits(char type, byte[] body) {
      String[] texts = new String(body, UTF_8).split("\0", 3);
      return switch (type) {
        case 'Q' -> isCommit(texts[0]);
        case 'P' -> {
          isCommit.put(texts[0], isCommit(texts[1]));
          yield false;
        }
        case 'B' -> isCommit.getOrDefault(texts[1], false);
        default -> false;
      };
    }

    private static boolean isCommit(String sql) {
      return sql.strip().toLowerCase(java.util.Locale.ROOT).equals("commit")
          || sql.contains("write_blind")
          || sql.contains("_unseen(");
    }

    private void pass(byte[] burst, boolean commits, OutputStream out)
        throws IOException, InterruptedException {
      if (stalled) {
        return;
      }
      Fault fault = commits ? policy.get() : Fault.NONE;
      if (commits) {
        synchronized (counts) {
          counts.merge(fault, 1, Integer::sum);
        }
      }
      switch (fault) {
        case NONE -> out.write(burst);
        case CUT_BEFORE -> cut();
        case CUT_WITHIN -> {
          out.write(burst, 0, burst.length / 2);
          cut();
        }
        case CUT_BEHIND -> {
          out.write(burst);
          cut();
        }
        case LOSE_ANSWER -> {
          losesAnswer = true;
          out.write(burst);
        }
        case WARN_UNREPLICATED -> {
          beforeAnswer =
              warning("canceling the wait for synchronous replication", "SyncRepWaitForLSN");
          out.write(burst);
        }
        case WARN_OTHERWISE -> {
          beforeAnswer = warning("a trigger has its doubts", "exec_stmt_raise");
          out.write(burst);
        }
        case DELIVER_LATE -> {
          clientIsGone = true;
          client.close();
          Thread.sleep(LATE_MILLIS);
          out.write(burst);
        }
        case DELIVER_ON_CALL -> {
          isOnCall = true;
          refuses = true;
          links.stream().filter(link -> link != this).forEach(Link::cut);
          clientIsGone = true;
          client.close();
          delivery.await();
          out.write(burst);
        }
        case BLACK_HOLE -> {
          Thread.sleep(BLACK_MILLIS);
          cut();
        }
        case STALL -> stalled = true;
        case STALL_ANSWER -> {
          stalled = true;
          out.write(burst);
        }
      }
    }

    /** A NoticeResponse. */
    private static byte[] warning(String message, String routine) {
      String fields =
          "SWARNING\0VWARNING\0C01000\0M" + message + "\0Fsource.c\0L1\0R" + routine + "\0\0";
      return ByteBuffer.allocate(1 + Integer.BYTES + fields.length())
          .put((byte) 'N')
          .putInt(Integer.BYTES + fields.length())
          .put(fields.getBytes(UTF_8))
          .array();
    }

    private void fromServer() {
      try (InputStream in = server.getInputStream()) {
        OutputStream out = client.getOutputStream();
        var buffer = new byte[64 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          if (losesAnswer || clientIsGone) {
            break;
          }
          if (!stalled) {
            // A client waits for its answer, so that a new message begins here.
            out.write(beforeAnswer);
            beforeAnswer = new byte[0];
            out.write(buffer, 0, count);
          }
        }
      } catch (IOException e) {
        // One of the ends is gone.
      }
      if (isOnCall) {
        delivered.countDown();
      }
      cut();
    }

    private void cut() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          // It is gone anyway.
        }
      }
    }
  }
}
