package io.pgredis.resp;

/**
 * The limits that can change while the server runs, shared by the decoders of all connections. Safe
 * for use by many threads; a change holds from the next argument on.
 */
public final class DecoderLimits {

  /** The default of {@code proto-max-bulk-len}. */
  public static final long DEFAULT_MAX_BULK_BYTES = 512L * 1024 * 1024;

  /** The default of {@code client-query-buffer-limit}. */
  public static final long DEFAULT_QUERY_BUFFER_BYTES = 1024L * 1024 * 1024;

  /** The memory that a request may take as a whole. Redis has no such limit, but it has no heap. */
  public static final long REQUEST_BYTES = 1024L * 1024 * 1024;

  private final long requestBytes;
  private volatile long maxBulkBytes = DEFAULT_MAX_BULK_BYTES;
  private volatile long queryBufferBytes = DEFAULT_QUERY_BUFFER_BYTES;

  /** The defaults. */
  public DecoderLimits() {
    this(REQUEST_BYTES);
  }

  /** With another limit than {@link #REQUEST_BYTES}. */
  DecoderLimits(long requestBytes) {
    this.requestBytes = requestBytes;
  }

  /** See {@link #REQUEST_BYTES}. */
  long requestBytes() {
    return requestBytes;
  }

  /** The longest argument in bytes ({@code proto-max-bulk-len}). */
  public long maxBulkBytes() {
    return maxBulkBytes;
  }

  /** Longer arguments than a Java array can hold are refused whatever is set here. */
  public void maxBulkBytes(long bytes) {
    maxBulkBytes = bytes;
  }

  /**
   * The most bytes of an argument that is not complete, and of what ends it, that may have arrived
   * ({@code client-query-buffer-limit}). As in Redis, complete arguments do not count, nor does
   * what is only announced.
   */
  public long queryBufferBytes() {
    return queryBufferBytes;
  }

  public void queryBufferBytes(long bytes) {
    queryBufferBytes = bytes;
  }
}
