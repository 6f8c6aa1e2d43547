package io.pgredis.cli;

import picocli.CommandLine.IVersionProvider;

/** Which pgredis this is, and which Redis it stands in for. */
final class Version implements IVersionProvider {
  static final String REDIS = "7.0.15";

  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"pgredis " + number() + " (as Redis " + REDIS + ")"};
  }
}
