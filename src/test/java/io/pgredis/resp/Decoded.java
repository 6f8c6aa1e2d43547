package io.pgredis.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a decoder made of a stream, readable and comparable: its requests, then how it ended. */
record Decoded(List<List<String>> requests, String end) {
  static final String WAITING = "waiting";
  static final String TOO_BIG = "too big";

  static Decoded waiting(List<List<String>> requests) {
    return new Decoded(requests, WAITING);
  }

  /** Feeds the stream in pieces that end at the given positions and at its end. */
  static Decoded decode(RespDecoder decoder, byte[] stream, int... cuts) {
    List<List<String>> requests = new ArrayList<>();
    String end = WAITING;
    int start = 0;
    for (int i = 0; i <= cuts.length && end.equals(WAITING); i++) {
      int stop = i < cuts.length ? cuts[i] : stream.length;
      end = decodePiece(decoder, Unpooled.wrappedBuffer(stream, start, stop - start), requests);
      start = stop;
    }
    return new Decoded(requests, end);
  }

  private static String decodePiece(
      RespDecoder decoder, ByteBuf piece, List<List<String>> requests) {
    while (true) {
      switch (decoder.decode(piece)) {
        case REQUEST -> requests.add(strings(decoder.arguments()));
        case EMPTY -> {}
        case MORE -> {
          if (piece.isReadable()) {
            throw new AssertionError("asks for more with " + piece.readableBytes() + " bytes left");
          }
          return WAITING;
        }
        case PROTOCOL_ERROR -> {
          return decoder.error().text();
        }
        case TOO_BIG -> {
          return TOO_BIG;
        }
      }
    }
  }

  static List<String> strings(byte[][] arguments) {
    return Arrays.stream(arguments).map(Reply::bytesAsText).toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
