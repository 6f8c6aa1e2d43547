package io.pgredis.engine;

import io.pgredis.resp.Reply;
import java.util.List;

/** What replies hold in memory until they are sent. */
final class ReplySize {
  private ReplySize() {}

  /** About how many bytes of values a reply holds. */
  static long bytes(Reply reply) {
    return switch (reply) {
      case Reply.Bulk(byte[] bytes) -> bytes.length;
      case Reply.Arr(List<Reply> items) -> bytes(items);
      case Reply.MapReply(List<Reply> flat) -> bytes(flat);
      case Reply.SetReply(List<Reply> items) -> bytes(items);
      case Reply.Torn(int announced, List<Reply> items) -> bytes(items);
      case Reply.InProtocol(Reply inner, int protocol) -> bytes(inner);
      default -> 0;
    };
  }

  private static long bytes(List<Reply> items) {
    long sum = 0;
    for (Reply item : items) {
      sum += bytes(item);
    }
    return sum;
  }
}
