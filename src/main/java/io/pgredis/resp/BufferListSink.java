package io.pgredis.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects output as a list of buffers in sending order, large values wrapped instead of copied.
 * The creator owns the buffers in the list and writes or releases each of them.
 */
public final class BufferListSink implements ReplySink {
  private final ByteBufAllocator allocator;
  private final List<ByteBuf> finished = new ArrayList<>();

  public BufferListSink(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  @Override
  public ByteBuf large(ByteBuf filled, byte[] large) {
    finished.add(filled);
    finished.add(Unpooled.wrappedBuffer(large));
    return allocator.ioBuffer();
  }

  /** Adds the last buffer that the encoder returned and gives the whole list. */
  public List<ByteBuf> finish(ByteBuf last) {
    finished.add(last);
    return finished;
  }
}
