package io.pgredis.command;

import io.pgredis.config.ServerConfig;
import io.pgredis.keyspace.Packing;
import io.pgredis.metrics.LatencyMonitor;
import io.pgredis.metrics.SlowLog;
import io.pgredis.metrics.Statistics;

/**
 * What the server offers to commands beyond data, and what it wants to be told.
 *
 * <p>The layers that carry commands out owe it these calls:
 *
 * <ul>
 *   <li>the interpreter, after a command ran (alone, inside EXEC, in a script): {@link #executed};
 *   <li>the engine, for each batch: {@link #batch}, and {@link Statistics#batchRestarts};
 *   <li>the session, before it runs or submits a request: {@link Pause#holds}, and if it has to
 *       wait {@link Pause#whenOver} to go on;
 *   <li>the network, for each connection: {@link ClientRegistry#add}, {@link
 *       ClientRegistry#remove}, {@link MonitorFeed#remove}, and the {@link Statistics} of
 *       connections, bytes, reads and writes;
 *   <li>the interpreter: {@link Statistics#commandsProcessed}, {@link Statistics#error}, {@link
 *       Statistics#keyspaceHits}, {@link Statistics#keyspaceMisses} and {@link CommandStats}, and
 *       whoever removes expired keys {@link Statistics#expiredKeys};
 *   <li>the sweeper, before it works: {@link #activeExpiry()}.
 * </ul>
 */
public interface Services {

  /** The command table. */
  CommandTable commands();

  /** The configuration. */
  ServerConfig config();

  /** Up to which sizes collections are packed. */
  Packing packing();

  /** The connections of this instance. */
  ClientRegistry clients();

  /** The clients of MONITOR. */
  MonitorFeed monitors();

  /** CLIENT PAUSE. */
  Pause pause();

  /** Counters. */
  Statistics statistics();

  /** Slow commands. */
  SlowLog slowLog();

  /** Latency spikes. */
  LatencyMonitor latency();

  /** The server itself. */
  ServerFacts server();

  /** The database behind it. */
  StoreFacts store();

  /** Whether expired keys are removed by the sweeper, without anybody meeting them. */
  boolean activeExpiry();

  /** DEBUG SET-ACTIVE-EXPIRE. */
  void activeExpiry(boolean on);

  /** Stops the server in good order, some time after this returns. */
  void shutdown();

  /** Told of each command that ran, with its own time; commands inside EXEC too. */
  void executed(Context context, Invocation invocation, long elapsedNanos);

  /** Told of each batch. */
  void batch(int commands, boolean writes);
}
