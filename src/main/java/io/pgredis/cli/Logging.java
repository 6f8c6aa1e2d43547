package io.pgredis.cli;

import ch.qos.logback.classic.Level;
import io.pgredis.config.ServerConfig;
import org.slf4j.LoggerFactory;

/** Makes {@code loglevel} decide what pgredis's own loggers say. */
final class Logging {
  private Logging() {}

  static void follow(ServerConfig config) {
    apply(config);
    config.logLevel.onChange(() -> apply(config));
  }

  private static void apply(ServerConfig config) {
    if (LoggerFactory.getLogger("io.pgredis") instanceof ch.qos.logback.classic.Logger logger) {
      logger.setLevel(
          switch (config.logLevel.get()) {
            case "debug" -> Level.DEBUG;
            case "warning" -> Level.WARN;
            default -> Level.INFO;
          });
    }
  }
}
