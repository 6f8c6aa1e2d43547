package io.pgredis.fuzz;

import io.pgredis.fuzz.Entry.Trait;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a program. It follows each connection's transaction state as far as it can be foreseen, so
 * that transactions begin, fill and end in sensible proportions; what the servers make of it is
 * theirs to say.
 */
final class ProgramGenerator {
  private static final int ALTER_PERCENT = 6;

  /** Inside a transaction most commands are well-formed, or nearly every EXEC would be refused. */
  private static final int QUIET_TRANSACTION_PERCENT = 65;

  private static final int WATCH_PERCENT = 50;
  private static final int END_PERCENT = 20;
  private static final int DISCARD_PERCENT = 12;
  private static final int RESP3_PERCENT = 40;
  private static final int STRAY_END_PERCENT = 5;

  /**
   * How often a burst has a SELECT that is refused: what follows it in a pipeline touches other
   * keys than could be foreseen.
   */
  private static final int REFUSED_SELECT_PERCENT = 15;

  /** Most programs begin with some keys, or half of their commands would find nothing. */
  private static final int FURNISHED_PERCENT = 80;

  private static final List<String> FURNITURE =
      List.of("MSET", "s1", "foo", "s2", "hello world", "n1", "1", "n2", "-7", "user:1", "v");

  private static final List<String> REFUSED_SELECT = List.of("SELECT", "99");

  private final Table table;
  private final Mode mode;
  private final Draw draw;
  private final Connection[] connections;
  private final List<Step> steps = new ArrayList<>();

  /** What the generator knows of a connection. */
  private static final class Connection {
    boolean inTransaction;
    boolean watching;
    int alterPercent = ALTER_PERCENT;
  }

  private ProgramGenerator(Table table, Mode mode, Draw draw) {
    this.table = table;
    this.mode = mode;
    this.draw = draw;
    this.connections = new Connection[mode.connections];
    for (int i = 0; i < connections.length; i++) {
      connections[i] = new Connection();
    }
  }

  /** The program of this seed; a shorter one is a prefix of a longer one. */
  static Program generate(Table table, Mode mode, long seed, int steps) {
    Draw draw = new Draw(seed);
    List<Integer> protocols = new ArrayList<>();
    for (int i = 0; i < mode.connections; i++) {
      protocols.add(draw.chance(RESP3_PERCENT) ? 3 : 2);
    }
    var generator = new ProgramGenerator(table, mode, draw);
    if (draw.chance(FURNISHED_PERCENT)) {
      generator.add(0, false, List.of(table.named("MSET").call(FURNITURE)));
    }
    while (generator.steps.size() < steps) {
      generator.burst();
    }
    return new Program(seed, mode, protocols, generator.steps.subList(0, steps));
  }

  private void burst() {
    int connection = draw.below(connections.length);
    int size = draw.between(mode.leastBurst, mode.mostBurst);
    int refused = size > 1 && draw.chance(REFUSED_SELECT_PERCENT) ? draw.below(size) : -1;
    boolean joined = false;
    for (int i = 0; i < size; i++) {
      if (i == refused) {
        joined = add(connection, joined, List.of(table.named("SELECT").call(REFUSED_SELECT)));
      }
      joined = step(connection, joined);
    }
  }

  /** Adds a step; tells whether the next one may be sent together with it. */
  private boolean step(int number, boolean joined) {
    Connection connection = connections[number];
    if (connection.inTransaction && draw.chance(END_PERCENT)) {
      return add(number, joined, end(connection));
    }
    if (!connection.inTransaction) {
      if (connection.watching && draw.chance(WATCH_PERCENT)) {
        return add(number, joined, begin(connection));
      }
      if (draw.chance(mode.transactionPercent)) {
        return add(
            number, joined, draw.chance(WATCH_PERCENT) ? watch(connection) : begin(connection));
      }
    }
    Entry entry = drawFor(connection);
    note(connection, entry);
    boolean alone = entry.has(Trait.ALONE);
    boolean together = joined;
    for (List<Call> calls : entry.draw(draw, connection.alterPercent)) {
      add(number, together && !alone, calls);
      together = mode.mostBurst > 1;
    }
    return !alone;
  }

  private boolean add(int connection, boolean joined, List<Call> calls) {
    steps.add(new Step(connection, joined, calls));
    return true;
  }

  private List<Call> watch(Connection connection) {
    connection.watching = true;
    return table.named("WATCH").draw(draw, 0).getFirst();
  }

  private List<Call> begin(Connection connection) {
    connection.inTransaction = true;
    connection.watching = false;
    connection.alterPercent = draw.chance(QUIET_TRANSACTION_PERCENT) ? 0 : ALTER_PERCENT;
    return table.named("MULTI").draw(draw, 0).getFirst();
  }

  private List<Call> end(Connection connection) {
    outOfTransaction(connection);
    return table.named(draw.chance(DISCARD_PERCENT) ? "DISCARD" : "EXEC").draw(draw, 1).getFirst();
  }

  private static void outOfTransaction(Connection connection) {
    connection.inTransaction = false;
    connection.watching = false;
    connection.alterPercent = ALTER_PERCENT;
  }

  private Entry drawFor(Connection connection) {
    while (true) {
      Entry entry = table.draw(draw);
      if (entry.has(connection.inTransaction ? Trait.ALONE : Trait.QUEUED_ONLY)) {
        continue;
      }
      if (isRefusedHere(connection, entry.name()) && !draw.chance(STRAY_END_PERCENT)) {
        continue;
      }
      return entry;
    }
  }

  /** What would be an error in this state, or end it too soon; wanted, but not often. */
  private static boolean isRefusedHere(Connection connection, String name) {
    return switch (name) {
      case "EXEC", "DISCARD" -> !connection.inTransaction;
      case "MULTI", "WATCH", "RESET", "FOO" -> connection.inTransaction;
      default -> false;
    };
  }

  private static void note(Connection connection, Entry entry) {
    switch (entry.name()) {
      case "MULTI" -> connection.inTransaction = true;
      case "EXEC", "DISCARD", "RESET", "QUIT" -> outOfTransaction(connection);
      case "WATCH" -> connection.watching = true;
      default -> {}
    }
  }
}
