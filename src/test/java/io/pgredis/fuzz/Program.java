package io.pgredis.fuzz;

import java.util.List;

/**
 * A sequence of steps over some connections, from an empty server; a pure function of its seed and
 * mode.
 *
 * @param protocols each connection's RESP version at the start; as many as there are connections
 */
record Program(long seed, Mode mode, List<Integer> protocols, List<Step> steps) {
  Program {
    protocols = List.copyOf(protocols);
    steps = List.copyOf(steps);
  }

  Program withSteps(List<Step> changed) {
    return new Program(seed, mode, protocols, changed);
  }

  Program withProtocols(List<Integer> changed) {
    return new Program(seed, mode, changed, steps);
  }
}
