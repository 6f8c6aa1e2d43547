package io.pgredis.fuzz;

import static io.pgredis.fuzz.Args.key;
import static io.pgredis.fuzz.Entry.command;
import static io.pgredis.fuzz.Gen.repeat;

import io.pgredis.fuzz.Entry.Trait;
import java.util.List;

/**
 * The transaction commands as they come by chance; {@link ProgramGenerator} adds the transactions
 * that are meant.
 */
final class TransactionEntries {
  private TransactionEntries() {}

  static List<Entry> all() {
    return List.of(
        command("MULTI").weight(1).form(),
        command("EXEC").weight(1).form(),
        command("DISCARD").weight(1).form(),
        command("WATCH").weight(5).form(repeat(1, 3, key())),
        command("UNWATCH").weight(3).form(),
        command("FOO")
            .weight(1)
            .trait(Trait.MOSTLY_REFUSED)
            .form()
            .form(repeat(1, 12, Args.pick(Args.JUNK)))
            .form(Args.value()));
  }
}
