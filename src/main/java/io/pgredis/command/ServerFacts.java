package io.pgredis.command;

/** Facts about this instance that INFO and its like show. */
public interface ServerFacts {
  /** The version of Redis whose behaviour this server has, as clients are told it. */
  String REDIS_VERSION = "7.0.15";

  /** The version of pgredis. */
  String version();

  /** 40 hexadecimal digits, other ones after each start. */
  String runId();

  /** The port that it listens on; 0 if none. */
  int port();

  /** When it was started, in milliseconds since the epoch by this machine's clock. */
  long startedAtMillis();

  /** The file of its configuration, empty if none. */
  String configFile();

  /** Commands a second of late. */
  double commandsPerSecond();

  /** Bytes received a second of late. */
  double inputBytesPerSecond();

  /** Bytes sent a second of late. */
  double outputBytesPerSecond();

  /** The most heap that was in use, in bytes. */
  long peakMemoryBytes();
}
