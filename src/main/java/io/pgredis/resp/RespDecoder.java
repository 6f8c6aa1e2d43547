package io.pgredis.resp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Takes requests out of a stream of bytes that arrives in pieces of any size: multibulk requests
 * and inline ones, by the rules, limits and errors of Redis 7.0.
 *
 * <p>Call {@link #decode} with a buffer until it answers {@link Outcome#MORE}; by then the buffer
 * is read to its end, so it can be released: what belongs to an unfinished request is kept here.
 * After {@link Outcome#REQUEST} the request is in {@link #arguments()}. After one of the last two
 * outcomes the connection must be closed; the decoder answers the same for ever.
 *
 * <p>Not thread-safe: it belongs to one connection and its event loop.
 *
 * <p>Memory follows what has arrived, not what was announced: a long argument gets {@value
 * #FIRST_CHUNK_BYTES} bytes at first and {@value #CHUNK_GROWTH} times as many each time that these
 * are full, and an array of arguments starts with {@value #FIRST_ARGUMENTS} places.
 */
public final class RespDecoder {

  /** What {@link #decode} found. */
  public enum Outcome {
    /** A whole request; ask for the next one. */
    REQUEST,
    /** A request without arguments, to which there is no reply; ask for the next one. */
    EMPTY,
    /** The buffer is used up. */
    MORE,
    /** The stream is no valid protocol: send {@link #error()}, then close. */
    PROTOCOL_ERROR,
    /**
     * An argument exceeds the query buffer limit, or the request its own: close without an answer,
     * as Redis does for the first.
     */
    TOO_BIG
  }

  /** The longest inline request, count line or length line that may wait for its end. */
  public static final int MAX_LINE_BYTES = 64 * 1024;

  /** The most arguments of a request before authentication. */
  public static final int MAX_UNAUTHENTICATED_ARGUMENTS = 10;

  /** The longest argument of a request before authentication. */
  public static final int MAX_UNAUTHENTICATED_BULK_BYTES = 16 * 1024;

  /** What every argument adds to {@link #requestBytes()} for its headers and references. */
  public static final int ARGUMENT_OVERHEAD_BYTES = 24;

  static final int FIRST_CHUNK_BYTES = 64 * 1024;
  static final int CHUNK_GROWTH = 4;
  static final int FIRST_ARGUMENTS = 1024;

  private static final int PAYLOAD_END_BYTES = 2;

  /** Some virtual machines cannot make the very longest arrays. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private static final byte[] EMPTY = new byte[0];
  private static final byte[][] NO_ARGUMENTS = new byte[0][];

  private enum State {
    START,
    INLINE,
    COUNT,
    LENGTH,
    PAYLOAD,
    /** The two bytes after an argument, whatever they are. */
    PAYLOAD_END,
    DEAD
  }

  private final DecoderLimits limits;
  private final LineBuffer line = new LineBuffer(MAX_LINE_BYTES);
  private boolean authenticationRequired;

  private State state = State.START;
  private Outcome failure = Outcome.MORE;
  private Reply.Err error = Reply.error("");

  private byte[][] arguments = NO_ARGUMENTS;
  private int argumentCount;
  private int argumentsRead;
  private long requestBytes;

  private byte[] bulk = EMPTY;
  private int bulkLength;
  private int bulkRead;
  private int bytesToSkip;

  public RespDecoder(DecoderLimits limits) {
    this.limits = limits;
  }

  /**
   * Whether the client has yet to authenticate, which lowers the limits. Whoever decodes ahead of
   * execution must stop behind an AUTH or HELLO until that has run.
   */
  public void authenticationRequired(boolean required) {
    authenticationRequired = required;
  }

  /** The arguments of the last request, at least one; the caller may keep and change them. */
  public byte[][] arguments() {
    return arguments;
  }

  /**
   * What the last request takes in memory: its arguments' bytes and {@value
   * #ARGUMENT_OVERHEAD_BYTES} for each.
   */
  public long requestBytes() {
    return requestBytes;
  }

  /** The error to send after {@link Outcome#PROTOCOL_ERROR}. */
  public Reply.Err error() {
    return error;
  }

  /** Reads on until a request is complete, the buffer is empty or something is wrong. */
  public Outcome decode(ByteBuf in) {
    while (true) {
      switch (state) {
        case START -> {
          if (!in.isReadable()) {
            return Outcome.MORE;
          }
          start(in);
        }
        case INLINE -> {
          if (line.readThrough(in, '\n')) {
            splitInline();
            if (state == State.START) {
              return found();
            }
          } else if (!line.isTooLong()) {
            return Outcome.MORE;
          } else {
            fail("too big inline request");
          }
        }
        case COUNT -> {
          if (line.readNumber(in, '*')) {
            beginArguments();
            if (state == State.START) {
              return found();
            }
          } else if (!line.isTooLong()) {
            return Outcome.MORE;
          } else {
            fail("too big mbulk count string");
          }
        }
        case LENGTH -> {
          if (argumentsRead == argumentCount) {
            state = State.START;
            return found();
          }
          if (line.readNumber(in, '$')) {
            beginBulk(in);
          } else if (!line.isTooLong()) {
            return Outcome.MORE;
          } else {
            fail("too big bulk count string");
          }
        }
        case PAYLOAD -> {
          if (!readPayload(in)) {
            return Outcome.MORE;
          }
        }
        case PAYLOAD_END -> {
          if (!skipPayloadEnd(in)) {
            return Outcome.MORE;
          }
        }
        case DEAD -> {
          in.skipBytes(in.readableBytes());
          return failure;
        }
      }
    }
  }

  private void start(ByteBuf in) {
    arguments = NO_ARGUMENTS;
    argumentsRead = 0;
    requestBytes = 0;
    state = in.getByte(in.readerIndex()) == '*' ? State.COUNT : State.INLINE;
  }

  private Outcome found() {
    return arguments.length == 0 ? Outcome.EMPTY : Outcome.REQUEST;
  }

  private void splitInline() {
    state = State.START;
    var split = InlineArguments.split(line.bytes(), line.lengthWithout('\r'));
    line.clear();
    if (split.isEmpty()) {
      fail("unbalanced quotes in request");
      return;
    }
    arguments = split.get();
    for (byte[] argument : arguments) {
      requestBytes += argument.length + ARGUMENT_OVERHEAD_BYTES;
    }
  }

  private void beginArguments() {
    if (!line.isNumber() || line.number() > Integer.MAX_VALUE) {
      fail("invalid multibulk length");
      return;
    }
    if (line.number() > MAX_UNAUTHENTICATED_ARGUMENTS && authenticationRequired) {
      fail("unauthenticated multibulk length");
      return;
    }
    if (line.number() <= 0) {
      state = State.START;
      return;
    }
    argumentCount = (int) line.number();
    arguments = new byte[Math.min(argumentCount, FIRST_ARGUMENTS)][];
    state = State.LENGTH;
  }

  private void beginBulk(ByteBuf in) {
    if (line.firstByte() != '$') {
      fail("expected '$', got '" + (char) line.firstByte() + "'");
      return;
    }
    long length = line.number();
    if (!line.isNumber()
        || length < 0
        || length > limits.maxBulkBytes()
        || length > MAX_ARRAY_BYTES) {
      fail("invalid bulk length");
      return;
    }
    if (length > MAX_UNAUTHENTICATED_BULK_BYTES && authenticationRequired) {
      fail("unauthenticated bulk length");
      return;
    }
    if (requestBytes + length + ARGUMENT_OVERHEAD_BYTES > limits.requestBytes()) {
      die(Outcome.TOO_BIG);
      return;
    }
    bulkLength = (int) length;
    bulkRead = 0;
    int first = Math.max(in.readableBytes(), FIRST_CHUNK_BYTES);
    bulk = length == 0 ? EMPTY : new byte[Math.min(bulkLength, first)];
    state = State.PAYLOAD;
  }

  private boolean readPayload(ByteBuf in) {
    while (bulkRead < bulkLength) {
      int available = in.readableBytes();
      if (available == 0) {
        return false;
      }
      if (bulkRead == bulk.length) {
        long grown = Math.max((long) bulk.length * CHUNK_GROWTH, (long) bulkRead + available);
        bulk = Arrays.copyOf(bulk, (int) Math.min(bulkLength, grown));
      }
      int length = Math.min(available, bulk.length - bulkRead);
      in.readBytes(bulk, bulkRead, length);
      bulkRead += length;
      if (bulkRead > limits.queryBufferBytes()) {
        die(Outcome.TOO_BIG);
        return true;
      }
    }
    addArgument(bulk);
    bulk = EMPTY;
    bytesToSkip = PAYLOAD_END_BYTES;
    state = State.PAYLOAD_END;
    return true;
  }

  private void addArgument(byte[] argument) {
    if (argumentsRead == arguments.length) {
      long grown = Math.min(argumentCount, (long) arguments.length * 2);
      arguments = Arrays.copyOf(arguments, (int) grown);
    }
    arguments[argumentsRead++] = argument;
    requestBytes += argument.length + ARGUMENT_OVERHEAD_BYTES;
  }

  private boolean skipPayloadEnd(ByteBuf in) {
    int length = Math.min(bytesToSkip, in.readableBytes());
    in.skipBytes(length);
    bytesToSkip -= length;
    if (bulkRead + PAYLOAD_END_BYTES - bytesToSkip > limits.queryBufferBytes()) {
      die(Outcome.TOO_BIG);
      return true;
    }
    if (bytesToSkip > 0) {
      return false;
    }
    state = State.LENGTH;
    return true;
  }

  private void fail(String what) {
    error = Reply.error("ERR Protocol error: " + what);
    die(Outcome.PROTOCOL_ERROR);
  }

  private void die(Outcome outcome) {
    failure = outcome;
    state = State.DEAD;
    arguments = NO_ARGUMENTS;
    bulk = EMPTY;
    line.clear();
  }
}
