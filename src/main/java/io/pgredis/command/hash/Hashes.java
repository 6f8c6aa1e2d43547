package io.pgredis.command.hash;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Group;
import io.pgredis.keyspace.HashView;
import io.pgredis.keyspace.ValueType;
import io.pgredis.keyspace.Wish;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What several families of hashes do. */
final class Hashes {
  private Hashes() {}

  /** The beginning of each declaration. */
  static Command.Builder command(String name, int arity) {
    return Command.named(name, arity).group(Group.HASH).categories("hash");
  }

  /** The wish of a command on the one field at position 2. */
  static void oneField(byte[][] args, Command.Wishes wishes) {
    wishes.add(1, Wish.elements(ValueType.HASH, List.of(args[2])));
  }

  /** The wish of a command on the fields from position 2 on. */
  static void fields(byte[][] args, Command.Wishes wishes) {
    wishes.add(1, Wish.elements(ValueType.HASH, fieldsFrom(args, 2, 1)));
  }

  /** The wish of a command that sets fields to values, both from position 2 on. */
  static void pairs(byte[][] args, Command.Wishes wishes) {
    wishes.add(1, Wish.put(ValueType.HASH, fieldsFrom(args, 2, 2)));
  }

  /** The wish of a command on the fields behind the word FIELDS and their number. */
  static void listed(byte[][] args, Command.Wishes wishes) {
    listed(args, wishes, 1);
  }

  /** The wish of a command on fields and values behind the word FIELDS and their number. */
  static void listedPairs(byte[][] args, Command.Wishes wishes) {
    listed(args, wishes, 2);
  }

  private static void listed(byte[][] args, Command.Wishes wishes, int step) {
    for (int i = 2; i < args.length; i++) {
      if (Args.equalsIgnoreCase(args[i], "FIELDS")) {
        wishes.add(1, Wish.elements(ValueType.HASH, fieldsFrom(args, i + 2, step)));
        return;
      }
    }
  }

  /** Each argument from a position on, or only each second one. */
  static List<byte[]> fieldsFrom(byte[][] args, int position, int step) {
    List<byte[]> fields = new ArrayList<>();
    for (int i = position; i < args.length; i += step) {
      fields.add(args[i]);
    }
    return fields;
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
