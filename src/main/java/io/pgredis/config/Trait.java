package io.pgredis.config;

/** What is special about a parameter; one without any can be set at any time and takes effect. */
public enum Trait {
  /** Set at the start only. */
  IMMUTABLE,
  /** Set at the start only, unless {@code enable-protected-configs} allows more. */
  PROTECTED,
  /** A secret: shown only by CONFIG GET, to clients that have authenticated. */
  SENSITIVE,
  /** A configuration file may give it as several words. */
  SEVERAL_WORDS,
  /** Remembered and answered, but there is nothing here that it would steer. */
  REMEMBERED,
  /**
   * Remembered as well, but whoever sets it expects something that does not happen: another value
   * at the start is answered with a warning.
   */
  NO_EFFECT,
  /** Always the default. Another value at the start is answered with a warning. */
  FIXED,
  /** Always the default. Another value at the start stops the start: it promises too much. */
  REFUSED,
  /** CONFIG GET shows it only to who asks by its name. */
  HIDDEN,
  /** Not one of Redis's: CONFIG GET does not show it. */
  OWN
}
