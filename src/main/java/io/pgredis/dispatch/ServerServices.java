package io.pgredis.dispatch;

import io.pgredis.command.ClientInfo;
import io.pgredis.command.ClientRegistry;
import io.pgredis.command.Command;
import io.pgredis.command.CommandTable;
import io.pgredis.command.Context;
import io.pgredis.command.Flag;
import io.pgredis.command.Invocation;
import io.pgredis.command.MonitorFeed;
import io.pgredis.command.Pause;
import io.pgredis.command.ServerFacts;
import io.pgredis.command.Services;
import io.pgredis.command.StoreFacts;
import io.pgredis.config.ServerConfig;
import io.pgredis.keyspace.Packing;
import io.pgredis.metrics.LatencyMonitor;
import io.pgredis.metrics.SlowLog;
import io.pgredis.metrics.Statistics;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The services of one instance, and what is noted of each command and batch. */
public final class ServerServices implements Services, AutoCloseable {
  private static final int IDLE_CHECK_SECONDS = 1;

  private final ServerConfig config;
  private final Packing packing;
  private final CommandTable commands;
  private final StoreFacts store;
  private final Runnable shutdown;
  private final ClientRegistry clients = new ClientRegistry();
  private final MonitorFeed monitors = new MonitorFeed();
  private final Statistics statistics = new Statistics();
  private final SlowLog slowLog = new SlowLog();
  private final LatencyMonitor latency = new LatencyMonitor();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("pgredis-timer").unstarted(task));
  private final Pause pause = new Pause(ServerServices::monotonicMillis, this::later);
  private final InstanceFacts server;
  private volatile boolean activeExpiry = true;

  /**
   * The services of an instance that begins now.
   *
   * @param shutdown stops the server in good order; called on a thread of its own
   */
  public ServerServices(
      ServerConfig config, CommandTable commands, StoreFacts store, Runnable shutdown) {
    this.config = config;
    this.packing = new Packing(config);
    this.commands = commands;
    this.store = store;
    this.shutdown = shutdown;
    this.server = new InstanceFacts(statistics);
    timer.scheduleAtFixedRate(
        server::sample,
        InstanceFacts.SAMPLE_MILLIS,
        InstanceFacts.SAMPLE_MILLIS,
        TimeUnit.MILLISECONDS);
    timer.scheduleAtFixedRate(
        this::closeIdleClients, IDLE_CHECK_SECONDS, IDLE_CHECK_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Clients that have been silent for longer than {@code timeout}; monitors only listen, others may
   * still wait for a reply.
   */
  private void closeIdleClients() {
    long timeoutMillis = config.timeout.get() * 1000;
    if (timeoutMillis == 0) {
      return;
    }
    long now = System.currentTimeMillis();
    for (ClientInfo client : clients.all()) {
      boolean idle = now - client.lastInteractionMillis() > timeoutMillis;
      if (idle && !client.state().monitor() && !client.isBusy()) {
        client.kill(false);
      }
    }
  }

  private static long monotonicMillis() {
    return System.nanoTime() / 1_000_000;
  }

  private void later(Runnable task, long delayMillis) {
    timer.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public CommandTable commands() {
    return commands;
  }

  @Override
  public ServerConfig config() {
    return config;
  }

  @Override
  public Packing packing() {
    return packing;
  }

  @Override
  public ClientRegistry clients() {
    return clients;
  }

  @Override
  public MonitorFeed monitors() {
    return monitors;
  }

  @Override
  public Pause pause() {
    return pause;
  }

  @Override
  public Statistics statistics() {
    return statistics;
  }

  @Override
  public SlowLog slowLog() {
    return slowLog;
  }

  @Override
  public LatencyMonitor latency() {
    return latency;
  }

  @Override
  public ServerFacts server() {
    return server;
  }

  /** Tells what is known once the server listens. */
  public InstanceFacts instance() {
    return server;
  }

  @Override
  public StoreFacts store() {
    return store;
  }

  @Override
  public boolean activeExpiry() {
    return activeExpiry;
  }

  @Override
  public void activeExpiry(boolean on) {
    activeExpiry = on;
  }

  @Override
  public void shutdown() {
    Thread.ofPlatform().name("pgredis-shutdown").start(shutdown);
  }

  @Override
  public void executed(Context context, Invocation invocation, long elapsedNanos) {
    Command command = invocation.command();
    noteIfSlow(context, invocation, elapsedNanos);
    noteLatency(context, command, elapsedNanos);
    if (monitors.isWatched() && isShownToMonitors(command)) {
      int database = context.client().database();
      String address = context.client().info().address();
      byte[][] shown = Redaction.of(invocation, config);
      context.afterCommit(() -> monitors.feed(epochMicros(), database, address, shown));
    }
  }

  /** A batch that starts again runs its commands again; they are noted once. */
  private void noteIfSlow(Context context, Invocation invocation, long elapsedNanos) {
    long slowerThan = config.slowlogLogSlowerThan.get();
    long micros = elapsedNanos / 1000;
    if (slowerThan < 0 || micros < slowerThan || invocation.command().is(Flag.SKIP_SLOWLOG)) {
      return;
    }
    long seconds = epochMicros() / 1_000_000;
    byte[][] shown = Redaction.of(invocation, config);
    String address = context.client().info().address();
    String name = context.client().name();
    long maxLength = config.slowlogMaxLen.get();
    context.afterCommit(() -> slowLog.add(seconds, micros, shown, address, name, maxLength));
  }

  private void noteLatency(Context context, Command command, long elapsedNanos) {
    long threshold = config.latencyMonitorThreshold.get();
    long millis = elapsedNanos / 1_000_000;
    if (threshold > 0 && millis >= threshold) {
      String event = command.is(Flag.FAST) ? "fast-command" : "command";
      long seconds = epochMicros() / 1_000_000;
      context.afterCommit(() -> latency.add(event, seconds, millis));
    }
  }

  private static boolean isShownToMonitors(Command command) {
    return !command.is(Flag.SKIP_MONITOR) && !command.is(Flag.ADMIN);
  }

  private static long epochMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  @Override
  public void batch(int commandCount, boolean writes) {
    statistics.batch(commandCount, writes);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
