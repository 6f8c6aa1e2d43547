package io.pgredis.dispatch;

import io.pgredis.command.ServerFacts;
import io.pgredis.metrics.Rate;
import io.pgredis.metrics.Statistics;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What this instance knows of itself, some of it sampled at regular intervals. */
public final class InstanceFacts implements ServerFacts {
  /** How often {@link #sample} is to be called, in milliseconds. */
  public static final int SAMPLE_MILLIS = 100;

  private static final int RUN_ID_BYTES = 20;

  private final Statistics statistics;
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final long startedAtMillis = System.currentTimeMillis();
  private final String runId = newRunId();
  private final Rate commands = new Rate(System.nanoTime());
  private final Rate input = new Rate(System.nanoTime());
  private final Rate output = new Rate(System.nanoTime());
  private volatile long peakMemoryBytes;
  private volatile int port;
  private volatile String configFile = "";

  InstanceFacts(Statistics statistics) {
    this.statistics = statistics;
  }

  private static String newRunId() {
    byte[] bytes = new byte[RUN_ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  void sample() {
    long now = System.nanoTime();
    commands.sample(statistics.commandsProcessed.sum(), now);
    input.sample(statistics.netInputBytes.sum(), now);
    output.sample(statistics.netOutputBytes.sum(), now);
    peakMemoryBytes = Math.max(peakMemoryBytes, memory.getHeapMemoryUsage().getUsed());
  }

  /** Notes the port on which the server listens. */
  public void listensOn(int number) {
    port = number;
  }

  /** Notes the file of the configuration. */
  public void configuredBy(String file) {
    configFile = file;
  }

  @Override
  public String version() {
    String version = InstanceFacts.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long startedAtMillis() {
    return startedAtMillis;
  }

  @Override
  public String configFile() {
    return configFile;
  }

  @Override
  public double commandsPerSecond() {
    return commands.perSecond();
  }

  @Override
  public double inputBytesPerSecond() {
    return input.perSecond();
  }

  @Override
  public double outputBytesPerSecond() {
    return output.perSecond();
  }

  @Override
  public long peakMemoryBytes() {
    return Math.max(peakMemoryBytes, memory.getHeapMemoryUsage().getUsed());
  }
}
