package io.pgredis.fuzz;

/**
 * How the commands of a program are sent.
 *
 * <p>Commands of different connections never overlap in time, so that every reply is determined;
 * what overlaps is state: watched keys, open transactions, selected databases.
 */
enum Mode {
  /** One command at a time on one connection. */
  SINGLE(1, 1, 1, 2),
  /** Long pipelines on two connections in turn. */
  PIPELINE(2, 2, 50, 3),
  /** Transactions and watched keys on three connections. */
  MULTI(3, 1, 12, 30),
  /** Four connections, spread over all addresses of the server under test. */
  INSTANCES(4, 1, 4, 8);

  final int connections;
  final int leastBurst;
  final int mostBurst;

  /** How often a connection outside a transaction begins one, in percent of its steps. */
  final int transactionPercent;

  Mode(int connections, int leastBurst, int mostBurst, int transactionPercent) {
    this.connections = connections;
    this.leastBurst = leastBurst;
    this.mostBurst = mostBurst;
    this.transactionPercent = transactionPercent;
  }

  boolean usesAllAddresses() {
    return this == INSTANCES;
  }
}
