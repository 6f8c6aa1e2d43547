package io.pgredis.fuzz;

import java.util.List;

/**
 * What one connection sends before the next step; the smallest thing that shrinking leaves out.
 *
 * @param connection its number
 * @param joined whether it is sent together with the step before, if that is of the same connection
 * @param calls mostly one; more where the first would leave something whose timing is undefined
 */
record Step(int connection, boolean joined, List<Call> calls) {
  Step {
    calls = List.copyOf(calls);
  }

  Step apart() {
    return new Step(connection, false, calls);
  }

  Step withCalls(List<Call> changed) {
    return new Step(connection, joined, changed);
  }
}
