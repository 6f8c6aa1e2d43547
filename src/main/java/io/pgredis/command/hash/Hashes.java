package io.pgredis.command.hash;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Group;
import io.pgredis.keyspace.HashView;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What several families of hashes do. */
final class Hashes {
  private Hashes() {}

  /** The beginning of each declaration. */
  static Command.Builder command(String name, int arity) {
    return Command.named(name, arity).group(Group.HASH).categories("hash");
  }

  /** The value of a field, or null. */
  static Reply valueOrNull(Optional<byte[]> value) {
    return value.map(Reply::bulk).orElse(Reply.NULL);
  }

  /** The values of fields, in their order, null for those that do not exist. */
  static Reply values(HashView hash, List<byte[]> fields) {
    hash.expect(fields);
    List<Reply> values = new ArrayList<>(fields.size());
    for (byte[] field : fields) {
      values.add(valueOrNull(hash.get(field)));
    }
    return Reply.array(values);
  }

  /** All arguments from a position on. */
  static List<byte[]> from(Args args, int position) {
    return Arrays.asList(args.raw()).subList(position, args.count());
  }

  /** Every second argument from a position on: the fields of pairs. */
  static List<byte[]> everySecond(Args args, int position) {
    List<byte[]> fields = new ArrayList<>();
    for (int i = position; i < args.count(); i += 2) {
      fields.add(args.bytes(i));
    }
    return fields;
  }

  /** Fields and values in turn. */
  static List<Reply> flat(List<HashView.Named> fields) {
    List<Reply> flat = new ArrayList<>(2 * fields.size());
    for (HashView.Named field : fields) {
      flat.add(Reply.bulk(field.name()));
      flat.add(Reply.bulk(field.value()));
    }
    return flat;
  }
}
