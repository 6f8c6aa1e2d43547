package io.pgredis.resp;

import io.netty.buffer.ByteBuf;

/**
 * Where the encoder hands over bulk strings that are too big to copy. An implementation keeps the
 * order: first what stands in the filled buffer, then the large bytes, then what is written to the
 * buffer that it returns.
 */
@FunctionalInterface
public interface ReplySink {

  /** Copies large values like all others; for output that must be one buffer. */
  ReplySink COPYING = (filled, large) -> filled.writeBytes(large);

  /**
   * Takes a large value.
   *
   * @param filled what the encoder has written so far; belongs to the sink from now on
   * @param large the value's bytes, at least {@link RespEncoder#LARGE_BULK_BYTES}; not changed by
   *     anyone while they wait to be sent
   * @return the buffer to go on with; may be {@code filled}
   */
  ByteBuf large(ByteBuf filled, byte[] large);
}
