package io.pgredis.dispatch;

import io.pgredis.command.ClientRegistry;
import io.pgredis.command.ClientState;
import io.pgredis.command.CommandTable;
import io.pgredis.command.Context;
import io.pgredis.command.Flag;
import io.pgredis.command.Invocation;
import io.pgredis.command.MonitorFeed;
import io.pgredis.command.Pause;
import io.pgredis.command.ServerFacts;
import io.pgredis.command.Services;
import io.pgredis.command.StoreFacts;
import io.pgredis.metrics.LatencyMonitor;
import io.pgredis.metrics.SlowLog;
import io.pgredis.metrics.Statistics;
import io.pgredis.resp.Reply;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The services of one instance, and what is noted of each command and batch. */
public final class ServerServices implements Services, AutoCloseable {
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
  public ServerServices(CommandTable commands, StoreFacts store, Runnable shutdown) {
    this.commands = commands;
    this.store = store;
    this.shutdown = shutdown;
    this.server = new InstanceFacts(statistics);
    timer.scheduleAtFixedRate(
        server::sample,
        InstanceFacts.SAMPLE_MILLIS,
        InstanceFacts.SAMPLE_MILLIS,
        TimeUnit.MILLISECONDS);
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
  public void executed(Context context, Invocation invocation, Reply reply, long elapsedNanos) {
    statistics.commandsProcessed.increment();
    if (reply instanceof Reply.Err(String text)) {
      statistics.error(text);
    }
    if (monitors.isWatched() && isShownToMonitors(invocation)) {
      int database = context.client().database();
      String address = context.client().info().address();
      context.afterCommit(() -> monitors.feed(epochMicros(), database, address, invocation.args()));
    }
  }

  private static boolean isShownToMonitors(Invocation invocation) {
    return !invocation.command().is(Flag.SKIP_MONITOR) && !invocation.command().is(Flag.ADMIN);
  }

  private static long epochMicros() {
    var now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  @Override
  public void rejected(ClientState client, Reply.Err error) {
    statistics.error(error.text());
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
