package io.pgredis.command.set;

import io.pgredis.command.Args;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What several families of sets do. */
final class Sets {
  private Sets() {}

  /** The arguments from a position on. */
  static List<byte[]> members(Args args, int from) {
    return Arrays.asList(args.raw()).subList(from, args.count());
  }

  /** That the arguments from a position on are looked up among the members. */
  static Wish wish(byte[][] args, int from) {
    return Wish.elements(ValueType.SET, Arrays.asList(args).subList(from, args.length));
  }

  /** That the arguments from a position on are put there as members. */
  static Wish puts(byte[][] args, int from) {
    return Wish.put(ValueType.SET, Arrays.asList(args).subList(from, args.length));
  }

  /** A reply that is a set in RESP3. */
  static Reply reply(Collection<byte[]> members) {
    return members.isEmpty() ? Reply.EMPTY_SET : Reply.set(bulks(members));
  }

  /** A reply that is an array in RESP3, too: it may hold a member twice. */
  static Reply arrayReply(Collection<byte[]> members) {
    return members.isEmpty() ? Reply.EMPTY_ARRAY : Reply.array(bulks(members));
  }

  private static List<Reply> bulks(Collection<byte[]> members) {
    List<Reply> bulks = new ArrayList<>(members.size());
    for (byte[] member : members) {
      bulks.add(Reply.bulk(member));
    }
    return bulks;
  }
}
