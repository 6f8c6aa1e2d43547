package io.pgredis.command.hash;

import static io.pgredis.command.KeySpec.KeyFlag.ACCESS;
import static io.pgredis.command.KeySpec.KeyFlag.RO;

import io.pgredis.command.Args;
import io.pgredis.command.Command;
import io.pgredis.command.Context;
import io.pgredis.command.Family;
import io.pgredis.command.Flag;
import io.pgredis.command.KeySpec;
import io.pgredis.command.hash.FieldArguments.Unit;
import io.pgredis.keyspace.HashView;
import io.pgredis.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HTTL, HPTTL, HEXPIRETIME and HPEXPIRETIME (Redis 7.4): how long fields go on to exist, or until
 * when; -1 if for ever, -2 for one that does not exist. Seconds are rounded up.
 */
public final class FieldTtlFamily implements Family {
  private static final Reply NO_FIELD = Reply.integer(-2);
  private static final Reply NO_EXPIRY = Reply.integer(-1);

  @Override
  public List<Command.Builder> commands() {
    return List.of(
        command("httl", Unit.EX)
            .tips("nondeterministic_output")
            .summary("Answers in how many seconds fields of a hash expire."),
        command("hpttl", Unit.PX)
            .tips("nondeterministic_output")
            .summary("Answers in how many milliseconds fields of a hash expire."),
        command("hexpiretime", Unit.EXAT)
            .summary("Answers the Unix times in seconds at which fields of a hash expire."),
        command("hpexpiretime", Unit.PXAT)
            .summary("Answers the Unix times in milliseconds at which fields of a hash expire."));
  }

  private static Command.Builder command(String name, Unit unit) {
    return Hashes.command(name, -5)
        .flags(Flag.READONLY, Flag.FAST)
        .key(KeySpec.at(1, RO, ACCESS))
        .since("7.4.0")
        .complexity("O(N) where N is the number of fields.")
        .syntax("key FIELDS fields:(numfields:integer field...)")
        .wishes(Hashes::listed)
        .run((context, args) -> answer(context, args, unit));
  }

  private static Reply answer(Context context, Args args, Unit unit) {
    HashView hash = context.key(args.bytes(1)).hash();
    List<byte[]> fields = FieldArguments.fields(args, 2, FieldArguments.NOT_POSITIVE);
    long start = unit.isFromNow() ? context.now() : 0;
    hash.expect(fields);
    List<Reply> answers = new ArrayList<>(fields.size());
    for (byte[] field : fields) {
      Optional<Long> expiresAt = hash.expiresAt(field);
      if (expiresAt.isEmpty()) {
        answers.add(NO_FIELD);
      } else if (expiresAt.get() == HashView.NO_EXPIRY) {
        answers.add(NO_EXPIRY);
      } else {
        answers.add(Reply.integer(unit.toUnit(expiresAt.get() - start)));
      }
    }
    return Reply.array(answers);
  }
}
